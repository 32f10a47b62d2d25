"""Names of views that only the site knows: each once, also where the site uses one several times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence


def view_names(things: Sequence[tuple[str, str, str]], taken: Iterable[str]) -> Iterator[str]:
    """A name for each of `things`: (name, key of the place that it is in, id). `taken`: names of tables.

    A name that several have, or a table, is followed by the key of the place, and where that is not enough by the id:
    `All open (HELP)`.
    """
    used = {name.lower() for name in taken}
    plain = Counter(_one_line(name).lower() for name, _, _ in things)
    for given, place, number in things:
        name = _one_line(given)
        if plain[name.lower()] > 1 or name.lower() in used:
            name = f"{name} ({place})"
        if name.lower() in used:
            name = f"{name[:-1]} {number})"
        used.add(name.lower())
        yield name


def _one_line(name: str) -> str:
    return " ".join(name.split())
