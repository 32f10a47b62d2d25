"""Functions and types that DuckDB spells otherwise, put into its words: sql/templates.py has the table of them.

Names not listed there reach DuckDB as they are.
"""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot import exp

from jsdodbc.errors import Error
from jsdodbc.sql.date_parts import WITH_PART, date_part
from jsdodbc.sql.dialect import ODBC_TYPES, Dialect
from jsdodbc.sql.formats import FROM_PATTERN
from jsdodbc.sql.guard import function_name
from jsdodbc.sql.templates import OF_MOMENTS, TEMPLATES

# What stands beside an operator without parentheses.
_OPERANDS = (exp.Anonymous, exp.Cast, exp.Column, exp.Literal, exp.Null, exp.Paren, exp.Placeholder)
# DuckDB can't tell text from bytes in a literal.
_OF_BYTES = {"OCTET_LENGTH": "strlen($1)", "BIT_LENGTH": "(strlen($1) * 8)"}

# Functions of the commercial driver that this one has none of.
_NOT_HERE = {"XML_EXTRACT": "nothing that Jira gives is XML. JSON_EXTRACT reads JSON."}


def translate(tree: exp.Expr) -> exp.Expr:
    """`tree` with DuckDB's functions and types in place of the others. Error 42000 for an unknown part of a date."""
    for node in reversed(list(tree.walk())):  # what is inside a call comes before the call
        if isinstance(node, exp.Anonymous | exp.CurrentTimestamp | exp.CurrentDate | exp.CurrentTime):
            replacement = _replacement(node)
            if replacement is not None:
                tree = replacement if node is tree else tree
                node.replace(replacement)
        elif isinstance(node, exp.Cast):
            tree = _bounded(node, tree)
        elif isinstance(node, exp.DataType):
            _replace_type(node)
    return tree


def _bounded(node: exp.Cast, tree: exp.Expr) -> exp.Expr:
    """CAST(… AS VARCHAR(n)) with no more than n characters: DuckDB passes over n."""
    sizes = node.to.expressions
    if not node.to.is_type(*exp.DataType.TEXT_TYPES) or len(sizes) != 1 or not sizes[0].name.isdigit():
        return tree
    node.to.set("expressions", None)
    length = sizes[0].this if isinstance(sizes[0], exp.DataTypeParam) else sizes[0]
    cut = exp.Anonymous(this="left", expressions=[node.copy(), length.copy()])
    node.replace(cut)
    return cut if node is tree else tree


def _replacement(node: exp.Expr) -> exp.Expr | None:
    arguments = list(node.expressions)
    name = function_name(node).upper()
    template = _template(name, arguments)
    return _filled(template, arguments) if template is not None else None


def _template(name: str, arguments: list[exp.Expr]) -> str | None:
    key = (name, len(arguments))
    if name in _NOT_HERE:
        raise Error("HYC00", f"{name} is not supported: {_NOT_HERE[name]}")
    if key in WITH_PART:
        return WITH_PART[key](date_part(arguments[0], name))
    if key in FROM_PATTERN:
        return FROM_PATTERN[key](arguments)
    if name == "CONCAT" and arguments:
        return _joined(len(arguments))
    text = len(arguments) == 1 and isinstance(arguments[0], exp.Literal) and arguments[0].is_string
    if text and name in OF_MOMENTS:
        kind = "TIMESTAMP" if "-" in arguments[0].name else "TIME"
        return f"{name.lower()}(CAST($1 AS {kind}))"
    if text and name in _OF_BYTES:
        return _OF_BYTES[name]
    return TEMPLATES.get(key)


def _joined(count: int) -> str:
    """CONCAT of any number of values: NULL when one of them is, as SQL_CONCAT_NULL_BEHAVIOR says."""
    return "CAST($1 AS VARCHAR)" if count == 1 else f"({' || '.join(f'${number}' for number in range(1, count + 1))})"


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
