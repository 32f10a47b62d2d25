"""Functions that DuckDB spells otherwise: ODBC's (reference, appendix E), T-SQL's and the commercial driver's.

A template is DuckDB SQL with $1, $2 … for the arguments. Names not listed here reach DuckDB as they are.
"""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot import exp

from jsdodbc.errors import Error
from jsdodbc.sql.dialect import ODBC_TYPES, Dialect
from jsdodbc.sql.guard import function_name

_NOW = "CAST(now() AS TIMESTAMP)"
_SPLICE = '("left"($1, CAST($2 AS BIGINT) - 1) || $4 || substr($1, CAST($2 AS BIGINT) + CAST($3 AS BIGINT)))'
_FIND_FROM = (
    "CASE WHEN instr(substr($2, CAST($3 AS BIGINT)), $1) = 0 THEN 0 "
    "ELSE instr(substr($2, CAST($3 AS BIGINT)), $1) + CAST($3 AS BIGINT) - 1 END"
)

# (name, number of arguments) → template.
TEMPLATES: dict[tuple[str, int], str] = {
    ("ATN2", 2): "atan2($1, $2)",
    ("CHAR", 1): "chr(CAST($1 AS INTEGER))",
    ("CHAR_LENGTH", 1): "length($1)",
    ("CHARACTER_LENGTH", 1): "length($1)",
    ("CHARINDEX", 2): "instr($2, $1)",
    ("CHARINDEX", 3): _FIND_FROM,
    ("CURDATE", 0): "CAST(now() AS DATE)",
    ("CURRENT_DATE", 0): "CAST(now() AS DATE)",
    ("CURRENT_TIME", 0): f"CAST({_NOW} AS TIME)",
    ("CURRENT_TIMESTAMP", 0): _NOW,
    ("CURTIME", 0): f"CAST({_NOW} AS TIME)",
    ("DATEFROMPARTS", 3): "make_date($1, $2, $3)",
    ("DAYOFWEEK", 1): "(dayofweek(CAST($1 AS TIMESTAMP)) + 1)",
    ("DAYOFMONTH", 1): "day(CAST($1 AS TIMESTAMP))",
    ("EOMONTH", 1): "last_day(CAST($1 AS DATE))",
    ("GETDATE", 0): _NOW,
    ("GETUTCDATE", 0): _NOW,
    ("IIF", 3): "CASE WHEN $1 THEN $2 ELSE $3 END",
    ("INSERT", 4): _SPLICE,
    ("ISNULL", 1): "($1 IS NULL)",
    ("ISNULL", 2): "coalesce($1, $2)",
    ("LCASE", 1): "lower($1)",
    ("LEN", 1): "length(CAST($1 AS VARCHAR))",
    ("LOCATE", 2): "instr($2, $1)",
    ("LOCATE", 3): _FIND_FROM,
    ("LOG", 1): "ln($1)",
    ("NCHAR", 1): "chr(CAST($1 AS INTEGER))",
    ("NOW", 0): _NOW,
    ("NVL", 2): "coalesce($1, $2)",
    ("OCTET_LENGTH", 1): "strlen($1)",
    ("BIT_LENGTH", 1): "(strlen($1) * 8)",
    ("RAND", 0): "random()",
    ("RAND", 1): "random()",
    ("REPEAT", 2): "repeat(CAST($1 AS VARCHAR), CAST($2 AS BIGINT))",
    ("REPLICATE", 2): "repeat(CAST($1 AS VARCHAR), CAST($2 AS BIGINT))",
    ("SPACE", 1): "repeat(' ', CAST($1 AS BIGINT))",
    ("SQUARE", 1): "power($1, 2)",
    ("STUFF", 4): _SPLICE,
    ("SYSDATETIME", 0): _NOW,
    ("SYSUTCDATETIME", 0): _NOW,
    ("TRUNCATE", 2): "(trunc(CAST($1 AS DOUBLE) * power(10, $2)) / power(10, $2))",
    ("UCASE", 1): "upper($1)",
}

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
# What stands beside an operator without parentheses.
_OPERANDS = (exp.Anonymous, exp.Cast, exp.Column, exp.Literal, exp.Null, exp.Paren, exp.Placeholder)
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


# Functions whose first argument names a part of a date: as a word, a string or SQL_TSI_….
WITH_PART = {
    ("DATEADD", 3): _added,
    ("TIMESTAMPADD", 3): _added,
    ("DATEDIFF", 3): _difference,
    ("TIMESTAMPDIFF", 3): _difference,
    ("DATEPART", 2): _part,
    ("DATENAME", 2): _part_name,
}


def translate(tree: exp.Expr) -> exp.Expr:
    """`tree` with DuckDB's functions and types in place of the others. Error 42000 for an unknown part of a date."""
    for node in reversed(list(tree.walk())):  # what is inside a call comes before the call
        if isinstance(node, exp.Anonymous | exp.CurrentTimestamp | exp.CurrentDate | exp.CurrentTime):
            replacement = _replacement(node)
            if replacement is not None:
                tree = replacement if node is tree else tree
                node.replace(replacement)
        elif isinstance(node, exp.DataType):
            _replace_type(node)
    return tree


def _replacement(node: exp.Expr) -> exp.Expr | None:
    arguments = list(node.expressions)
    name = function_name(node).upper()
    key = (name, len(arguments))
    if key in WITH_PART:
        template = WITH_PART[key](_date_part(arguments[0], name))
    elif key in TEMPLATES:
        template = TEMPLATES[key]
    elif name == "CONCAT" and arguments:
        template = _joined(len(arguments))
    else:
        return None
    return _filled(template, arguments)


def _joined(count: int) -> str:
    """CONCAT of any number of values: NULL when one of them is, as SQL_CONCAT_NULL_BEHAVIOR says."""
    return "CAST($1 AS VARCHAR)" if count == 1 else f"({' || '.join(f'${number}' for number in range(1, count + 1))})"


def _date_part(node: exp.Expr, function: str) -> str:
    part = PARTS.get(node.name.lower())
    if part is None:
        known = ", ".join(dict.fromkeys(PARTS.values()))
        raise Error("42000", f"{function} does not know the date part {node.name!r}. Use one of {known}.")
    return part


@lru_cache(maxsize=512)
def _parsed(template: str) -> exp.Expr:
    return sqlglot.parse_one(template, read=Dialect)


def _filled(template: str, arguments: list[exp.Expr]) -> exp.Expr:
    """The template with the nodes themselves in place of its parameters: what they hold is still to be walked."""
    tree = _parsed(template).copy()
    used: set[int] = set()
    for hole in list(tree.find_all(exp.Placeholder)):
        number = int(hole.this) - 1
        argument = arguments[number] if number not in used else arguments[number].copy()
        used.add(number)
        loose = isinstance(hole.parent, exp.Binary) and not isinstance(argument, _OPERANDS)
        hole.replace(exp.Paren(this=argument) if loose else argument)
    return tree


def _replace_type(node: exp.DataType) -> None:
    name = ODBC_TYPES.get(str(node.args.get("kind") or getattr(node.this, "value", "")).upper())
    if name:
        node.replace(exp.DataType.build(name, dialect="duckdb"))
