"""Values of bound parameters: from the wire's pairs of tag and content to Python's."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Sequence
from typing import Any

from jsdodbc.errors import Error
from jsdodbc.odbc import wire
from jsdodbc.odbc.codec import Malformed
from jsdodbc.odbc.kept_values import KeptValues

Value = None | bool | int | float | decimal.Decimal | str | bytes | datetime.date | datetime.time | datetime.datetime

_EPOCH = datetime.datetime(1970, 1, 1)
_DAY_0 = _EPOCH.toordinal()


def _default(_: Any) -> Value:
    raise Error(
        "07S01", "SQL_DEFAULT_PARAM has no meaning here: only arguments of procedures have defaults. Bind a value."
    )


def _time(microseconds: int) -> Value:
    return (_EPOCH + datetime.timedelta(microseconds=microseconds)).time()


_CONVERT: dict[int, Callable[[Any], Value]] = {
    wire.NULL: lambda _: None,
    wire.BOOLEAN: bool,
    wire.INTEGER: lambda content: int(content),
    wire.DOUBLE: float,
    wire.DECIMAL: lambda content: decimal.Decimal(content),
    wire.CHARACTER: str,
    wire.BINARY: bytes,
    wire.DATE: lambda days: datetime.date.fromordinal(_DAY_0 + days),
    wire.TIME: _time,
    wire.TIMESTAMP: lambda microseconds: _EPOCH + datetime.timedelta(microseconds=microseconds),
    wire.GUID: str,
    # Text that DuckDB reads as an interval.
    wire.MONTHS: lambda months: f"{months} months",
    wire.MICROSECONDS: lambda microseconds: f"{microseconds} microseconds",
    wire.DEFAULT: _default,
}
_STATES = {wire.DECIMAL: "22018", wire.DATE: "22007", wire.TIME: "22007", wire.TIMESTAMP: "22007"}


def values(sets: Sequence[Sequence[wire.RawValue]], kept: KeptValues) -> list[list[Value] | Error]:
    """Python values of each set, or the error of a value that Python cannot hold (22007, 22018) or that is too long.

    `kept` has the values that came before; one that a query cannot take is HYC00.
    """
    return [_set(items, row, kept) for row, items in enumerate(sets, 1)]


def _set(items: Sequence[wire.RawValue], row: int, kept: KeptValues) -> list[Value] | Error:
    try:
        return [_value(_whole(item, row, column, kept), row, column) for column, item in enumerate(items, 1)]
    except Malformed:
        raise
    except Error as error:
        return error


def _whole(item: wire.RawValue, row: int, column: int, kept: KeptValues) -> wire.RawValue:
    """The value, with what came of it before."""
    tag, content = item
    if tag not in (wire.KEPT_CHARACTER, wire.KEPT_BINARY):
        return item
    try:
        value = kept.read(*content)
    except Error as error:
        error.row, error.column = row, column
        raise
    return (wire.CHARACTER, value.decode()) if tag == wire.KEPT_CHARACTER else (wire.BINARY, value)


def _value(item: wire.RawValue, row: int, column: int) -> Value:
    tag, content = item
    try:
        return _CONVERT[tag](content)
    except (ValueError, OverflowError, ArithmeticError) as error:
        state = _STATES.get(tag, "22018")
        raise Error(
            state, f"The value of parameter {column} is out of range ({content}).", row=row, column=column
        ) from error
