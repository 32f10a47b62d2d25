"""DuckDB's complaints as SQLSTATEs and sentences that speak of the user's statement only."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Cancelled, Error, Misnamed
from jsdodbc.plan.columns import unknown_column
from jsdodbc.plan.scans import Scan
from jsdodbc.sql.nearest import suggestion

_INTERNAL = re.compile(r'"?\bscan \d+\b"?')
_PREFIX = re.compile(r"^\w[\w ]* Error: ")
_Rule = tuple[re.Pattern[str], str, Callable[[re.Match[str]], str]]


def _type(name: str) -> str:
    return name.removesuffix("_LITERAL")


def _rule(pattern: str, state: str, sentence: Callable[[re.Match[str]], str]) -> _Rule:
    return re.compile(pattern, re.DOTALL), state, sentence


_RULES: tuple[_Rule, ...] = (
    _rule(
        r'Ambiguous reference to column name "(?P<name>[^"]+)"(?: \(use: (.*)\))?',
        "42000",
        lambda m: (
            f"The column name {m[1]} is ambiguous: more than one table has it. Write it with its table"
            + (f", for example {m[2].split(' or ')[0].strip(chr(39))}." if m[2] else ".")
        ),
    ),
    _rule(
        r'Referenced table "(?P<name>[^"]+)" not found',
        "42S02",
        lambda m: f"The statement uses {m[1]}, but FROM names no such table or alias.",
    ),
    _rule(
        r'(?:Table|Values list) "([^"]+)" does not have a column named "(?P<name>[^"]+)"',
        "42S22",
        lambda m: f"{m[1]} has no column {m[2]}.",
    ),
    _rule(
        r'Column "(?P<name>[^"]+)" does not exist on (left|right) side of join',
        "42S22",
        lambda m: f"USING names the column {m[1]}, which the {m[2]} side of the join does not have.",
    ),
    _rule(
        r"Duplicate alias \"?([^\"!]+)\"? in query",
        "42000",
        lambda m: f"FROM uses the name {m[1].strip()} twice. Give one of them an alias.",
    ),
    _rule(
        r"Function with name \"?(?P<name>\S+?)\"? does not exist!?(?:\s*Did you mean \"([^\"]+)\")?",
        "42000",
        lambda m: f"There is no function {m[1]}." + (f" Did you mean {m[2]}?" if m[2] else ""),
    ),
    _rule(r'syntax error at or near "(?P<name>[^"]+)"', "42000", lambda m: f"Syntax error: {m[1]!r} can't stand here."),
    _rule(
        r"Type with name (?P<name>.+?) does not exist",
        "42000",
        lambda m: f"There is no type {m[1]}. SQLGetTypeInfo lists the types.",
    ),
    _rule(
        r"Column \"?(?P<name>.+?)\"? must have a type",
        "42000",
        lambda m: f"The column {m[1]} needs a type, for example {m[1]} VARCHAR(50).",
    ),
    _rule(
        r"No function matches the given name and argument types '(.*?)'",
        "42000",
        lambda m: f"No function takes these types: {m[1]}. Convert an argument with CAST.",
    ),
    _rule(
        r'Could not choose a best candidate function for the function call "(.*?)"',
        "42000",
        lambda m: f"The types of {m[1]} fit several functions. Convert an argument with CAST.",
    ),
    _rule(
        r'column "(?P<name>[^"]+)" must appear in the GROUP BY clause',
        "42000",
        lambda m: f"The column {m[1]} must be in GROUP BY or inside an aggregate function such as MAX.",
    ),
    _rule(
        r"Cannot compare values of type (.+?) and type (.+?) - an explicit cast is required",
        "42000",
        lambda m: f"{_type(m[1])} cannot be compared with {_type(m[2])}. Put a number in quotes, or convert with CAST.",
    ),
    _rule(
        r"CHECK constraint failed on table \"(.+?)\" with expression CHECK\(\((?:octet_)?length\((.+?)\) <= (\d+)\)\)",
        "22001",
        lambda m: f"A value for {m[2]} of {m[1]} is longer than {m[3]}. Shorten it, or make the column longer.",
    ),
    _rule(r"Division by zero", "22012", lambda m: "Division by zero. Guard the divisor with NULLIF(divisor, 0)."),
    _rule(
        r"More than one row returned by a subquery",
        "21000",
        lambda m: "A subquery used as a value gave more than one row. Add LIMIT 1 or an aggregate function.",
    ),
    _rule(
        r"Set operations can only apply to expressions with the same number",
        "42000",
        lambda m: "UNION, EXCEPT and INTERSECT want the same number of columns on both sides.",
    ),
    _rule(r"^(?!.*field value).*(out of range|[Oo]verflow)", "22003", lambda m: ""),
)
_STATES = {
    "ConversionException": "22018",
    "ConstraintException": "23000",
    "OutOfRangeException": "22003",
    "TypeMismatchException": "22018",
    "BinderException": "42000",
    "ParserException": "42000",
    "SyntaxException": "42000",
    "CatalogException": "42000",
    "PermissionException": "42000",
    "NotImplementedException": "HYC00",
    "OutOfMemoryException": "HY001",
    "InvalidInputException": "22000",
}


def translated(error: BaseException, cancellation: Cancellation, scans: Sequence[Scan]) -> BaseException:
    """What to raise for a failure while DuckDB was at work: our own errors as they are, DuckDB's as an `Error`."""
    if isinstance(error, Error):
        return error
    try:
        cancellation.check()
    except Error as stopped:
        return stopped
    name, text = type(error).__name__, _plain(str(error))
    if name == "InterruptException":
        return Cancelled()
    missing = re.search(r'Referenced column "([^"]+)" (?:was )?not found', text)
    if missing is not None:
        return unknown_column(missing[1], scans)
    ours = _column_of(text, scans)
    return ours or _by_rule(text) or Error(_state(name, text), _sentence(text))


def _column_of(text: str, scans: Sequence[Scan]) -> Error | None:
    """An unknown column of one of our tables, with the nearest name it has."""
    match = re.search(r'Table "([^"]+)" does not have a column named "([^"]+)"', text)
    scan = next((one for one in scans if match is not None and one.alias.lower() == match[1].lower()), None)
    if match is None or scan is None:
        return None
    close = suggestion(match[2], [column.name for column in scan.table.every])
    return Misnamed("42S22", f"The table {scan.table.name} has no column {match[2]}.{close}", match[2])


def _by_rule(text: str) -> Error | None:
    for pattern, state, sentence in _RULES:
        match = pattern.search(text)
        if match is not None:
            name = match.groupdict().get("name")
            told = sentence(match) or _sentence(text)
            return Error(state, told) if name is None else Misnamed(state, told, name)
    return None


def _state(name: str, text: str) -> str:
    if name == "ConversionException" and re.search(r"\b(date|time|timestamp|interval)\b", text, re.I):
        return "22007"
    return _STATES.get(name, "HY000")


def _plain(text: str) -> str:
    """Without the excerpt of SQL the user never wrote, candidates, and names of ours."""
    text = re.split(r"\n+LINE \d+:|\n\s*Candidate|\n\nUse \"SET|\. Use TRY\(", text)[0]
    return _INTERNAL.sub("the table", _PREFIX.sub("", text)).strip()


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?")) else line + "."


def unexpected(error: Any) -> Error:
    """A failure inside a scan that is no `Error`: a defect, told as what it is."""
    return Error("HY000", f"Reading the site failed unexpectedly: {type(error).__name__}: {error}")
