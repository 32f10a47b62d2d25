"""Custom fields as columns of Issues and Requests (IncludeCustomFields=true).

A field's declared schema is only a hint: whatever the value is, the row arrives, and the value as it was sent can
always be read through the hidden column `cf[10020].json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jsdodbc.model.column import Column, Decode, Filter, Pushdown
from jsdodbc.model.metadata import Field
from jsdodbc.model.types import DATE, DOUBLE, LONGVARCHAR, TIMESTAMP, SqlType, varchar

LONGEST_NAME = 255  # characters; Jira's own limit, and what SQLGetInfo says


@dataclass(frozen=True, slots=True)
class Kind:
    """How fields of a kind are shown, filtered and written (see Column.inner)."""

    type: SqlType
    decode: Decode
    filter: Filter | None = None
    inner: str = ""


_TEXT = Kind(varchar(255), Decode.TEXT)
_LONG_TEXT = Kind(LONGVARCHAR, Decode.TEXT)
_NUMBER = Kind(DOUBLE, Decode.NUMBER, Filter.NUMBER)
_DAY = Kind(DATE, Decode.DATE, Filter.DATE)
_INSTANT = Kind(TIMESTAMP, Decode.INSTANT, Filter.INSTANT)
_OPTION = Kind(varchar(255), Decode.NAME, Filter.OPTION, "value")
_PERSON = Kind(varchar(255), Decode.NAME, Filter.PRESENT, "user")
_NAMED = Kind(varchar(255), Decode.NAME, Filter.PRESENT, "value")
_ENTITY = Kind(varchar(255), Decode.NAME, inner="name")
_CASCADE = Kind(varchar(512), Decode.CASCADE, Filter.PRESENT)
_JSON = Kind(LONGVARCHAR, Decode.JSON)

# By the last part of schema.custom, where it says more than schema.type does.
_BY_CUSTOM = {
    "textfield": _TEXT,
    "url": _TEXT,
    "textarea": _LONG_TEXT,
    "readonlyfield": _LONG_TEXT,
    "select": _OPTION,
    "radiobuttons": _OPTION,
    "cascadingselect": _CASCADE,
    "userpicker": _PERSON,
    "grouppicker": _ENTITY,
    "project": replace(_ENTITY, inner="key"),
    "version": _ENTITY,
    "atlassian-team": replace(_ENTITY, inner=""),
    "gh-epic-link": _TEXT,
    "gh-lexo-rank": _TEXT,
    "gh-epic-status": _ENTITY,
    "jsw-story-points": _NUMBER,
}

# What the items of a list are written by.
_ITEMS = {"option": "value", "user": "user", "group": "name", "version": "name", "component": "name"}

_BY_TYPE = {
    "string": _LONG_TEXT,
    "number": _NUMBER,
    "date": _DAY,
    "datetime": _INSTANT,
    "option": _NAMED,
    "option-with-child": _CASCADE,
    "user": _PERSON,
    "group": _ENTITY,
    "project": replace(_ENTITY, inner="key"),
    "version": _ENTITY,
    "team": replace(_ENTITY, inner=""),
}


def columns(fields: Iterable[Field], taken: Iterable[str]) -> Iterator[Column]:
    """A column for each custom field by its display name, then hidden ones: `cf[10020]`, and `cf[10020].json`.

    A name that is taken, by a column of the table or by a field with a lower number, gets the number: `Team (10021)`.
    """
    custom = [field for field in fields if field.number]
    used = {name.lower() for name in taken}
    aliases = []
    for field in custom:
        column = _column(field, _unused(field, used))
        yield column
        alias = replace(column, name=f"cf[{field.number}]", hidden=True)
        aliases += [
            alias,
            replace(alias, name=f"{alias.name}.json", type=LONGVARCHAR, decode=Decode.RAW, pushdown=None, inner=""),
        ]
    yield from (alias for alias in aliases if alias.name.lower() not in used)


def _unused(field: Field, used: set[str]) -> str:
    name = plain = " ".join(field.name.split())[:LONGEST_NAME] or field.id
    suffix = ""
    while name.lower() in used:
        suffix += f" ({field.number})"
        name = plain[: LONGEST_NAME - len(suffix)] + suffix
    used.add(name.lower())
    return name


def _column(field: Field, name: str) -> Column:
    kind = _kind(field)
    clause = f"cf[{field.number}]"
    searchable = field.searchable and any(each.lower() == clause for each in field.clauses)
    return Column(
        name,
        kind.type,
        f"Custom field {field.id} ({field.custom or field.kind}).",
        ("fields", field.id),
        decode=kind.decode,
        pushdown=Pushdown(kind.filter, clause) if kind.filter and searchable else None,
        inner=kind.inner,
    )


def _kind(field: Field) -> Kind:
    last = field.custom.rpartition(":")[2]
    found = _BY_CUSTOM.get(last) or _BY_TYPE.get(field.kind, _JSON)
    return replace(found, inner=_ITEMS.get(field.items, "")) if found is _JSON and field.kind == "array" else found
