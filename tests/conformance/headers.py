"""The constants of the ODBC headers of this machine (unixodbc-dev): what the declarations are held against."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path("/usr/include")
FILES = ("sql.h", "sqlext.h", "sqlucode.h")
_DEFINITION = re.compile(r"^\s*#\s*define\s+(SQL_\w+)[ \t]+([^\n]+)$", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?(\*/|$)", re.DOTALL)
_NUMBER = re.compile(r"\b(0x[0-9A-Fa-f]+|\d+)[uUlL]*\b")
_NAME = re.compile(r"\bSQL_\w+\b")


@cache
def constants() -> dict[str, int]:
    """Name -> number of every constant of sql.h, sqlext.h and sqlucode.h; of a name defined twice the first."""
    waiting: dict[str, str] = {}
    for file in FILES:
        for name, text in _DEFINITION.findall((FOLDER / file).read_text("latin-1")):
            waiting.setdefault(name, _NUMBER.sub(_decimal, _COMMENT.sub("", text).strip()))
    known: dict[str, int] = {}
    while found := {name: number for name, text in waiting.items() if (number := _value(text, known)) is not None}:
        known |= found
        waiting = {name: text for name, text in waiting.items() if name not in found}
    return known


def _decimal(match: re.Match[str]) -> str:
    return str(int(match[1], 16 if match[1].startswith("0x") else 10))


def _value(text: str, known: dict[str, int]) -> int | None:
    """The number an expression of numbers and known names makes; None for texts, macros, names still unknown."""
    numbers = _NAME.sub(lambda match: str(known.get(match[0], match[0])), text)
    return (
        int(eval(numbers, {"__builtins__": {}})) if re.fullmatch(r"[\s()+\-|0-9]*\d[\s()+\-|0-9]*", numbers) else None
    )


def named(*prefixes: str) -> dict[str, int]:
    """The constants whose names begin so."""
    return {name: number for name, number in constants().items() if name.startswith(prefixes)}


def information_types() -> dict[str, int]:
    """The information types: the parts of sql.h and sqlext.h that come before the values of the answers."""
    parts = (
        ("sql.h", "Information requested by SQLGetInfo", "SQL_ALTER_TABLE bitmasks"),
        ("sqlext.h", "Extended definitions for SQLGetInfo", "SQL_ALTER_TABLE bitmasks"),
    )
    names = []
    for file, begin, end in parts:
        text = (FOLDER / file).read_text("latin-1")
        names += [name for name, _ in _DEFINITION.findall(text[text.index(begin) : text.index(end)])]
    known = constants()
    return {name: known[name] for name in names if name in known}
