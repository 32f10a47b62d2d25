"""What each cell of appendix D's tables "C to SQL" gives: values that fit, and one for each SQLSTATE of the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.conformance.conversions_to_c import GUID, INTERVAL_TEXTS, REFUSED
from tests.conformance.data_types import C_TYPES, CType, SqlType, converts, fields_of, is_year_month
from tests.conformance.values import write

BY_NAME = {each.name: each for each in C_TYPES}


@dataclass(frozen=True, slots=True)
class Bound:
    """A value of the C type and what executing with it gives. `expected`: the value as the engine got it, as text.

    `size`, `digits`: the parameter's column size and decimal digits. `remark`: why it is not what the reference has.
    """

    value: Any
    expected: str | None
    state: str = ""
    size: int = 40
    digits: int = 0
    remark: str = ""


_KEEPS_FRACTION = (
    "a time of day keeps its fraction of a second: the engine's have six digits, so nothing is lost (22008)"
)
# A C type's own value, and its text.
_OWN: dict[str, tuple[Any, str]] = {
    "bit": (1, "1"),
    "integer": (12, "12"),
    "real": (12.5, "12.5"),
    "numeric": (Decimal("-12.5"), "-12.5"),
    "date": ((2024, 2, 29), "2024-02-29"),
    "time": ((12, 34, 56), "12:34:56"),
    "timestamp": ((2024, 2, 29, 12, 34, 56, 500_000_000), "2024-02-29 12:34:56.5"),
    "guid": (GUID, GUID),
}
# The C type whose bytes SQL_C_BINARY means, by kind or name of the SQL type.
_RAW = {
    "SQL_DECIMAL": "SQL_C_NUMERIC",
    "SQL_NUMERIC": "SQL_C_NUMERIC",
    "SQL_BIT": "SQL_C_BIT",
    "SQL_TINYINT": "SQL_C_STINYINT",
    "SQL_SMALLINT": "SQL_C_SSHORT",
    "SQL_INTEGER": "SQL_C_SLONG",
    "SQL_BIGINT": "SQL_C_SBIGINT",
    "SQL_REAL": "SQL_C_FLOAT",
    "SQL_FLOAT": "SQL_C_DOUBLE",
    "SQL_DOUBLE": "SQL_C_DOUBLE",
    "SQL_TYPE_DATE": "SQL_C_TYPE_DATE",
    "SQL_TYPE_TIME": "SQL_C_TYPE_TIME",
    "SQL_TYPE_TIMESTAMP": "SQL_C_TYPE_TIMESTAMP",
    "SQL_GUID": "SQL_C_GUID",
}
_MONTHS = {"YEAR": 12, "MONTH": 1}
_MICROSECONDS = {"DAY": 86_400_000_000, "HOUR": 3_600_000_000, "MINUTE": 60_000_000, "SECOND": 1_000_000}
_UNITS = _MONTHS | _MICROSECONDS
_INTEGERS = {"SQL_TINYINT": 8, "SQL_SMALLINT": 16, "SQL_INTEGER": 32, "SQL_BIGINT": 64}


def _text_into(sql: SqlType) -> Iterator[Bound]:
    """Character data."""
    match sql.kind:
        case "text":
            yield from (Bound("né 東京 😀", "né 東京 😀"), Bound("abc", "abc", size=3))
            yield Bound("abc", None, "22001", size=2)
        case "exact" if sql.name in _INTEGERS:
            yield from (Bound(" 12 ", "12"), Bound("12.0", "12"), Bound("12.5", None, "22001"))
            yield from (Bound(str(2 ** _INTEGERS[sql.name]), None, "22001"), Bound("twelve", None, "22018"))
        case "exact":
            yield from (Bound("-12.25", "-12.25", size=12, digits=2), Bound("12.255", None, "22001", size=12, digits=2))
            yield from (Bound("123", None, "22001", size=2), Bound("twelve", None, "22018", size=12))
        case "approximate":
            yield from (Bound(" 12.5 ", "12.5"), Bound("1e999", None, "22003"), Bound("twelve", None, "22018"))
        case "bit":
            yield from (Bound("1", "1"), Bound("0.5", None, "22001"), Bound("2", None, "22003"))
            yield Bound("yes", None, "22018")
        case "binary":
            yield from (Bound("01fF", "01FF"), Bound("01FF", None, "22001", size=1), Bound("0g", None, "22018"))
        case "date":
            yield from (Bound("2024-02-29", "2024-02-29"), Bound("{d '2024-02-29'}", "2024-02-29"))
            yield from (Bound("2024-02-29 00:00:00", "2024-02-29"), Bound("2024-02-29 01:00:00", None, "22008"))
            yield Bound("12:34:56", None, "22018")
        case "time":
            yield from (Bound("12:34:56", "12:34:56"), Bound("2024-02-29 12:34:56", "12:34:56"))
            yield Bound("2024-02-29 12:34:56.5", "12:34:56.5", digits=6, remark=_KEEPS_FRACTION)
            yield from (Bound("12:34:56.1234567", None, "22008", digits=6), Bound("2024-02-29", None, "22018"))
        case "timestamp":
            yield Bound("2024-02-29 12:34:56.5", "2024-02-29 12:34:56.5", digits=6)
            yield from (Bound("2024-02-29", "2024-02-29 00:00:00", digits=6), Bound("12:34:56", None, digits=6))
            yield from (Bound("2024-02-29 12:34:56.1234567", None, "22008", digits=6), Bound("now", None, "22018"))
        case "guid":
            yield from (Bound(GUID, GUID), Bound("6f9619ff", None, "22018"))
        case "interval":
            text, value = INTERVAL_TEXTS[fields_of(sql)]
            yield from (Bound(text, duration(fields_of(sql), value), digits=6), Bound("tomorrow", None, "22018"))
            if not fields_of(sql).endswith(("MONTH", "SECOND")):
                finer = "1-2' YEAR TO MONTH" if is_year_month(sql) else "1 02:03:04' DAY TO SECOND"
                yield Bound(f"INTERVAL '{finer}", None, "22015")


def _number_into(sql: SqlType, c: CType) -> Iterator[Bound]:
    value, text = _OWN[c.kind]
    match sql.kind:
        case "text":
            yield Bound(value, text)
            if len(text) > 1:
                yield Bound(value, None, "22001", size=1)
        case "exact" if sql.name in _INTEGERS:
            if c.kind in ("real", "numeric"):
                yield Bound(value, text.partition(".")[0], "01S07")
                yield Bound(type(value)(10) ** 30, None, "22003")
            else:
                yield Bound(value, text)
            if c.kind == "integer" and c.most >= 2 ** _INTEGERS[sql.name]:
                yield Bound(c.most, None, "22003")
        case "exact":
            yield Bound(value, text, size=12, digits=2)
            if c.kind != "bit":
                yield Bound(value, None, "22003", size=1)
        case "approximate":
            yield Bound(value, text)
            if sql.name == "SQL_REAL" and c.name == "SQL_C_DOUBLE":
                yield Bound(1e300, None, "22003")
        case "bit":
            yield Bound(type(value)(1), "1")
            if c.kind != "bit":
                yield Bound(type(value)(2), None, "22003")
            if c.kind in ("real", "numeric"):
                yield Bound(type(value)("0.5"), None, "22001")
        case "interval":
            yield Bound(type(value)(12), duration(fields_of(sql), (12,)))
            yield Bound(type(value)(123), duration(fields_of(sql), (123,)))
            if c.size >= 8:
                yield Bound(type(value)(2**63 - 1), None, "22015")


def _moment_into(sql: SqlType, c: CType) -> Iterator[Bound]:
    value, text = _OWN[c.kind]
    match (sql.kind, c.kind):
        case ("text", _):
            text = text.upper() if c.kind == "guid" else text
            yield from (Bound(value, text), Bound(value, None, "22001", size=len(text) - 1))
            if c.kind != "guid":
                yield Bound((*value[:1], 99, *value[2:]), None, "22008")
        case ("date", "date") | ("time", "time"):
            yield from (Bound(value, text), Bound((*value[:1], 99, *value[2:]), None, "22007"))
        case ("date", "timestamp"):
            yield from (Bound((2024, 2, 29, 0, 0, 0, 0), "2024-02-29"), Bound(value, None, "22008"))
            yield Bound((2023, 2, 29, 0, 0, 0, 0), None, "22007")
        case ("time", "timestamp"):
            yield Bound((2024, 2, 29, 12, 34, 56, 0), "12:34:56")
            yield Bound(value, "12:34:56.5", digits=6, remark=_KEEPS_FRACTION)
            yield Bound((2024, 2, 29, 12, 34, 56, 1), None, "22008", digits=6)
            yield Bound((2024, 2, 29, 99, 0, 0, 0), None, "22007")
        case ("timestamp", "date"):
            yield from (Bound(value, "2024-02-29 00:00:00", digits=6), Bound((2023, 2, 29), None, "22007", digits=6))
        case ("timestamp", "time"):
            yield from (Bound(value, None, digits=6), Bound((99, 0, 0), None, "22007", digits=6))
        case ("timestamp", "timestamp"):
            yield Bound(value, text, digits=6)
            yield Bound((2024, 2, 29, 12, 34, 56, 1), None, "22008", digits=6)
            yield Bound((2023, 2, 29, 12, 34, 56, 0), None, "22007", digits=6)
        case ("guid", "guid"):
            yield Bound(GUID, GUID)


def _bytes_into(sql: SqlType) -> Iterator[Bound]:
    match sql.kind:
        case "text":
            yield from (Bound(b"abc", "abc"), Bound(b"abc", None, "22001", size=2))
        case "binary":
            yield from (Bound(b"\x01\xff", "01FF"), Bound(b"\x01\xff", None, "22001", size=1))
        case "interval":
            c = BY_NAME[f"SQL_C_INTERVAL_{fields_of(sql)}"]
            value = INTERVAL_TEXTS[fields_of(sql)][1]
            yield Bound(write(c, value), duration(fields_of(sql), value), digits=6)
            yield Bound(b"\x01", None, "22003")
        case _:
            c = BY_NAME[_RAW[sql.name]]
            value, text = _OWN[c.kind]
            if sql.kind == "exact" and c.kind == "numeric":
                yield Bound(write(c, value), text, size=12, digits=2)
            else:
                yield Bound(write(c, value), text, digits=6 if sql.kind == "timestamp" else 0)
            yield Bound(write(c, value) + b"\0", None, "22003", size=12)


def _interval_into(sql: SqlType, c: CType) -> Iterator[Bound]:
    text, value = INTERVAL_TEXTS[fields_of(c)]
    match sql.kind:
        case "text":
            yield from (Bound(value, text, digits=6), Bound(value, None, "22001", size=1))
        case "exact":
            yield Bound((12,), "12", size=12)
            if sql.name == "SQL_TINYINT":
                yield Bound((1000,), None, "22003")
        case "interval":
            total = amount(fields_of(c), value)
            last = fields_of(sql).rpartition("_")[2]
            lost = total % _UNITS[last] if last != "SECOND" else 0
            yield Bound(value, None if lost else duration(fields_of(c), value), "22015" if lost else "", 9, 6)


def amount(fields: str, value: tuple[int, ...]) -> int:
    """Months, or microseconds, of an interval's fields."""
    first = fields.partition("_")[0]
    names = list(_MONTHS if first in _MONTHS else _MICROSECONDS)
    names = names[names.index(first) :]
    seconds = fields.endswith("SECOND") and len(value) == len(fields.split("_TO_")) + _between(fields)
    total = sum(number * _UNITS[name] for number, name in zip(value, names, strict=False))
    return total + (value[-1] if seconds else 0)


def _between(fields: str) -> int:
    """How many fields an interval to seconds has beyond those its name says, its fraction among them."""
    return {"SECOND": 1, "DAY_TO_SECOND": 3, "HOUR_TO_SECOND": 2, "MINUTE_TO_SECOND": 1}[fields]


def duration(fields: str, value: tuple[int, ...]) -> str:
    """The interval as DuckDB writes it."""
    unit = "months" if fields.partition("_")[0] in _MONTHS else "microseconds"
    return f"{amount(fields, value)} {unit}"


def bound(c: CType, sql: SqlType) -> list[Bound]:
    """The values of one cell."""
    if not converts(sql, c):
        own = INTERVAL_TEXTS[fields_of(c)][1] if c.kind == "interval" else _OWN[c.kind][0]
        return [Bound(own, None, REFUSED)]
    if c.kind in ("character", "wide"):
        return list(_text_into(sql))
    if c.kind == "binary":
        return list(_bytes_into(sql))
    if c.kind == "interval":
        return list(_interval_into(sql, c))
    return list(_moment_into(sql, c) if c.kind in ("date", "time", "timestamp", "guid") else _number_into(sql, c))


def states(c: CType, sql: SqlType) -> list[str]:
    """The SQLSTATEs of a cell, in order."""
    return sorted({each.state for each in bound(c, sql) if each.state})
