"""Which columns of a table INSERT and UPDATE take values for."""

from __future__ import annotations

from jsdodbc.model.column import Column
from jsdodbc.model.table import Table
from jsdodbc.model.write import INSERT, Write

# By which members Jira takes what a field refers to.
_MEMBERS = {
    **dict.fromkeys(("reporter", "assignee"), ("accountId", "name")),
    **dict.fromkeys(("project", "parent"), ("id", "key")),
}


def written_columns(table: Table, write: Write) -> tuple[str, ...]:
    """Names of the columns that a write takes values for."""
    own = tuple(put.column for put in write.puts)
    of_path = () if write.verb != INSERT else tuple(name for place in write.placed for name in place)
    return tuple(dict.fromkeys((*of_path, *own, *(column.name for column in field_columns(table, write)))))


def field_columns(table: Table, write: Write) -> tuple[Column, ...]:
    """The columns that a write puts among the fields of an issue."""
    if not write.fields:
        return ()
    own = {put.column for put in write.puts}
    return tuple(
        column
        for column in table.every
        if column.path[:1] == ("fields",) and not column.part_of and column.name not in own and _allowed(column, write)
    )


def _allowed(column: Column, write: Write) -> bool:
    if len(column.path) == 2:
        return column.path[1] in write.allowed or column.path[1].startswith("customfield_")
    name, member = column.path[1:3] if len(column.path) == 3 else ("", "")
    return name in write.allowed and member in _MEMBERS.get(name, ("id", "name"))


def writable(table: Table, verb: str) -> frozenset[str]:
    """The columns that a verb takes values for."""
    return frozenset(name for write in table.written(verb) for name in written_columns(table, write))
