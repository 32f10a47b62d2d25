"""Functions whose first argument names a part of a date: as a word, a string or SQL_TSI_…."""

from __future__ import annotations

from sqlglot import exp

from jsdodbc.errors import Error

PARTS: dict[str, str] = {
    name: part
    for part, names in {
        "year": "year years yy yyyy sql_tsi_year",
        "quarter": "quarter quarters qq q sql_tsi_quarter",
        "month": "month months mm m sql_tsi_month",
        "week": "week weeks wk ww sql_tsi_week",
        "day": "day days dd d sql_tsi_day",
        "hour": "hour hours hh sql_tsi_hour",
        "minute": "minute minutes mi n sql_tsi_minute",
        "second": "second seconds ss s sql_tsi_second",
        "millisecond": "millisecond milliseconds ms",
        "microsecond": "microsecond microseconds mcs us",
        "fraction": "sql_tsi_frac_second ns nanosecond",
        "dayofyear": "dayofyear dy y",
        "dayofweek": "weekday dw dayofweek",
    }.items()
    for name in names.split()
}
_ADD = {"fraction": "to_microseconds(CAST($2 AS BIGINT) // 1000)", "second": "to_seconds($2)"}
_MORE = {"quarter": "to_months(3 * CAST($2 AS INTEGER))", "week": "to_days(7 * CAST($2 AS INTEGER))"}
_NAMES = {"month": "monthname", "dayofweek": "dayname"}


def _added(part: str) -> str:
    unit = {"dayofyear": "day", "dayofweek": "day"}.get(part, part)
    step = _ADD.get(part) or _MORE.get(part) or f"to_{unit}s(CAST($2 AS INTEGER))"
    return f"(CAST($3 AS TIMESTAMP) + {step})"


def _difference(part: str) -> str:
    moments = "CAST($2 AS TIMESTAMP), CAST($3 AS TIMESTAMP)"
    if part == "fraction":
        return f"(date_diff('microsecond', {moments}) * 1000)"
    return f"date_diff('{'day' if part.startswith('day') else part}', {moments})"


def _part(part: str) -> str:
    plus = " + 1" if part == "dayofweek" else ""
    return f"(date_part('{part}', CAST($2 AS TIMESTAMP)){plus})"


def _part_name(part: str) -> str:
    if part in _NAMES:
        return f"{_NAMES[part]}(CAST($2 AS TIMESTAMP))"
    return f"CAST({_part(part)} AS VARCHAR)"


WITH_PART = {
    ("DATEADD", 3): _added,
    ("TIMESTAMPADD", 3): _added,
    ("DATEDIFF", 3): _difference,
    ("TIMESTAMPDIFF", 3): _difference,
    ("DATEPART", 2): _part,
    ("DATENAME", 2): _part_name,
}


def date_part(node: exp.Expr, function: str) -> str:
    """The part a function's argument names. Error 42000 for an unknown one."""
    part = PARTS.get(node.name.lower())
    if part is None:
        known = ", ".join(dict.fromkeys(PARTS.values()))
        raise Error("42000", f"{function} does not know the date part {node.name!r}. Use one of {known}.")
    return part
