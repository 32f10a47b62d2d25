"""OAuth tokens in the settings file: one entry an application, site and user."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from jsdodbc.auth.settings_file import Entries, Store, entry_id
from jsdodbc.auth.tokens import Tokens
from jsdodbc.errors import Error

_REUSE = 600.0  # seconds in which Atlassian takes a refresh token a second time
_MOST_SPENT = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """Tokens and what is known with them.

    `previous_refresh_token`: the one before, until `previous_until` (epoch seconds). `spent_verifiers`: SHA-256 of
    codes that were exchanged, so that a data source may go on holding one. `request_token`: of OAuth 1.0, what the next
    verifier is for.
    """

    tokens: Tokens = field(default_factory=Tokens)
    cloud_id: str = ""
    site_url: str = ""
    previous_refresh_token: str = field(default="", repr=False)
    previous_until: float = 0.0
    spent_verifiers: tuple[str, ...] = ()
    request_token: str = field(default="", repr=False)

    @property
    def previous(self) -> str:
        """The refresh token before, while it may still be taken."""
        return self.previous_refresh_token if time.time() < self.previous_until else ""

    def spent(self, verifier: str) -> bool:
        return _digest(verifier) in self.spent_verifiers

    def with_spent(self, verifier: str) -> Kept:
        return replace(self, spent_verifiers=(*self.spent_verifiers, _digest(verifier))[-_MOST_SPENT:])

    def renewed(self, tokens: Tokens, *, previous: bool = True) -> Kept:
        """With new tokens; `previous` False when they are of another consent."""
        old = self.tokens.refresh_token if previous and self.tokens.refresh_token != tokens.refresh_token else ""
        until = time.time() + _REUSE if old else 0.0
        return replace(self, tokens=tokens, previous_refresh_token=old, previous_until=until)

    def awaiting(self, request_token: str) -> Kept:
        return replace(self, request_token=request_token)

    def at_site(self, cloud_id: str, site_url: str) -> Kept:
        return replace(self, cloud_id=cloud_id, site_url=site_url)

    def as_entry(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Kept:
        """From what `as_entry` made."""
        known = {each.name: entry[each.name] for each in fields(cls) if each.name in entry}
        known["tokens"] = Tokens.of(known.get("tokens", {}))
        known["spent_verifiers"] = tuple(known.get("spent_verifiers", ()))
        return cls(**known)


class Keeper:
    """The entry of one application for one site and user, in `store`."""

    def __init__(self, store: Store, scheme: str, client_id: str, url: str, user: str) -> None:
        self.store = store
        self._label = {"scheme": scheme, "client_id": client_id, "url": url, "user": user}

    def read(self) -> Kept:
        """The entry; one of no URL or user serves any, and any serves who gives none, while it is the only one."""
        entries = self.store.read()
        found = entries.get(self._id) or self._only_one(entries)
        return Kept.of(found["kept"]) if found else Kept()

    def write(self, kept: Kept) -> Kept:
        """Replace the entry, while the store is locked; the others stay."""
        entries = self.store.read()
        entries[self._id] = {**self._label, "kept": kept.as_entry()}
        self.store.write(entries)
        return kept

    def forget(self) -> None:
        """Take the entry out, while the store is locked; the others stay."""
        entries = self.store.read()
        found = entries.get(self._id) or self._only_one(entries)
        self.store.write({name: entry for name, entry in entries.items() if entry is not found})

    @property
    def _id(self) -> str:
        return entry_id(*self._label.values())

    def _only_one(self, entries: Entries) -> dict[str, Any] | None:
        found = [entry for entry in entries.values() if self._serves(entry)]
        if len(found) > 1:
            raise Error(
                "28000",
                "The settings file has tokens for several sites or users of this application. Set URL, or User, to the "
                "one that is meant.",
            )
        return found[0] if found else None

    def _serves(self, entry: dict[str, Any]) -> bool:
        same = all(entry.get(name) == self._label[name] for name in ("scheme", "client_id"))
        return same and all(
            not entry.get(name) or not self._label[name] or entry[name] == self._label[name] for name in ("url", "user")
        )


def _digest(verifier: str) -> str:
    return hashlib.sha256(verifier.encode()).hexdigest()
