"""Secrets that stand elsewhere."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.errors import Error


def api_token(text: str) -> str:
    pairs = connection_string.parse(f"URL=https://h.atlassian.net;User=a;APIToken={text}")
    return settings.resolve(pairs)[0].api_token


def test_environment_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_TOKEN", "t0ken")
    assert api_token("env:DESK_TOKEN") == "t0ken"
    assert settings.resolve([("URL", "h.atlassian.net"), ("User", "a"), ("APIToken", "env:DESK_TOKEN")])[0].secrets == (
        "t0ken",
    )


def test_variable_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DESK_TOKEN", raising=False)
    with pytest.raises(Error, match="APIToken=env:DESK_TOKEN") as caught:
        api_token("env:DESK_TOKEN")
    assert caught.value.sqlstate == "28000"


def keyring_of(backend: object) -> ModuleType:
    module = ModuleType("keyring")
    module.get_keyring = lambda: backend  # type: ignore[attr-defined]
    return module


def backend(module: str, password: str | None) -> object:
    kind = type("Keyring", (), {"get_password": lambda self, service, user: password})
    kind.__module__ = module
    return kind()


def test_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", keyring_of(backend("keyring.backends.SecretService", "from-keyring")))
    assert api_token("keyring:desk/ann") == "from-keyring"


@pytest.mark.parametrize(
    ("module", "password", "reason"),
    [
        ("keyring.backends.SecretService", None, "not there"),
        ("keyrings.alt.file", "x", "no keyring that the driver trusts"),
        ("keyring.backends.fail", "x", "no keyring that the driver trusts"),
    ],
)
def test_keyring_that_is_of_no_use(
    monkeypatch: pytest.MonkeyPatch, module: str, password: str | None, reason: str
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", keyring_of(backend(module, password)))
    with pytest.raises(Error, match=reason) as caught:
        api_token("keyring:desk/ann")
    assert caught.value.sqlstate == "28000"


def test_value_that_only_looks_like_one_is_itself() -> None:
    assert api_token("keyring:no-user") == "keyring:no-user"
