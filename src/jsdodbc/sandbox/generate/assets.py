"""Assets of a generated site: two object schemas, their types and objects, as functions of the object's number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jsdodbc.sandbox.times import zulu

_START = 1_600_000_000_000
_DAY = 86_400_000
WORKSPACE = "2b7a9c55-11aa-4b0e-9d1c-0f5e8a6c7d21"
TEXT, INTEGER, BOOLEAN, DOUBLE, DATE, DATETIME = 0, 1, 2, 3, 4, 6
KIND_NAMES = {0: "Text", 1: "Integer", 2: "Boolean", 3: "Double", 4: "Date", 6: "DateTime"}
REFERENCE, STATUS = 1, 7
STATUSES = ("In use", "Retired", "Lost & found")


@dataclass(frozen=True, slots=True)
class Attribute:
    """`kind`: defaultType of a value, -1 for others. `type`: 0 value, 1 object, 7 status."""

    id: int
    name: str
    kind: int = TEXT
    type: int = 0
    most: int = 1
    label: bool = False
    system: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Type:
    id: int
    schema: int
    name: str
    objects: int
    attributes: tuple[Attribute, ...]
    parent: int | None = None
    abstract: bool = False


SCHEMAS = ((1, "IT assets", "ITA"), (2, "People's things", "PT"))


def _base(type_id: int) -> tuple[Attribute, ...]:
    return (
        Attribute(type_id * 100 + 1, "Key", system=True),
        Attribute(type_id * 100 + 2, "Name", label=True),
        Attribute(type_id * 100 + 3, "Created", DATETIME, system=True),
        Attribute(type_id * 100 + 4, "Updated", DATETIME, system=True),
    )


TYPES = (
    Type(10, 1, "Hardware", 0, _base(10), abstract=True),
    Type(
        11,
        1,
        "Laptop",
        230,
        (
            *_base(11),
            Attribute(1105, 'Serial "number"'),
            Attribute(1106, "Price", DOUBLE),
            Attribute(1107, "Memory GB", INTEGER),
            Attribute(1108, "Encrypted", BOOLEAN),
            Attribute(1109, "Bought on", DATE),
            Attribute(1110, "State", -1, STATUS),
            Attribute(1111, "System software", -1, REFERENCE),
            Attribute(1112, "Installed", -1, REFERENCE, most=-1),
            Attribute(1113, "Secret", hidden=True),
        ),
        parent=10,
    ),
    Type(12, 1, "Software", 12, (*_base(12), Attribute(1205, "Version: exact"))),
    Type(20, 2, "Phone", 40, (*_base(20), Attribute(2005, "Numbers", most=-1))),
    Type(21, 2, "Objects", 3, _base(21)),
)
BY_ID = {each.id: each for each in TYPES}
KEYS = {number: key for number, _, key in SCHEMAS}


def object_id(type_id: int, at: int) -> int:
    return type_id * 10_000 + at + 1


def label(type_: Type, at: int) -> str:
    return f"{type_.name.lower()} {at:03} 😀" if at % 9 == 4 else f"{type_.name} {at:03}"


def values(type_: Type, at: int) -> dict[str, Any]:
    """What an object holds, by the name of the attribute: a text, number, list of these, or ("object", type, at)."""
    held: dict[str, Any] = {
        "Key": f"{KEYS[type_.schema]}-{object_id(type_.id, at)}",
        "Name": label(type_, at),
        "Created": zulu(_START + at * _DAY),
        "Updated": zulu(_START + at * _DAY + 5_000),
    }
    if type_.name == "Laptop":
        held |= {
            'Serial "number"': f"SN-{at * 7919 % 100_000:05}",
            "Price": at * 10 + 0.25 if at % 5 else None,
            "Memory GB": (8, 16, 32)[at % 3],
            "Encrypted": at % 2 == 0,
            "Bought on": f"2024-{at % 12 + 1:02}-{at % 28 + 1:02}",
            "State": STATUSES[at % 3] if at % 7 else None,
            "System software": ("object", 12, at % 12) if at % 4 else None,
            "Installed": [("object", 12, each) for each in range(at % 4)],
            "Secret": "hidden",
        }
    if type_.name == "Software":
        held["Version: exact"] = f"{at}.0"
    if type_.name == "Phone":
        held["Numbers"] = [f"+43 {at} {each}" for each in range(at % 3)]
    return held


@dataclass
class Changes:
    """What was written: values by the id of an object, those that are gone, the number of the next."""

    held: dict[int, tuple[Type, dict[str, Any]]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    next: int = 900_000
