"""SQL text cut into pieces: just enough to tell strings, names and comments from the rest.

Escapes, `[x]` names and parameters are rewritten on these pieces before the parser sees the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from jsdodbc.errors import Error


class Kind(Enum):
    SPACE = "space or comment"
    STRING = "string"
    NAME = "quoted name"
    BRACKET = "[quoted name]"
    WORD = "word"
    NUMBER = "number"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    start: int


_PATTERN = re.compile(
    r"""(?P<SPACE>\s+|--[^\n]*|/\*.*?\*/)
      | (?P<STRING>[eEnNxX]?'(?:[^']|'')*'|\$(?P<tag>[A-Za-z_]?\w*)\$.*?\$(?P=tag)\$)
      | (?P<NAME>"(?:[^"]|"")*"|`(?:[^`]|``)*`)
      | (?P<NUMBER>(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<WORD>[^\W\d]\w*\$?|@{1,2}[^\W\d]\w*|[#][^\W\d]\w*|\$\w+)
      | (?P<SYMBOL>.)""",
    re.VERBOSE | re.DOTALL,
)
_OPEN = {"'": "string", '"': "quoted name", "`": "quoted name"}
# Inside [ ] these begin a list of values; anything else is a name.
_LIST = re.compile(r"""\s*(?:[-+(\['"{?@]|\d|\]|(?:null|true|false|date|timestamp|case|cast)\b[^\]])""", re.IGNORECASE)
_OPERAND = (Kind.WORD, Kind.NAME, Kind.BRACKET, Kind.STRING)


def place(text: str, offset: int) -> str:
    """Where an offset is, for a person: "line 2, column 7"."""
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - text.rfind(chr(10), 0, offset)}"


def tokens(text: str) -> Iterator[Token]:
    """All pieces of `text`, in order, none left out. Error 42000 for a string, name or comment without an end."""
    position, previous = 0, Token(Kind.SYMBOL, "", 0)
    while position < len(text):
        match = _PATTERN.match(text, position)
        assert match is not None, "the pattern matches any character"
        token = Token(Kind[match.lastgroup or "SYMBOL"], match[0], position) if match.lastgroup != "tag" else None
        token = token or Token(Kind.STRING, match[0], position)
        if token.kind is Kind.SYMBOL:
            token = _symbol(text, token, previous)
        yield token
        position, previous = position + len(token.text), token


def _symbol(text: str, token: Token, previous: Token) -> Token:
    """A symbol; or a name in brackets that starts with it. Error 42000 for a quote that is never closed."""
    if token.text in _OPEN or text.startswith("/*", token.start):
        what = _OPEN.get(token.text, "comment")
        raise Error("42000", f"The {what} that starts at {place(text, token.start)} is never closed. Add its end.")
    if token.text != "[" or _is_list(text, token, previous):
        return token
    match = re.compile(r"\[(?:[^\]]|\]\])*\]").match(text, token.start)
    if match is None:
        raise Error("42000", f"The name in [ ] that starts at {place(text, token.start)} is never closed. Add its ].")
    return Token(Kind.BRACKET, match[0], token.start)


def _is_list(text: str, token: Token, previous: Token) -> bool:
    """Whether a bracket begins a list or a subscript: `x[i]` without a space, `[1, 2]`."""
    follows_operand = previous.kind in _OPERAND or previous.text in (")", "]")
    return (follows_operand and previous.kind is not Kind.SPACE) or bool(_LIST.match(text, token.start + 1))
