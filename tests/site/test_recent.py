"""What a session wrote lately: how much of it is kept, how long, and by which name."""

from __future__ import annotations

import pytest

from jsdodbc.site import recent
from jsdodbc.site.recent import Recent


def test_the_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST", 3)
    found = Recent()
    for name in ("1", "2", "3", "1", "4"):
        found.add(name)
    assert list(found.issues()) == ["3", "1", "4"]


def test_they_are_forgotten_once_the_index_must_know(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Recent()
    found.add("1", gone=True)
    assert found.issues() == {"1": True}
    monkeypatch.setattr(recent, "SECONDS", -1.0)
    assert found.issues() == {}


def test_keys_become_ids() -> None:
    found = Recent()
    for name in ("A-1", "7", "A-2"):
        found.add(name)
    found.resolved("A-1", "5")
    found.resolved("A-2", "")
    found.resolved("A-3", "9")
    assert dict(found.issues()) == {"7": False, "5": False}
    found.settled({"7": False})
    assert dict(found.issues()) == {"5": False}
