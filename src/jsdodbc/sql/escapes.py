"""From what applications write to plain SQL: ODBC escapes, names in [ ] and ` `, parameters, comments.

ODBC reference, appendix C ("ODBC escape sequences") and appendix E. Strings, names and comments are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from jsdodbc.errors import Error
from jsdodbc.sql.tokens import Kind, Token, place, tokens


@dataclass(frozen=True, slots=True)
class Translation:
    """`sql`: plain SQL; `source`: what it came from. `parameters`: a name each, "" for `?`, as they are bound."""

    sql: str
    source: str
    parameters: tuple[str, ...]
    _starts: tuple[int, ...] = field(default=(), repr=False)
    _origins: tuple[int, ...] = field(default=(), repr=False)

    def origin(self, offset: int) -> int:
        """The offset in the source of what is at `offset` in `sql`."""
        index = bisect_right(self._starts, offset) - 1
        return self._origins[index] if index >= 0 else 0

    def place(self, offset: int) -> str:
        return place(self.source, self.origin(offset))


Piece = tuple[str, int]
_CALLING = re.compile(r"\s*(?:\{\s*(?:\?\s*=\s*)?call|exec|execute|call)\b", re.IGNORECASE)


def translate(source: str) -> Translation:
    """`source` without escapes. Error 42000 for an escape that is unknown, malformed or not closed."""
    return _Translator(source).translation()


class _Translator:
    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = list(tokens(source))
        self._next = 0
        self._parameters: list[str] = []
        self._calls = _CALLING.match(source) is not None

    def translation(self) -> Translation:
        pieces = self._pieces(None)
        starts, length = [], 0
        for text, _ in pieces:
            starts.append(length)
            length += len(text)
        origins = tuple(origin for _, origin in pieces)
        sql = "".join(text for text, _ in pieces)
        return Translation(sql, self._source, tuple(self._parameters), tuple(starts), origins)

    def _pieces(self, opened: Token | None) -> list[Piece]:
        """Translated pieces up to the end of the text or, after `opened`, up to its closing brace."""
        pieces: list[Piece] = []
        while self._next < len(self._tokens):
            token = self._tokens[self._next]
            self._next += 1
            if token.text == "}" and opened is not None:
                return pieces
            pieces.extend(self._brace(token) if token.text == "{" else [(self._plain(token), token.start)])
        if opened is not None:
            raise self._error(opened, "has no closing brace. Add }")
        return pieces

    def _plain(self, token: Token) -> str:
        if token.kind is Kind.SPACE:
            return "\n" if "\n" in token.text else " "
        if token.kind is Kind.BRACKET:
            return _name(token.text[1:-1].replace("]]", "]"))
        if token.kind is Kind.NAME and token.text.startswith("`"):
            return _name(token.text[1:-1].replace("``", "`"))
        if token.kind is Kind.STRING and token.text[0] in "nN":
            return token.text[1:]
        if token.kind is Kind.WORD and token.text.startswith("#"):
            return _name(token.text)
        if token.text.upper() == "@@IDENTITY":
            return "SCOPE_IDENTITY()"
        if self._names_argument(token):
            return token.text
        if token.text == "?" or (token.kind is Kind.WORD and re.match(r"@\w", token.text)):
            return self._parameter(token.text)
        return token.text

    def _names_argument(self, token: Token) -> bool:
        """`@name =` in a call is no parameter but says which argument follows."""
        if not self._calls or not token.text.startswith("@"):
            return False
        following = (one for one in self._tokens[self._next :] if one.kind is not Kind.SPACE)
        return next((one.text for one in following), "") == "="

    def _parameter(self, text: str) -> str:
        name = text.removeprefix("?").lower()
        if not name or name not in self._parameters:
            self._parameters.append(name)
            return f"${len(self._parameters)} "
        return f"${self._parameters.index(name) + 1} "

    def _brace(self, opened: Token) -> list[Piece]:
        """An escape, translated; or, where DuckDB's own {'member': value} begins, the same braces."""
        keyword = self._keyword()
        if keyword is None:
            return [("{", opened.start), *self._pieces(opened), ("}", opened.start)]
        content = self._pieces(opened)
        try:
            return _ESCAPES[keyword](content, opened.start)
        except ValueError as error:
            raise self._error(opened, f"is malformed: {error}") from None

    def _keyword(self) -> str | None:
        """The word of the escape at hand, which is taken; None when it is no escape."""
        for pattern, keyword in _KEYWORDS:
            match = pattern.match(self._source, self._offset())
            if match is not None:
                end = match.end()
                while self._offset() < end:
                    self._next += 1
                if "?" in match[0]:
                    self._parameters.append("")  # what is returned is bound first, though nothing is
                return keyword
        opening = self._tokens[self._next - 1]
        word = re.compile(r"\s*([^\W\d]\w*)\s*(?![\s:\w])").match(self._source, self._offset())
        if word is not None:
            raise self._error(opening, f"is unknown: {{{word[1]} …}}. Known are " + ", ".join(_ESCAPES))
        return None

    def _offset(self) -> int:
        return self._tokens[self._next].start if self._next < len(self._tokens) else len(self._source)

    def _error(self, token: Token, what: str) -> Error:
        return Error("42000", f"The escape at {place(self._source, token.start)} {what}.")


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _same(content: list[Piece], _: int) -> list[Piece]:
    return content


def _function(content: list[Piece], _: int) -> list[Piece]:
    """{fn LENGTH(…)} doesn't count blanks at the end; LENGTH(…) does, as everywhere else."""
    for number, (text, origin) in enumerate(content):
        if text.strip():
            return [*content[:number], ("LEN", origin), *content[number + 1 :]] if text.upper() == "LENGTH" else content
    return content


def _literal(keyword: str, pattern: str, shape: str) -> Callable[[list[Piece], int], list[Piece]]:
    def render(content: list[Piece], start: int) -> list[Piece]:
        value = _text(content)
        if not re.fullmatch(pattern, value.strip()):
            raise ValueError(f"'{value}' should look like '{shape}'")
        return [(f"{keyword}'{value.strip()}'", start)]

    return render


def _text(content: Sequence[Piece]) -> str:
    text = "".join(piece for piece, _ in content).strip()
    if not re.fullmatch(r"'(?:[^']|'')*'", text):
        raise ValueError("it wants one string in single quotes")
    return text[1:-1]


def _escape(content: list[Piece], start: int) -> list[Piece]:
    return [(f"ESCAPE '{_text(content)}'", start)]


def _call(content: list[Piece], start: int) -> list[Piece]:
    return [("CALL ", start), *content]


_INTERVAL = re.compile(
    r"([+-]?)\s*'([^']*)'\s*(\w+)\s*(?:\(\s*\d+\s*(?:,\s*\d+\s*)?\))?\s*(?:TO\s+(\w+).*)?", re.I | re.S
)
_UNITS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")


def _interval(content: list[Piece], start: int) -> list[Piece]:
    """{interval -'1-2' YEAR TO MONTH}: sign outside or inside, one field or a run of them."""
    match = _INTERVAL.fullmatch("".join(piece for piece, _ in content).strip())
    if match is None:
        raise ValueError("it should look like {interval '3 12' DAY TO HOUR}")
    sign, value, first, last = match[1], match[2].strip(), match[3].upper(), (match[4] or match[3]).upper()
    if first not in _UNITS or last not in _UNITS:
        raise ValueError(f"its fields are {', '.join(_UNITS)}")
    units = _UNITS[_UNITS.index(first) : _UNITS.index(last) + 1]
    negative = (sign == "-") != value.startswith("-")
    numbers = re.findall(r"\d+(?:\.\d+)?", value)
    if len(numbers) != len(units):
        raise ValueError(f"'{value}' has {len(numbers)} numbers for {' TO '.join(dict.fromkeys((first, last)))}")
    parts = (f"{'-' if negative else ''}{number} {unit}" for number, unit in zip(numbers, units, strict=True))
    return [(f"INTERVAL '{' '.join(parts)}'", start)]


_ESCAPES: dict[str, Callable[[list[Piece], int], list[Piece]]] = {
    "fn": _function,
    "oj": _same,
    "d": _literal("DATE ", r"\d{4}-\d{1,2}-\d{1,2}", "2026-01-31"),
    "t": _literal("TIME ", r"\d{1,2}:\d\d:\d\d(\.\d+)?", "13:45:00"),
    "ts": _literal("TIMESTAMP ", r"\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d\d(:\d\d(\.\d+)?)?", "2026-01-31 13:45:00"),
    "guid": _literal(
        "", r"(?i)\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
    ),
    "escape": _escape,
    "interval": _interval,
    "call": _call,
}
_KEYWORDS = [
    (re.compile(r"\s*\?\s*=\s*call\b", re.I), "call"),
    *((re.compile(rf"\s*{word}\b(?!\s*:)", re.I), word) for word in _ESCAPES),
]
