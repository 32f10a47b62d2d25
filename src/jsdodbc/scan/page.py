"""A page of a list, as the site answered it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """The body of an answer, and whose children its rows are."""

    body: bytes
    parent_id: str | None = None
    parent_key: str | None = None
