"""What is kept of an Okta account between connections: the device's name, a sign-in that waits for its code."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from jsdodbc.auth.settings_file import MEMORY, KeySource, SettingsFile, Store, default_path, entry_id, store_of
from jsdodbc.cancel import Cancellation

_MOST_SPENT = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sign-in that `href` takes the code for. `state`: Okta's handle of it. `to`: where the code went, in words.
    `sent`, `expires`: epoch seconds. `cookies`: of the organization.
    """

    identity_engine: bool
    href: str
    state: str = field(repr=False)
    login_url: str
    mfa_type: str
    to: str
    sent: float
    expires: float
    cookies: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """`device`: what Okta knows this device by, 32 hexadecimal digits. `spent_codes`: SHA-256 of codes that were used,
    so that a data source may go on holding one.
    """

    device: str = field(default="", repr=False)
    spent_codes: tuple[str, ...] = ()
    waiting: Waiting | None = None

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Kept:
        waiting = entry.get("waiting")
        known = {each.name for each in fields(Waiting)}
        return cls(
            entry.get("device", ""),
            tuple(entry.get("spent_codes", ())),
            Waiting(**{name: value for name, value in waiting.items() if name in known}) if waiting else None,
        )


class Memory:
    """What is kept of one account at one organization. Nothing is written before there is something to keep."""

    def __init__(self, location: str, organization: str, user: str) -> None:
        self._location = location
        self._id = entry_id("Okta", organization, user)
        self._new_device = secrets.token_hex(16)

    def read(self) -> Kept:
        """Raises Error 28000 for a file that must not or can't be read."""
        if not self._is_memory and not self._path.exists():
            return Kept()
        return Kept.of(self._store.read().get(self._id, {}))

    def device(self, kept: Kept) -> str:
        return kept.device or self._new_device

    def await_code(self, waiting: Waiting) -> None:
        """Keep a sign-in until its code is there. Raises Error HY000, 28000."""
        self._change(lambda kept: replace(kept, waiting=waiting))

    def used(self, code: str) -> None:
        """The second factor was taken, by `code` or "" without one; nothing waits any longer."""
        spent = (digest(code),) if code else ()
        self._change(lambda kept: replace(kept, waiting=None, spent_codes=(*kept.spent_codes, *spent)[-_MOST_SPENT:]))

    def forget_waiting(self) -> None:
        self._change(lambda kept: replace(kept, waiting=None))

    def forget(self) -> str:
        """Nothing is kept of the account any more. Where it was kept, "" when nothing was."""
        if not self._is_memory and not self._path.exists():
            return ""
        store = self._store
        with store.locked(Cancellation()):
            entries = store.read()
            if entries.pop(self._id, None) is None:
                return ""
            store.write(entries)
        return store.place

    def _change(self, change: Any) -> None:
        store, alone = self._store, Cancellation()
        with store.locked(alone):
            entries = store.read()
            kept = Kept.of(entries.get(self._id, {}))
            entries[self._id] = asdict(change(replace(kept, device=self.device(kept))))
            store.write(entries)

    @property
    def _is_memory(self) -> bool:
        return self._location.casefold().startswith(MEMORY)

    @property
    def _path(self) -> Path:
        if self._location:
            return Path(self._location).expanduser()
        return default_path().with_name("SSOSettings.txt")

    @property
    def _store(self) -> Store:
        """The key lies beside the file: what is kept opens nothing without Password, and is of this device."""
        if self._is_memory:
            return store_of(self._location, KeySource("", b"", ""))
        return SettingsFile(self._path, KeySource.key_file(self._path.with_name(f"{self._path.name}.key")))


def digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def now() -> float:
    return time.time()
