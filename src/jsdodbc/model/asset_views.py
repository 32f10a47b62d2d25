"""A view for each object type of Assets: named after it, its attributes as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jsdodbc.model.column import Column, Decode, Pushdown
from jsdodbc.model.table import Table
from jsdodbc.model.tables.assets import (
    AQL,
    OBJECT,
    OBJECTS,
    OBJECTS_READ,
    OBJECTS_READ_DATA_CENTER,
    SCHEMA,
    attribute,
)
from jsdodbc.model.tables.parts import DATA_CENTER, KEY, LONG, NAME
from jsdodbc.model.types import BIGINT, BOOLEAN, DATE, DOUBLE, TIMESTAMP, SqlType
from jsdodbc.model.view_names import view_names

_RESERVED = frozenset('=;:?."\\')  # an attribute with one of these in its name can't be named in AQL
_OBJECT = 1  # the type of attributes that refer to objects
# Kind of a value (defaultType.id) -> type, how it is read, how AQL is told of it.
_VALUES: dict[int, tuple[SqlType, Decode, str]] = {
    1: (BIGINT, Decode.SCALAR, "number"),
    2: (BOOLEAN, Decode.SCALAR, ""),
    3: (DOUBLE, Decode.NUMBER, "number"),
    4: (DATE, Decode.DATE, ""),
    6: (TIMESTAMP, Decode.INSTANT, ""),
    9: (LONG, Decode.TEXT, ""),
}

Attributes = Callable[[str], Sequence[Mapping[str, Any]]]


def asset_views(
    types: Sequence[Mapping[str, Any]], attributes: Attributes, deployment: str, taken: Iterable[str]
) -> Iterator[Table]:
    """`types`: as Assets tell them, each with the `schemaKey` of its schema. `attributes`: those of a type, by its id;
    asked for when the columns are looked at. `taken`: names of tables.
    """
    things = [(str(each["name"]), str(each["schemaKey"]), str(each["id"])) for each in types]
    for each, name in zip(types, view_names(things, taken), strict=True):
        yield _view(name, each, attributes, deployment)


def _view(name: str, kind: Mapping[str, Any], attributes: Attributes, deployment: str) -> Table:
    number = str(kind["id"])
    read = OBJECTS_READ_DATA_CENTER if deployment == DATA_CENTER else OBJECTS_READ
    made: list[tuple[Column, ...]] = []

    def extra() -> tuple[Column, ...]:
        if not made:
            made.append(tuple(_columns(attributes(number))))
        return made[0]

    return Table(
        name,
        SCHEMA,
        f"The objects of the type {kind['name']} of {kind['schemaKey']}, without those of the types below it.",
        tuple(replace(each, references=("Objects", "Id")) if each.key else each for each in OBJECT),
        replace(read, query=(("qlQuery", f"objectTypeId = {number}"),)),
        kind="VIEW",
        extra=extra,
        needs=OBJECTS.needs,
        pseudo_columns=(AQL,),
    )


def _columns(attributes: Sequence[Mapping[str, Any]]) -> Iterator[Column]:
    used = {column.name.lower() for column in OBJECT}
    for each in attributes:
        name = " ".join(str(each["name"]).split())
        if not each.get("hidden") and name.lower() not in ("key", *used):
            used.add(name.lower())
            yield _column(name, each)
            key = f"{name} Key"
            if each.get("type") == _OBJECT and not _several(each) and key.lower() not in used:
                used.add(key.lower())
                yield Column(key, KEY, f"Key of the object in {name}.", ("named", str(each["id"]), "key"))


def _column(name: str, told: Mapping[str, Any]) -> Column:
    text = str(told.get("description") or f"Attribute {name}.")
    number = str(told["id"])
    if _several(told):
        return Column(name, LONG, f"{text} (JSON list)", ("named", number, "list"), decode=Decode.JSON)
    if told.get("type"):
        return Column(name, NAME, text, ("named", number, "name"))
    kind = int((told.get("defaultType") or {}).get("id", 0))
    type_, decode, told_as = _VALUES.get(kind, (NAME, Decode.SCALAR, "text"))
    pushdown: Pushdown | None = None
    if told_as and not _RESERVED & set(name):
        pushdown = attribute(f'"{name}"', told_as)
    return Column(name, type_, text, ("named", number, "value"), decode=decode, pushdown=pushdown)


def _several(told: Mapping[str, Any]) -> bool:
    return int(told.get("maximumCardinality") or 1) != 1
