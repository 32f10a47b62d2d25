"""JQL text to tokens."""

from __future__ import annotations

from dataclasses import dataclass

from jsdodbc.sandbox.jql.errors import syntax

RESERVED_CHARACTERS = "+.,;?|*/%^$#@[]{}&"
_OPERATORS = ("!=", "!~", "<=", ">=", "=", "~", "<", ">", "(", ")", ",", "[", "]")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\", " ": " "}
_KEYWORDS = {
    "and": "AND",
    "or": "OR",
    "not": "NOT",
    "in": "IN",
    "is": "IS",
    "empty": "EMPTY",
    "null": "EMPTY",
    "order": "ORDER",
    "by": "BY",
    "asc": "ASC",
    "desc": "DESC",
    "was": "WAS",
    "changed": "CHANGED",
}
_RESERVED_WORDS = (
    "abort access add after alias all alter and any are as asc at audit avg before begin between boolean break by "
    "byte catch cf char character check checkpoint collate collation column commit connect continue count create "
    "current date decimal declare decrement default defaults define delete delimiter desc difference distinct "
    "divide do double drop else empty encoding end equals escape exclusive exec execute exists explain false "
    "fetch file field first float for from function go goto grant greater group having identified if immediate in "
    "increment index initial inner inout input insert int integer intersect intersection into is isempty isnull "
    "it join last left less like limit lock long max min minus mode modify modulo more multiply next no noaudit "
    "not notin nowait null number object of on option or order outer output power previous prior privileges "
    "public raise raw remainder rename resource return returns revoke right row rowid rownum rows select session "
    "set share size sqrt start strict string subtract sum synonym table then to trans transaction trigger true "
    "uid union unique update user validate values view was when whenever where while with "
)
RESERVED_WORDS = frozenset(_RESERVED_WORDS.split())


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: word, string, number, operator, end or a keyword's name; `text`: without quotes; `at`: offset."""

    kind: str
    text: str
    at: int
    quoted: bool = False


def tokens(query: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while True:
        while at < len(query) and query[at].isspace():
            at += 1
        if at >= len(query):
            found.append(Token("end", "", at))
            return found
        token, at = _next(query, at)
        found.append(token)


def _next(query: str, at: int) -> tuple[Token, int]:
    character = query[at]
    if character in "\"'":
        return _string(query, at)
    for double, keyword in (("&&", "AND"), ("||", "OR")):
        if query.startswith(double, at):
            return Token(keyword, double, at), at + 2
    for operator in _OPERATORS:
        if query.startswith(operator, at):
            return Token("operator", operator, at), at + len(operator)
    if character == "!":
        return Token("NOT", "!", at), at + 1
    return _word(query, at)


def _string(query: str, start: int) -> tuple[Token, int]:
    quote, at = query[start], start + 1
    text: list[str] = []
    while at < len(query):
        if query[at] == quote:
            return Token("string", "".join(text), start, quoted=True), at + 1
        piece, at = _escape(query, at) if query[at] == "\\" else (query[at], at + 1)
        text.append(piece)
    raise syntax(f"The quoted string '{query[start + 1 :]}' has not been completed.", query, start)


def _escape(query: str, at: int) -> tuple[str, int]:
    mark = query[at + 1 : at + 2]
    if mark in _ESCAPES and mark:
        return _ESCAPES[mark], at + 2
    digits = query[at + 2 : at + 6]
    if mark == "u" and len(digits) == 4 and all(digit in "0123456789abcdefABCDEF" for digit in digits):
        return _surrogates(query, at, int(digits, 16))
    raise syntax(
        f"'\\{mark}' is an illegal JQL escape sequence. The valid escape sequences are "
        "\\', \\\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX.",
        query,
        at,
    )


def _surrogates(query: str, at: int, code: int) -> tuple[str, int]:
    """Two escapes may stand for one character outside the basic plane."""
    if 0xD800 <= code < 0xDC00 and query[at + 6 : at + 8] == "\\u":
        low = int(query[at + 8 : at + 12], 16)
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), at + 12
    return chr(code), at + 6


def _word(query: str, start: int) -> tuple[Token, int]:
    at = start
    text: list[str] = []
    while at < len(query) and not query[at].isspace() and query[at] not in "=!<>()~,\"'&|[]":
        if query[at] == "\\":
            piece, at = _escape(query, at)
            text.append(piece)
            continue
        if query[at] in RESERVED_CHARACTERS:
            raise reserved_character(query, at)
        text.append(query[at])
        at += 1
    word = "".join(text)
    if at == start:
        raise reserved_character(query, at)
    kind = _KEYWORDS.get(word.lower(), "number" if word.lstrip("-").isdecimal() else "word")
    return Token(kind, word, start), at


def reserved_character(query: str, at: int) -> Exception:
    character = query[at]
    return syntax(
        f"The character '{character}' is a reserved JQL character. You must enclose it in a string or use the escape "
        f"'\\u{ord(character):04x}' instead.",
        query,
        at,
    )
