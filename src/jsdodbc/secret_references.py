"""Secrets that stand elsewhere: `env:NAME` an environment variable, `keyring:SERVICE/USER` the system's keyring."""

from __future__ import annotations

import os
import threading

from jsdodbc.errors import Error

_SECONDS = 5.0
# Keyrings that never ask at a terminal; keyrings.alt does.
_TRUSTED = ("SecretService", "kwallet", "macOS", "Windows", "libsecret")


def is_reference(value: str) -> bool:
    """Whether `value` says where a secret is, and is none itself."""
    kind, colon, where = value.partition(":")
    return bool(colon) and (kind == "env" or (kind == "keyring" and "/" in where))


def looked_up(name: str, value: str) -> str:
    """`value` of the property `name`, or what it refers to. Raises Error 28000 when there is nothing."""
    if not is_reference(value):
        return value
    kind, _, where = value.partition(":")
    return _from_environment(name, where) if kind == "env" else from_keyring(name, *where.split("/", 1))


def _from_environment(name: str, variable: str) -> str:
    found = os.environ.get(variable, "")
    if not found:
        raise Error(
            "28000",
            f"{name}=env:{variable} names an environment variable that is not set where the application runs. Set it "
            "before the application starts.",
        )
    return found


def from_keyring(name: str, service: str, user: str) -> str:
    """The password of `user` for `service`. Raises Error 28000 without one, or without a keyring that is open."""
    found = _asked(service, user)
    if isinstance(found, str) and found:
        return found
    reason = "it is not there" if found is None or found == "" else str(found) or type(found).__name__
    raise Error(
        "28000",
        f"{name}=keyring:{service}/{user} can't be read: {reason}. Store it with `keyring set {service} {user}`, and "
        "see that the keyring is unlocked.",
    )


def _asked(service: str, user: str) -> str | Exception | None:
    """In a thread, because a locked keyring may wait for a person who isn't there."""
    outcome: list[str | Exception | None] = []

    def ask() -> None:
        try:
            outcome.append(_keyring_password(service, user))
        except Exception as error:
            outcome.append(error)

    thread = threading.Thread(target=ask, name="keyring", daemon=True)
    thread.start()
    thread.join(_SECONDS)
    return outcome[0] if outcome else TimeoutError(f"the keyring did not answer within {_SECONDS:g} s")


def _keyring_password(service: str, user: str) -> str | None:
    try:
        import keyring
    except ImportError:
        raise LookupError("the Python package keyring is not installed") from None
    backend = keyring.get_keyring()
    backends = getattr(backend, "backends", [backend])  # the chainer holds several
    for each in backends:
        if each.__class__.__module__.rpartition(".")[2] in _TRUSTED:
            found: str | None = each.get_password(service, user)
            return found
    raise LookupError("this machine has no keyring that the driver trusts")
