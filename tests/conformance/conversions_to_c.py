"""What each cell of appendix D's tables "SQL to C" gives: values that fit, and one for each SQLSTATE of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.conformance.data_types import CType, SqlType, converts, fields_of

GUID = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
ENOUGH = 200
REFUSED = "07006"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A value and what fetching it gives. `sql`: the literal; `expected`: None where only the SQLSTATE counts.

    `size`: bytes of the buffer.
    """

    sql: str
    expected: Any
    state: str = ""
    size: int = ENOUGH


_PLAIN = {
    "text": "12",
    "exact": "12",
    "approximate": "12",
    "bit": "1",
    "binary": "\\x01\\xFF",
    "date": "2024-02-29",
    "time": "12:34:56",
    "timestamp": "2024-02-29 12:34:56.5",
    "guid": GUID,
}
# What every kind of C type makes of texts.
INTERVAL_TEXTS = {
    "YEAR": ("12", (12,)),
    "MONTH": ("12", (12,)),
    "DAY": ("12", (12,)),
    "HOUR": ("12", (12,)),
    "MINUTE": ("12", (12,)),
    "SECOND": ("12.5", (12, 500_000)),
    "YEAR_TO_MONTH": ("12-3", (12, 3)),
    "DAY_TO_HOUR": ("12 03", (12, 3)),
    "DAY_TO_MINUTE": ("12 03:04", (12, 3, 4)),
    "DAY_TO_SECOND": ("12 03:04:05.5", (12, 3, 4, 5, 500_000)),
    "HOUR_TO_MINUTE": ("12:03", (12, 3)),
    "HOUR_TO_SECOND": ("12:03:04.5", (12, 3, 4, 500_000)),
    "MINUTE_TO_SECOND": ("12:03.5", (12, 3, 500_000)),
}
_TRUNCATED_INTERVALS = {
    "YEAR": ("INTERVAL '1-2' YEAR TO MONTH", (1,)),
    "DAY": ("INTERVAL '1 02' DAY TO HOUR", (1,)),
    "HOUR": ("INTERVAL '1:02' HOUR TO MINUTE", (1,)),
    "MINUTE": ("INTERVAL '1:02' MINUTE TO SECOND", (1,)),
    "DAY_TO_HOUR": ("INTERVAL '1 02:03' DAY TO MINUTE", (1, 2)),
    "DAY_TO_MINUTE": ("INTERVAL '1 02:03:04' DAY TO SECOND", (1, 2, 3)),
    "HOUR_TO_MINUTE": ("INTERVAL '1:02:03' HOUR TO SECOND", (1, 2)),
}


def _from_text(c: CType) -> Iterator[Fetched]:
    match c.kind:
        case "character":
            yield from (Fetched("né 東京 😀", "né 東京 😀"), Fetched("abcd", "abc", "01004", 4))
        case "wide":
            yield from (Fetched("né 東京 😀", "né 東京 😀"), Fetched("abcd", "abc", "01004", 8))
        case "binary":
            yield from (Fetched("né", "né".encode()), Fetched("abcd", b"abc", "01004", 3))
        case "bit":
            yield from (Fetched("1", 1), Fetched("0", 0), Fetched("1.5", 1, "01S07"), Fetched("0.5", 0, "01S07"))
            yield from (Fetched("2", None, "22003"), Fetched("-1", None, "22003"), Fetched("yes", None, "22018"))
        case "integer":
            yield from (Fetched(" 12 ", 12), Fetched(str(c.most), c.most), Fetched(str(c.least), c.least))
            yield from (Fetched("12.5", 12, "01S07"), Fetched(str(c.most + 1), None, "22003"))
            yield from (Fetched(str(c.least - 1), None, "22003"), Fetched("twelve", None, "22018"))
        case "real":
            yield from (Fetched(" 12.5 ", 12.5), Fetched("-1.25e1", -12.5))
            yield from (Fetched("1e999", None, "22003"), Fetched("twelve", None, "22018"))
        case "numeric":
            yield from (Fetched("-12", Decimal(-12)), Fetched("12.5", Decimal(12), "01S07"))
            yield from (Fetched("1e39", None, "22003"), Fetched("twelve", None, "22018"))
        case "date":
            yield from (Fetched("2024-02-29", (2024, 2, 29)), Fetched("2024-02-29 00:00:00", (2024, 2, 29)))
            yield Fetched("2024-02-29 01:00:00", (2024, 2, 29), "01S07")
            yield from (Fetched("2023-02-29", None, "22018"), Fetched("12:34:56", None, "22018"))
        case "time":
            yield from (Fetched("12:34:56", (12, 34, 56)), Fetched("2024-02-29 12:34:56", (12, 34, 56)))
            yield Fetched("2024-02-29 12:34:56.5", (12, 34, 56), "01S07")
            yield from (Fetched("24:00:00", None, "22018"), Fetched("2024-02-29", None, "22018"))
        case "timestamp":
            yield Fetched("2024-02-29 12:34:56.123456789", (2024, 2, 29, 12, 34, 56, 123_456_789))
            yield Fetched("2024-02-29 12:34:56.1234567891", (2024, 2, 29, 12, 34, 56, 123_456_789), "01S07")
            yield Fetched("2024-02-29", (2024, 2, 29, 0, 0, 0, 0))
            yield from (Fetched("12:34:56", None), Fetched("now", None, "22018"))
        case "interval":
            fields = fields_of(c)
            text, value = INTERVAL_TEXTS[fields]
            yield Fetched(text, value)
            if fields in _TRUNCATED_INTERVALS:
                yield Fetched(*_TRUNCATED_INTERVALS[fields], "01S07")
            yield from (Fetched("123" + text[2:], None, "22015"), Fetched("tomorrow", None, "22018"))
        case "guid":
            yield from (Fetched(GUID, GUID), Fetched("6f9619ff", None, "22018"))


def _from_json(c: CType) -> Iterator[Fetched]:
    """Long text is made of JSON here: of the values of other texts those that are numbers, and a text in its quotes."""
    yield from (each for each in _from_text(c) if re.fullmatch(r"-?\d+(\.\d+)?", each.sql))
    if c.kind in ("character", "wide"):
        yield from (Fetched('"né 😀"', '"né 😀"'), Fetched('"abc"', '"ab', "01004", 4 if c.kind == "character" else 8))
    elif c.kind == "binary":
        yield from (Fetched('"né"', '"né"'.encode()), Fetched('"abc"', b'"ab', "01004", 3))
    else:
        yield Fetched('"x"', None, "22018")


def _from_number(sql: SqlType, c: CType) -> Iterator[Fetched]:
    match c.kind:
        case "character" | "wide":
            unit = 1 if c.kind == "character" else 2
            yield Fetched("-123", None, "22003", 4 * unit)
            if sql.fraction:
                yield Fetched("12.25", "12.2", "01004", 5 * unit)
        case "binary":
            yield from (Fetched("12", None), Fetched("12", None, "22003", 1))
        case "bit":
            yield from (Fetched("1", 1), Fetched("0", 0), Fetched("2", None, "22003"), Fetched("-1", None, "22003"))
            if sql.fraction:
                yield Fetched("1.5", 1, "01S07")
        case "integer":
            yield Fetched("12", 12)
            yield from (Fetched(str(value), None, "22003") for value in _beyond(sql, c))
            if sql.fraction:
                yield Fetched("12.5", 12, "01S07")
        case "real":
            yield Fetched("12", 12.0)
            if sql.kind == "approximate" and c.size == 4:
                yield Fetched("1e300", None, "22003")
        case "numeric":
            yield Fetched("-12", Decimal(-12))
            if sql.fraction:
                yield Fetched("12.5", Decimal(12), "01S07")
        case "interval":
            second = (0,) if fields_of(c) == "SECOND" else ()
            yield from (Fetched("12", (12, *second)), Fetched("123", None, "22015"))
            if sql.fraction and not second:
                yield Fetched("12.5", (12,), "01S07")


def _beyond(sql: SqlType, c: CType) -> Iterator[int]:
    """Integers that the SQL type has and the C type has not."""
    if sql.most > c.most:
        yield c.most + 1
    if sql.least <= 2 * c.least - 1:
        yield 2 * c.least - 1


def _from_bit(c: CType) -> Iterator[Fetched]:
    match c.kind:
        case "character" | "wide":
            yield from (Fetched("1", "1"), Fetched("0", "0"), Fetched("1", None, "22003", 1))
        case "binary":
            yield Fetched("1", b"\x01")  # a buffer of no bytes, which can't hold it, asks for the length
        case "real":
            yield Fetched("1", 1.0)
        case "numeric":
            yield Fetched("1", Decimal(1))
        case _:
            yield from (Fetched("1", 1), Fetched("0", 0))


def _from_bytes(c: CType) -> Iterator[Fetched]:
    match c.kind:
        case "character":
            yield from (Fetched("\\x01\\xFF", "01FF"), Fetched("\\x01\\xFF", "01", "01004", 4))
        case "wide":
            yield from (Fetched("\\x01\\xFF", "01FF"), Fetched("\\x01\\xFF", "01", "01004", 8))
        case "binary":
            yield from (Fetched("\\x01\\xFF", b"\x01\xff"), Fetched("\\x01\\xFF", b"\x01", "01004", 1))


# Kind -> the text of a plain value, its shortest form that may be cut, and its bytes as a C structure.
_TEXTS = {"date": ("2024-02-29", 11, 6), "time": ("12:34:56.000000", 9, 6), "guid": (GUID, 37, 16)}
_TEXTS["timestamp"] = ("2024-02-29 12:34:56.500000", 20, 16)


def _from_structure(sql: SqlType, c: CType) -> Iterator[Fetched]:
    """Dates, times, timestamps and GUIDs as text and bytes."""
    plain = _PLAIN[sql.kind]
    text, least, size = _TEXTS[sql.kind]
    if c.kind == "binary":
        yield from (Fetched(plain, None), Fetched(plain, None, "22003", size - 1))
        return
    unit = 1 if c.kind == "character" else 2
    yield Fetched(plain, text)
    yield Fetched(plain, None, "22003", (least - 1) * unit)
    if len(text) >= least:
        yield Fetched(plain, text[: least - 1], "01004", least * unit)


def _from_moment(sql: SqlType, c: CType) -> Iterator[Fetched]:
    match (sql.kind, c.kind):
        case ("date", "date"):
            yield Fetched("2024-02-29", (2024, 2, 29))
        case ("date", "timestamp"):
            yield Fetched("2024-02-29", (2024, 2, 29, 0, 0, 0, 0))
        case ("time", "time"):
            yield from (Fetched("12:34:56", (12, 34, 56)), Fetched("12:34:56.5", (12, 34, 56), "01S07"))
        case ("time", "timestamp"):
            yield Fetched("12:34:56", None)
        case ("timestamp", "date"):
            yield Fetched("2024-02-29 00:00:00", (2024, 2, 29))
            yield Fetched("2024-02-29 00:00:01", (2024, 2, 29), "01S07")
        case ("timestamp", "time"):
            yield Fetched("2024-02-29 12:34:56", (12, 34, 56))
            yield Fetched("2024-02-29 12:34:56.5", (12, 34, 56), "01S07")
        case ("timestamp", "timestamp"):
            yield Fetched("2024-02-29 12:34:56.123456", (2024, 2, 29, 12, 34, 56, 123_456_000))


def fetched(sql: SqlType, c: CType) -> list[Fetched]:
    """The values of one cell."""
    if not converts(sql, c):
        return [Fetched(_PLAIN[sql.kind], None, REFUSED)]
    if sql.cast == "JSON":
        return list(_from_json(c))
    if sql.kind == "text":
        return list(_from_text(c))
    if sql.kind in ("exact", "approximate"):
        return list(_from_number(sql, c))
    if sql.kind == "bit":
        return list(_from_bit(c))
    if sql.kind == "binary":
        return list(_from_bytes(c))
    if c.kind == "guid":
        return [Fetched(GUID, GUID)]
    return list(_from_structure(sql, c) if c.kind in ("character", "wide", "binary") else _from_moment(sql, c))


def literal(sql: SqlType, text: str) -> str:
    """The expression of a value of that type."""
    quoted = text.replace("'", "''")
    return f"CAST('{quoted}' AS {sql.cast})"


def states(sql: SqlType, c: CType) -> list[str]:
    """The SQLSTATEs of a cell, in order."""
    return sorted({each.state for each in fetched(sql, c) if each.state})
