"""Recorded answers of real sites and the vendor's specifications, kept beside the project and not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

_FOLDER = Path(__file__).resolve().parents[2] / "shared"

# None where the data are not at hand: tests that need them are skipped, and say so.
SHARED: Path | None = _FOLDER if (_FOLDER / "payloads").is_dir() else None

needs_shared = pytest.mark.needs_shared


def payload(name: str) -> Path:
    """A recorded answer by its path below payloads/, e.g. `search/x.json`."""
    assert SHARED is not None, "mark the test with needs_shared"
    return SHARED / "payloads" / name


def facts(name: str) -> str:
    """A sheet of facts by its name below facts/."""
    assert SHARED is not None, "mark the test with needs_shared"
    return (SHARED / "facts" / name).read_text("utf-8")
