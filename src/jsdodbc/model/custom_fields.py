"""Custom fields as columns of Issues and Requests (IncludeCustomFields=true).

A field's declared schema is only a hint: whatever the value is, the row arrives, and the value as it was sent can
always be read through the hidden column `cf[10020].json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jsdodbc.model.column import Column, Decode, Filter, Pushdown
from jsdodbc.model.metadata import Field
from jsdodbc.model.types import BIGINT, BOOLEAN, DATE, DOUBLE, LONGVARCHAR, TIMESTAMP, SqlType, varchar

NAME = varchar(255)
LONGEST_NAME = 255  # characters; Jira's own limit, and what SQLGetInfo says


@dataclass(frozen=True, slots=True)
class Part:
    """A column of its own for a part of the value. `name`: what follows the field's; paths are below the field.
    `function`: of JQL, for Filter.SLA.
    """

    name: str
    path: tuple[str, ...]
    text: str
    type: SqlType = NAME
    decode: Decode = Decode.SCALAR
    otherwise: tuple[str, ...] = ()
    function: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How fields of a kind are shown, filtered and written (see Column.inner). `path`: below the field."""

    type: SqlType
    decode: Decode
    filter: Filter | None = None
    inner: str = ""
    path: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


_WHO = (Part("Id", ("accountId",), "Account id (Cloud) or user name (Data Center) of", otherwise=("name",)),)
_LEVELS = (Part("Parent", ("value",), "First level of"), Part("Child", ("child", "value"), "Second level of"))
_CLOCK = (
    Part("Due", ("ongoingCycle", "breachTime", "epochMillis"), "When it breaches (UTC):", TIMESTAMP, Decode.INSTANT),
    Part(
        "Breached",
        ("ongoingCycle", "breached"),
        "Whether the cycle under way has breached:",
        BOOLEAN,
        function="breached()",
    ),
    Part("Paused", ("ongoingCycle", "paused"), "Whether the cycle under way is paused:", BOOLEAN, function="paused()"),
    Part("Remaining Time", ("ongoingCycle", "remainingTime", "millis"), "Milliseconds left of the cycle of", BIGINT),
    Part("Elapsed Time", ("ongoingCycle", "elapsedTime", "millis"), "Milliseconds gone of the cycle of", BIGINT),
)

_TEXT = Kind(NAME, Decode.TEXT)
_LONG_TEXT = Kind(LONGVARCHAR, Decode.TEXT)
_NUMBER = Kind(DOUBLE, Decode.NUMBER, Filter.NUMBER)
_DAY = Kind(DATE, Decode.DATE, Filter.DATE)
_INSTANT = Kind(TIMESTAMP, Decode.INSTANT, Filter.INSTANT)
_OPTION = Kind(NAME, Decode.NAME, Filter.OPTION, "value")
_PERSON = Kind(NAME, Decode.NAME, Filter.PRESENT, "user", parts=_WHO)
_NAMED = Kind(NAME, Decode.NAME, Filter.PRESENT, "value")
_ENTITY = Kind(NAME, Decode.NAME, inner="name")
_CASCADE = Kind(varchar(512), Decode.CASCADE, Filter.PRESENT, parts=_LEVELS)
_OPTIONS = Kind(LONGVARCHAR, Decode.NAMES, inner="value")
_PEOPLE = Kind(LONGVARCHAR, Decode.NAMES, inner="user")
_ENTITIES = Kind(LONGVARCHAR, Decode.NAMES, inner="name")
_LIST = Kind(LONGVARCHAR, Decode.NAMES)
_REQUEST_TYPE = Kind(NAME, Decode.NAME, path=("requestType", "name"))
_SLA = Kind(LONGVARCHAR, Decode.JSON, parts=_CLOCK)
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
    "multiselect": _OPTIONS,
    "multicheckboxes": _OPTIONS,
    "multiuserpicker": _PEOPLE,
    "people": _PEOPLE,
    "sd-request-participants": _PEOPLE,
    "multigrouppicker": _ENTITIES,
    "multiversion": _ENTITIES,
    "labels": _LIST,
    "gh-sprint": _LIST,
    "sd-customer-organizations": _LIST,
    "sd-request-groups": _ENTITIES,
    "service-entity-field-cftype": _LIST,
    "cmdb-object-cftype": _LIST,
    "rlabs-customfield-default-object": _LIST,
    "rlabs-customfield-object-reference": _LIST,
    "rlabs-customfield-object-reference-multi": _LIST,
    "sd-sentiment": _LIST,
    "vp-origin": _REQUEST_TYPE,
    "sd-sla-field": _SLA,
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
    """A column for each custom field by its display name, followed by those of its parts (`Approver Id`), then hidden
    ones: `cf[10020]`, and `cf[10020].json`.

    A name that is taken, by a column of the table or by a field with a lower number, gets the number: `Team (10021)`.
    """
    custom = [field for field in fields if field.number]
    used = {name.lower() for name in taken}
    named = [(field, _column(field, _unused(field.name, field, used))) for field in custom]
    aliases = []
    for field, column in named:
        yield column
        yield from _parts(field, column, used)
        alias = replace(column, name=f"cf[{field.number}]", hidden=True)
        whole = replace(alias, name=f"{alias.name}.json", path=("fields", field.id), type=LONGVARCHAR)
        aliases += [alias, replace(whole, decode=Decode.RAW, pushdown=None, inner="")]
    yield from (alias for alias in aliases if alias.name.lower() not in used)


def _parts(field: Field, column: Column, used: set[str]) -> Iterator[Column]:
    for part in _kind(field).parts:
        told = Pushdown(Filter.SLA, _clause(field), part.function) if part.function and _searched(field) else None
        yield Column(
            _unused(f"{column.name} {part.name}", field, used),
            part.type,
            f"{part.text} custom field {field.id}.",
            ("fields", field.id, *part.path),
            decode=part.decode,
            otherwise=("fields", field.id, *part.otherwise) if part.otherwise else (),
            pushdown=told,
            part_of=column.name,
        )


def _unused(wanted: str, field: Field, used: set[str]) -> str:
    name = plain = " ".join(wanted.split())[:LONGEST_NAME] or field.id
    suffix = ""
    while name.lower() in used:
        suffix += f" ({field.number})"
        name = plain[: LONGEST_NAME - len(suffix)] + suffix
    used.add(name.lower())
    return name


def _column(field: Field, name: str) -> Column:
    kind = _kind(field)
    return Column(
        name,
        kind.type,
        f"Custom field {field.id} ({field.custom or field.kind}).",
        ("fields", field.id, *kind.path),
        decode=kind.decode,
        pushdown=Pushdown(kind.filter, _clause(field)) if kind.filter and _searched(field) else None,
        inner=kind.inner,
    )


def _clause(field: Field) -> str:
    return f"cf[{field.number}]"


def _searched(field: Field) -> bool:
    return field.searchable and any(each.lower() == _clause(field) for each in field.clauses)


def _kind(field: Field) -> Kind:
    last = field.custom.rpartition(":")[2]
    if field.kind == "array" and last not in _BY_CUSTOM:
        return replace(_LIST, inner=_ITEMS[field.items]) if field.items in _ITEMS else _JSON
    return _BY_CUSTOM.get(last) or _BY_TYPE.get(field.kind, _JSON)
