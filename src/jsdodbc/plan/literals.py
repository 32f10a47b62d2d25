"""Numbers compared with columns of text: ids are text here, and `IssueId = 10001` means the text."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from jsdodbc.plan.columns import origin
from jsdodbc.plan.scans import Scans
from jsdodbc.sql.guard import function_name

_NAMES = {
    **dict.fromkeys(("user", "current_user", "session_user", "system_user", "suser_name", "user_name"), "user"),
    **dict.fromkeys(("database", "current_database", "current_catalog", "db_name"), "database"),
}


def name(tree: exp.Expr, names: Mapping[str, str]) -> exp.Expr:
    """USER() and DATABASE() as what they are on this connection; DuckDB would answer with names of its own."""
    for node in list(tree.find_all(exp.Anonymous, exp.CurrentUser, exp.SessionUser, exp.CurrentCatalog)):
        kind = _NAMES.get(function_name(node).lower())
        if kind is not None and not node.expressions:
            node.replace(exp.Literal.string(names.get(kind, "")))
    return tree


def adapt(tree: exp.Expr, scans: Scans) -> None:
    """Turn whole numbers compared with `=`, `<>` or IN with a text column into text."""
    for node in tree.find_all(exp.EQ, exp.NEQ, exp.In):
        sides = [node.this, *(node.expressions if isinstance(node, exp.In) else [node.expression])]
        columns = [side for side in sides if isinstance(side, exp.Column)]
        numbers = [
            side for side in sides if isinstance(side, exp.Literal) and not side.is_string and side.name.isdigit()
        ]
        if len(columns) == 1 and numbers and _is_text(columns[0], scans):
            for number in numbers:
                number.set("is_string", True)  # in place: replacing one of many thousands is slow


def _is_text(column: exp.Column, scans: Scans) -> bool:
    found = origin(column, scans)
    return found is not None and found.column.type.character
