"""sys_sqlinfo: what SQLGetInfo says of the SQL there is, as names and values."""

from __future__ import annotations

from collections.abc import Mapping

from jsdodbc.odbc.info_bits import BITS
from jsdodbc.odbc.info_language import DECLARATIONS

_ANSWERS = {code: value for code, _, _, value in DECLARATIONS}
# Name → information type and its bits.
_MASKS = {
    "AGGREGATE_FUNCTIONS": (169, "aggregate"),
    "CREATE_TABLE": (132, "create table"),
    "DATETIME_FUNCTIONS": (155, "datetime function"),
    "DATETIME_LITERALS": (119, "literal"),
    "DROP_TABLE": (141, "drop table"),
    "INSERT_STATEMENT": (172, "insert"),
    "JOINS": (161, "join"),
    "NUMERIC_FUNCTIONS": (49, "numeric"),
    "OJ_CAPABILITIES": (115, "outer join"),
    "PREDICATES": (160, "predicate"),
    "STRING_FUNCTIONS": (50, "string"),
    "SUBQUERIES": (95, "subquery"),
    "SYSTEM_FUNCTIONS": (51, "system"),
    "TIMEDATE_ADD_INTERVALS": (109, "interval"),
    "TIMEDATE_DIFF_INTERVALS": (110, "interval"),
    "TIMEDATE_FUNCTIONS": (52, "time"),
    "UNION": (96, "union"),
    "VALUE_EXPRESSIONS": (165, "value expression"),
}
_WORDS = {
    "COUNT": "YES",
    "GROUP_BY": "NO_RELATION",
    "IDENTIFIER_QUOTE_CLOSE_CHAR": '"',
    "IDENTIFIER_QUOTE_OPEN_CHAR": '"',
    "OUTER_JOINS": "FULL",
    "SUPPORTED_OPERATORS": "=, <>, <, <=, >, >=, LIKE, IN, BETWEEN, IS NULL, IS NOT NULL, NOT, AND, OR",
    "SUPPORTS_LIMIT": "YES",
}


def sql_info() -> Mapping[str, str]:
    """Name → value; of a mask the names of the bits that are set."""
    return dict(sorted({**_WORDS, **{name: _names(*place) for name, place in _MASKS.items()}}.items()))


def _names(code: int, kind: str) -> str:
    mask = _ANSWERS[code]
    assert isinstance(mask, int)
    return ", ".join(name for position, name in enumerate(BITS[kind].split()) if mask >> position & 1)
