"""The SQL a user may write, for sqlglot: DuckDB's SELECT, TOP, CONVERT with ODBC's and T-SQL's type names.

Functions are deliberately unknown to the parser: names reach DuckDB as written, but for those of sql/functions.py.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.parsers.duckdb import DuckDBParser
from sqlglot.tokenizer_core import TokenType

from jsdodbc.sql.formats import STYLES

# ODBC reference, appendix D: type identifiers as CONVERT's second argument takes them, and
# what DuckDB has no name for, or means something else by.
ODBC_TYPES = {
    "BIT": "BOOLEAN",
    "LONGVARBINARY": "BLOB",
    "SQL_BIGINT": "BIGINT",
    "SQL_BINARY": "BLOB",
    "SQL_BIT": "BOOLEAN",
    "SQL_CHAR": "VARCHAR",
    "SQL_DATE": "DATE",
    "SQL_DECIMAL": "DECIMAL(38, 10)",
    "SQL_DOUBLE": "DOUBLE",
    "SQL_FLOAT": "DOUBLE",
    "SQL_GUID": "UUID",
    "SQL_INTEGER": "INTEGER",
    "SQL_LONGVARBINARY": "BLOB",
    "SQL_LONGVARCHAR": "VARCHAR",
    "SQL_NUMERIC": "DECIMAL(38, 10)",
    "SQL_REAL": "REAL",
    "SQL_SMALLINT": "SMALLINT",
    "SQL_TIME": "TIME",
    "SQL_TIMESTAMP": "TIMESTAMP",
    "SQL_TINYINT": "SMALLINT",
    "SQL_TYPE_DATE": "DATE",
    "SQL_TYPE_TIME": "TIME",
    "SQL_TYPE_TIMESTAMP": "TIMESTAMP",
    "SQL_VARBINARY": "BLOB",
    "SQL_VARCHAR": "VARCHAR",
    "SQL_WCHAR": "VARCHAR",
    "SQL_WLONGVARCHAR": "VARCHAR",
    "SQL_WVARCHAR": "VARCHAR",
}
_KEPT_PARSERS = ("CAST", "TRY_CAST", "EXTRACT", "OVERLAY", "POSITION", "SUBSTRING", "TRIM")
# Words that begin statements of other databases and are ordinary names here.
_PLAIN_WORDS = ("DATABASE", "REPLACE INTO")


def _convert(parser: DuckDBParser) -> exp.Expr:
    """CONVERT(value, SQL_TYPE) as ODBC writes it, CONVERT(type, value [, style]) as T-SQL does."""
    start = parser._index
    value = parser._parse_assignment()
    if value is not None and parser._match(TokenType.COMMA) and parser._curr is not None:
        name = ODBC_TYPES.get(parser._curr.text.upper())
        if name:
            parser._advance()
            return exp.Cast(this=value, to=exp.DataType.build(name, dialect="duckdb"))
    parser._retreat(start)
    kind = parser._parse_types()
    if not isinstance(kind, exp.DataType) or not parser._match(TokenType.COMMA):
        parser.raise_error("CONVERT wants (value, SQL_type) or (type, value)")
    value = parser._parse_assignment()
    if value is None:
        parser.raise_error("CONVERT wants a value")
    assert isinstance(kind, exp.DataType), "an error was raised otherwise"
    assert value is not None, "an error was raised otherwise"
    style = parser._parse_assignment() if parser._match(TokenType.COMMA) else None
    return _styled(value, kind, STYLES.get(style.name) if style is not None else None)


def _styled(value: exp.Expr, kind: exp.DataType, style: str | None) -> exp.Expr:
    """T-SQL's CONVERT: the style tells how a time is written as text, or read from it."""
    pattern = [exp.Literal.string(style)]
    if style and kind.is_type(*exp.DataType.TEXT_TYPES):
        moment = exp.cast(value, "TIMESTAMP", dialect="duckdb")
        value = exp.Anonymous(this="strftime", expressions=[moment, *pattern])
    elif style and isinstance(value, exp.Literal) and kind.is_type(*exp.DataType.TEMPORAL_TYPES):
        value = exp.Anonymous(this="strptime", expressions=[value, *pattern])
    return exp.Cast(this=value, to=kind)


class Dialect(DuckDB):
    """DuckDB's dialect as a user of an ODBC driver meets it."""

    class Tokenizer(DuckDB.Tokenizer):
        KEYWORDS: ClassVar = {
            **{word: kind for word, kind in DuckDB.Tokenizer.KEYWORDS.items() if word not in _PLAIN_WORDS},
            "TOP": TokenType.TOP,
        }
        NESTED_COMMENTS = False
        HEX_STRINGS: ClassVar = [("X'", "'"), ("x'", "'")]

    class Parser(DuckDBParser):
        FUNCTIONS: ClassVar[dict[str, Any]] = {}
        # Lengths of text are kept: sql/functions.py cuts.
        TYPE_CONVERTERS: ClassVar = {
            kind: converter for kind, converter in DuckDBParser.TYPE_CONVERTERS.items() if kind is not exp.DType.TEXT
        }
        FUNCTION_PARSERS: ClassVar = {
            **{name: DuckDBParser.FUNCTION_PARSERS[name] for name in _KEPT_PARSERS},
            "CONVERT": _convert,
        }


def render(tree: exp.Expr) -> str:
    """The SQL that DuckDB is given: made from the tree alone, never from the user's text."""
    return tree.sql(Dialect, normalize_functions=False, comments=False, copy=True)
