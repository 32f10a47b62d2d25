"""A page of a list, as the site answered it."""

from __future__ import annotations

from dataclasses import dataclass

Given = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The body of an answer. `given`: what its rows have from elsewhere (structure.Layout.given has the names)."""

    body: bytes
    given: Given = ()
