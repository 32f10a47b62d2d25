"""The name that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name closest to `name` in any case, None when none is close."""
    by_lower = {item.lower(): item for item in known}
    close = difflib.get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.6)
    if close:
        return by_lower[close[0]]
    inside = [item for lower, item in by_lower.items() if name and (name.lower() in lower or lower in name.lower())]
    return min(inside, key=len) if inside else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """ " Did you mean X?", or nothing."""
    close = nearest(name, known)
    return f" Did you mean {close}?" if close else ""
