"""Functions that take a pattern written in the statement: FORMAT, STRTODATE, PATINDEX, HASHBYTES, JSON_SUM …."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sqlglot import exp

from jsdodbc.errors import Error

# .NET's pieces of a date → strftime's.
_DATE = {
    "yyyy": "%Y",
    "yy": "%y",
    "MMMM": "%B",
    "MMM": "%b",
    "MM": "%m",
    "M": "%-m",
    "dddd": "%A",
    "ddd": "%a",
    "dd": "%d",
    "d": "%-d",
    "HH": "%H",
    "H": "%-H",
    "hh": "%I",
    "h": "%-I",
    "mm": "%M",
    "m": "%-M",
    "ss": "%S",
    "s": "%-S",
    "fff": "%g",
    "ffffff": "%f",
    "tt": "%p",
}
_PIECE = re.compile(r"([yMdHhmsft])\1*|'([^']*)'|(.)", re.DOTALL)
_NUMBER = re.compile(r"([#,]*)(0*)(?:\.(0+))?")
_STANDARD = re.compile(r"([NFD])(\d*)", re.IGNORECASE)
_HASHES = {"MD5": "md5", "SHA1": "sha1", "SHA": "sha1", "SHA2_256": "sha256", "SHA256": "sha256"}


def _text(node: exp.Expr, function: str) -> str:
    if isinstance(node, exp.Literal) and node.is_string:
        return node.name
    raise Error("42000", f"{function} wants its pattern written as a string in single quotes.")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _strftime(pattern: str) -> str:
    return "".join(
        _DATE.get(match[0], match[0]) if match[1] else (match[2] or match[3] or "").replace("%", "%%")
        for match in _PIECE.finditer(pattern)
    )


def _format(arguments: Sequence[exp.Expr]) -> str | None:
    """FORMAT(value, pattern); DuckDB's own, whose first argument is the pattern, is left as it is."""
    if "{" in arguments[0].name and isinstance(arguments[0], exp.Literal):
        return None
    pattern = _text(arguments[1], "FORMAT")
    shape, standard = _NUMBER.fullmatch(pattern), _STANDARD.fullmatch(pattern)
    if standard is not None and standard[1].upper() == "D":
        return f"lpad(CAST($1 AS VARCHAR), greatest({standard[2] or 1}, length(CAST($1 AS VARCHAR))), '0')"
    if standard is not None:
        return _number("," if standard[1].upper() == "N" else "", 1, int(standard[2] or 2))
    if shape is not None:
        return _number("," if "," in shape[1] else "", len(shape[2]), len(shape[3] or ""))
    return f"strftime(CAST($1 AS TIMESTAMP), {_literal(_strftime(pattern))})"


def _number(comma: str, whole: int, digits: int) -> str:
    width = whole + digits + bool(digits) if whole > 1 else 0
    return f"format('{{:{'0' + str(width) if width else ''}{comma}.{digits}f}}', CAST($1 AS DOUBLE))"


def _strtodate(arguments: Sequence[exp.Expr]) -> str:
    return f"strptime($1, {_literal(_strftime(_text(arguments[1], 'STRTODATE')))})"


def _patindex(arguments: Sequence[exp.Expr]) -> str:
    """PATINDEX(pattern, text): LIKE's pattern as a regular expression, and how much of the text is before it."""
    pattern = _text(arguments[0], "PATINDEX")
    start = "" if pattern.startswith("%") else "^"
    end = "" if pattern.endswith("%") else "$"
    body = "".join(_piece(one) for one in re.findall(r"\[[^\]]*\]|.", pattern.strip("%"), re.DOTALL))
    whole, before = f"(?s){start}{body}{end}", f"(?s)^({'.*?' if not start else ''}){body}{end}"
    found = f"regexp_matches($2, {_literal(whole)})"
    place = f"length(regexp_extract($2, {_literal(before)}, 1)) + 1"
    return f"CASE WHEN {found} THEN {place} WHEN $2 IS NOT NULL THEN 0 END"


def _piece(one: str) -> str:
    if len(one) > 1:
        return one.replace("\\", "\\\\")
    return {"%": ".*", "_": "."}.get(one, re.escape(one))


def _hashbytes(arguments: Sequence[exp.Expr]) -> str:
    name = _text(arguments[0], "HASHBYTES").upper()
    if name not in _HASHES:
        raise Error("42000", f"HASHBYTES does not know {name}. Use one of {', '.join(_HASHES)}.")
    return f"unhex({_HASHES[name]}($2))"


def _json(function: str) -> Callable[[Sequence[exp.Expr]], str]:
    """A function over the numbers that a path finds; a path to a list means what is in it."""

    def template(arguments: Sequence[exp.Expr]) -> str:
        path = _text(arguments[1], f"JSON_{function.upper()}")
        path = path if "*" in path else path + "[*]"
        return f"list_{function}(CAST(json_extract($1, {_literal(path)}) AS DOUBLE[]))"

    return template


# (name, number of arguments) → what makes the template from the arguments; None leaves the call as it is.
FROM_PATTERN: dict[tuple[str, int], Callable[[Sequence[exp.Expr]], str | None]] = {
    ("FORMAT", 2): _format,
    ("STRTODATE", 2): _strtodate,
    ("PATINDEX", 2): _patindex,
    ("HASHBYTES", 2): _hashbytes,
    **{(f"JSON_{name.upper()}", 2): _json(name) for name in ("avg", "max", "min", "sum")},
}
# T-SQL's styles of CONVERT between times and text.
STYLES = {
    "101": "%m/%d/%Y",
    "102": "%Y.%m.%d",
    "103": "%d/%m/%Y",
    "104": "%d.%m.%Y",
    "105": "%d-%m-%Y",
    "106": "%d %b %Y",
    "108": "%H:%M:%S",
    "110": "%m-%d-%Y",
    "111": "%Y/%m/%d",
    "112": "%Y%m%d",
    "120": "%Y-%m-%d %H:%M:%S",
    "121": "%Y-%m-%d %H:%M:%S.%g",
    "126": "%Y-%m-%dT%H:%M:%S.%g",
    "23": "%Y-%m-%d",
}
