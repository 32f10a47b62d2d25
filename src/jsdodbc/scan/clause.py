"""A piece of JQL, and how well it stands for the predicate it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Clause:
    """`text`: JQL, "" finds everything. `exact`: finds the very rows, else some more. `nothing`: finds no row.

    `joint`: "AND" or "OR" when the text must be put in parentheses inside the other.
    """

    text: str = ""
    exact: bool = False
    nothing: bool = False
    joint: str = ""

    @property
    def everything(self) -> bool:
        return not self.text and not self.nothing

    def inexact(self) -> Clause:
        return replace(self, exact=False)


EVERYTHING = Clause()
CERTAIN = Clause(exact=True)
NOTHING = Clause(exact=True, nothing=True)


def exactly(text: str) -> Clause:
    return Clause(text, exact=True)


def roughly(text: str) -> Clause:
    return Clause(text)


def all_of(clauses: Iterable[Clause]) -> Clause:
    """Clauses joined by AND."""
    parts = list(clauses)
    if any(part.nothing for part in parts):
        return NOTHING
    exact = all(part.exact for part in parts)
    return _joined([part for part in parts if part.text], "AND", exact) or (CERTAIN if exact else EVERYTHING)


def any_of(clauses: Iterable[Clause]) -> Clause:
    """Clauses joined by OR; everything as soon as one of them is."""
    parts = [clause for clause in clauses if not clause.nothing]
    if any(part.everything for part in parts):
        return CERTAIN if any(part.everything and part.exact for part in parts) else EVERYTHING
    return _joined(parts, "OR", all(part.exact for part in parts)) or NOTHING


def _joined(parts: list[Clause], word: str, exact: bool) -> Clause | None:
    if len(parts) < 2:
        return replace(parts[0], exact=exact) if parts else None
    texts = [f"({part.text})" if part.joint not in ("", word) else part.text for part in parts]
    return Clause(f" {word} ".join(texts), exact, joint=word)


def quoted(value: str) -> str:
    """A JQL string: always quoted, since any word may be reserved."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_escaped(character) for character in escaped) + '"'


def _escaped(character: str) -> str:
    if character in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[character]
    return f"\\u{ord(character):04x}" if ord(character) < 32 or ord(character) == 127 else character


def is_in(field: str, values: Iterable[str], *, negated: bool = False, most: int = 500) -> str:
    """`field in (…)` of values that are JQL already, in lists of at most `most`; `not in` when negated."""
    unique = list(dict.fromkeys(values))
    if len(unique) == 1:
        return f"{field} {'!=' if negated else '='} {unique[0]}"
    word, joint = ("not in", " AND ") if negated else ("in", " OR ")
    lists = [unique[start : start + most] for start in range(0, len(unique), most)]
    texts = [f"{field} {word} ({', '.join(each)})" for each in lists]
    return texts[0] if len(texts) == 1 else f"({joint.join(texts)})"
