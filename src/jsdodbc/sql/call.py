"""Calls of procedures: EXEC name @a = 'x', @b = ?; EXECUTE name 'x'; CALL name('x', ?); {call name(?)}."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jsdodbc.errors import Error
from jsdodbc.sql.tokens import Kind, Token, tokens

_CONSTANTS = {"null": None, "default": None, "true": "true", "false": "false"}
_NAMED = re.compile(r'@?(\w+)|"((?:[^"]|"")*)"')


@dataclass(frozen=True, slots=True)
class Argument:
    """`name`: "" where only its place tells. `value`: as it was written, None for NULL; or `parameter`: a number from
    1, 0 for none.
    """

    name: str
    value: str | None
    parameter: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """`text`: plain SQL."""

    name: str
    arguments: tuple[Argument, ...]
    text: str

    @property
    def parameters(self) -> tuple[int, ...]:
        return tuple(sorted(argument.parameter for argument in self.arguments if argument.parameter))


def parse_call(part: str) -> Call:
    """One statement that begins with EXEC, EXECUTE or CALL. Error 42000."""
    pieces = [token for token in tokens(part) if token.kind is not Kind.SPACE]
    if len(pieces) < 2 or not _NAMED.fullmatch(pieces[1].text):
        raise Error("42000", f"{pieces[0].text.upper()} wants the name of a procedure.")
    name, rest = _name(pieces[1]), pieces[2:]
    while len(rest) > 1 and rest[0].text == ".":  # of a catalog and a schema
        name, rest = _name(rest[1]), rest[2:]
    if rest and rest[0].text == "(" and rest[-1].text == ")":
        rest = rest[1:-1]
    return Call(name, tuple(_argument(each) for each in _separated(rest)), part.strip())


def _separated(pieces: list[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]] if pieces else []
    for piece in pieces:
        if piece.text == ",":
            found.append([])
        else:
            found[-1].append(piece)
    return found


def _argument(pieces: list[Token]) -> Argument:
    texts = [piece.text for piece in pieces]
    name = ""
    if len(pieces) > 2 and texts[1] == "=" and _NAMED.fullmatch(texts[0]):
        skip = 3 if texts[2] == ">" else 2
        name, pieces, texts = _name(pieces[0]), pieces[skip:], texts[skip:]
    text = "".join(texts)
    if re.fullmatch(r"\$\d+", text):
        return Argument(name, None, int(text[1:]))
    if len(pieces) == 1 and pieces[0].kind is Kind.STRING and text.startswith("'"):
        return Argument(name, text[1:-1].replace("''", "'"))
    if text.casefold() in _CONSTANTS:
        return Argument(name, _CONSTANTS[text.casefold()])
    if re.fullmatch(r"[-+]?[\d.]+", text):
        return Argument(name, text)
    raise Error("42000", f"The argument {text or 'between commas'} of a call must be a string, a number, NULL or ?.")


def _name(piece: Token) -> str:
    return piece.text[1:-1].replace('""', '"') if piece.kind is Kind.NAME else piece.text.removeprefix("@")
