"""Values of parameters as DuckDB takes them: of the type the statement compares them with."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jsdodbc.errors import Error
from jsdodbc.execute.types import sql_type
from jsdodbc.model import types as model
from jsdodbc.model.shown import Shown
from jsdodbc.model.types import SqlType

Value = None | bool | int | float | decimal.Decimal | str | bytes | datetime.date | datetime.time | datetime.datetime

NULLABLE = 1
_INPUT = 1


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as SQLDescribeParam tells of it; `duckdb`: type it is compared with, "" when nothing tells."""

    name: str
    sql_type: int
    column_size: int
    decimal_digits: int
    nullable: int = NULLABLE
    direction: int = _INPUT
    duckdb: str = ""


def parameter(name: str, duckdb_type: str | None, met: SqlType | None, seen: Shown) -> Parameter:
    """The description; text where the statement doesn't tell the type.

    `met`: type of the column it is compared with, which tells more than DuckDB's unless that converts the column.
    `seen`: how the connection shows types.
    """
    known = duckdb_type if duckdb_type not in (None, "UNKNOWN", "NULL", '"NULL"') else ""
    kind: SqlType = sql_type(known)[0] if known else met or model.VARCHAR
    if met is not None and met.physical == kind.physical:
        kind = met
    kind = seen(kind)
    return Parameter(name, kind.sql_type, kind.column_size, kind.decimal_digits, duckdb=known or "")


def bound(parameters: Sequence[Parameter], values: Sequence[Value], used: Sequence[int]) -> Mapping[str, object]:
    """The values a statement uses, by number. Errors: 07002 too few, 22007 or 22018 for text that is no such value."""
    if len(values) < len(parameters):
        raise Error("07002", f"The statement has {len(parameters)} parameters, but {len(values)} are bound.")
    return {str(number): _fitted(parameters[number - 1], values[number - 1], number) for number in used}


def _fitted(described: Parameter, value: Value, number: int) -> Value:
    """A value whose Python type would make DuckDB convert the column instead of the value."""
    if value is None or not described.duckdb:
        return value
    try:
        return _converted(described.duckdb, value)
    except ValueError as error:
        raise Error(
            "22007", f"Parameter {number} should be a {described.duckdb}, but is {value!r}.", column=number
        ) from error


def _converted(kind: str, value: Value) -> Value:
    if kind == "VARCHAR" and isinstance(value, int | float | decimal.Decimal) and not isinstance(value, bool):
        return format(value, "f") if isinstance(value, decimal.Decimal) else str(value)
    if kind.startswith("TIMESTAMP") and isinstance(value, str):
        return _timestamp(value)
    if kind == "DATE" and isinstance(value, str):
        moment = _timestamp(value)
        return moment.date() if moment.time() == datetime.time() else moment
    if kind == "TIME" and isinstance(value, str):
        return datetime.time.fromisoformat(value.strip())
    return value


def _timestamp(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text.strip())
    return moment if moment.tzinfo is None else moment.astimezone(datetime.UTC).replace(tzinfo=None)
