"""Values of custom fields: `make(world, index, bits, choices)`, called where the field has a value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from jsdodbc.sandbox.generate import text
from jsdodbc.sandbox.generate.approvals import Approval, approvals
from jsdodbc.sandbox.generate.chance import pick, some
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.site import LABELS
from jsdodbc.sandbox.generate.world import World
from jsdodbc.sandbox.times import day_of, zulu

Choices = Sequence[Entity]


def one(world: World, index: int, bits: int, choices: Choices) -> Entity | None:
    return pick(choices, bits) if choices else None


def several(world: World, index: int, bits: int, choices: Choices) -> tuple[Entity, ...]:
    return some(choices, bits, min(3, len(choices))) if choices else ()


def phrase(world: World, index: int, bits: int, choices: Choices) -> str:
    return text.summary(bits & 0xFFFF, index, 77)


def passage(world: World, index: int, bits: int, choices: Choices) -> str:
    return text.prose(bits & 0xFFFF, index, 78, 60 + bits % 200)


def code(world: World, index: int, bits: int, choices: Choices) -> str:
    return f"REF-{bits % 5000:05d}"


def link(world: World, index: int, bits: int, choices: Choices) -> Any:
    """Some sites answer an empty list where a URL was declared."""
    return () if bits % 17 == 0 else f"https://example.com/things/{bits % 900}?q=a%20b"


def amount(world: World, index: int, bits: int, choices: Choices) -> float:
    return (bits % 40001 - 20000) / 8


def count(world: World, index: int, bits: int, choices: Choices) -> float:
    return float(bits % 13)


def written_number(world: World, index: int, bits: int, choices: Choices) -> str:
    """A number that comes as a string."""
    return f"{bits % 1000 / 10:.1f}"


def day(world: World, index: int, bits: int, choices: Choices) -> date:
    return day_of(world.created(index), world.shape.site_zone) + timedelta(days=bits % 400 - 100)


def moment(world: World, index: int, bits: int, choices: Choices) -> int:
    millis = world.created(index) + bits % 9_000_000_000
    return millis - millis % 60_000


def agents(world: World, index: int, bits: int, choices: Choices) -> tuple[Entity, ...]:
    return some(world.people.agents, bits, 3)


def participants(world: World, index: int, bits: int, choices: Choices) -> tuple[Entity, ...]:
    return some(world.people.customers[:100], bits, 3)


def agent(world: World, index: int, bits: int, choices: Choices) -> Entity:
    return pick(world.people.agents, bits)


def group(world: World, index: int, bits: int, choices: Choices) -> Entity:
    return pick(world.people.groups, bits)


def groups(world: World, index: int, bits: int, choices: Choices) -> tuple[Entity, ...]:
    return some(world.people.groups, bits, 3)


def tags(world: World, index: int, bits: int, choices: Choices) -> tuple[str, ...]:
    return some(LABELS, bits, 3)


def version(world: World, index: int, bits: int, choices: Choices) -> Entity | None:
    found = versions(world, index, bits, choices)
    return found[0] if found else None


def versions(world: World, index: int, bits: int, choices: Choices) -> tuple[Entity, ...]:
    known = world.configuration.versions.get(world.project(index).extra["key"], [])
    return some(known, bits, 2) if known else ()


def project(world: World, index: int, bits: int, choices: Choices) -> Entity:
    return pick(world.configuration.projects, bits)


def request_type(world: World, index: int, bits: int, choices: Choices) -> Entity | None:
    return world.request_type(index)


def organizations(world: World, index: int, bits: int, choices: Choices) -> tuple[Entity, ...]:
    return some(world.people.organizations, bits, 2) if world.request_type(index) else ()


def rating(world: World, index: int, bits: int, choices: Choices) -> int | None:
    return bits % 5 + 1 if world.resolved(index) else None


def rated(world: World, index: int, bits: int, choices: Choices) -> int | None:
    resolved = world.resolved(index)
    return resolved + bits % 90_000_000 if resolved else None


def decisions(world: World, index: int, bits: int, choices: Choices) -> tuple[Approval, ...]:
    return approvals(index, bits, world.people.agents, world.created(index)) if world.request_type(index) else ()


def sprints(world: World, index: int, bits: int, choices: Choices) -> tuple[Entity, ...]:
    return some(choices, bits, 2) if world.project(index).extra["type"] == "software" else ()


def epic(world: World, index: int, bits: int, choices: Choices) -> str | None:
    return f"DEV-{bits % 9 + 1}" if world.project(index).extra["type"] == "software" else None


def rank(world: World, index: int, bits: int, choices: Choices) -> str:
    return f"0|i{index:05x}:"


def sentiment(world: World, index: int, bits: int, choices: Choices) -> Any:
    """Declared an array; one object on some issues."""
    value = {"id": str(2000 + bits % 3), "name": ("Neutral", "Positive", "Negative")[bits % 3]}
    return value if bits >> 4 & 1 else [value]


def time_in_status(world: World, index: int, bits: int, choices: Choices) -> str:
    return f"10000_*:*_1_*:*_{bits % 10**9}_*|*_3_*:*_1_*:*_0"


def development(world: World, index: int, bits: int, choices: Choices) -> str:
    return (
        f"{{summaryBean=com.example.SummaryBean@{bits & 0xFFFFFF:x}[summary={{pullrequest=Item@1[overall="
        f"Bean{{stateCount={bits % 4}, state='OPEN'}}]}}]}}"
    )


def assets(world: World, index: int, bits: int, choices: Choices) -> list[dict[str, str]]:
    """Ids only, as Cloud has them."""
    workspace = "2b3c4d5e-0000-4000-8000-00000000a55e"
    return [
        {"workspaceId": workspace, "id": f"{workspace}:{number}", "objectId": str(number)}
        for number in range(1, 1 + bits % 3)
    ]


def labelled_assets(world: World, index: int, bits: int, choices: Choices) -> list[str]:
    return [f"Laptop {number} (IT-{number})" for number in range(1, 1 + bits % 3)]


def services(world: World, index: int, bits: int, choices: Choices) -> list[dict[str, str]]:
    return [{"id": f"b:aa/{bits % 7}"}]


def parent(world: World, index: int, bits: int, choices: Choices) -> dict[str, Any]:
    return {
        "hasEpicLinkFieldDependency": False,
        "showField": False,
        "nonEditableReason": {
            "reason": "PLUGIN_LICENSE_ERROR",
            "message": "The Parent Link is only available to Premium users.",
        },
    }


def goals(world: World, index: int, bits: int, choices: Choices) -> list[str]:
    return [f"ari:cloud:townsquare:5a4d::goal/{bits % 100}"]


def nested(world: World, index: int, bits: int, choices: Choices) -> dict[str, Any]:
    return {"value": bits % 10, "inner": {"list": [1, "two", None], "deep": {"at": zulu(world.created(index))}}}


def interval(world: World, index: int, bits: int, choices: Choices) -> str:
    first = day(world, index, bits, choices)
    return f'{{"start":"{first}","end":"{first + timedelta(days=9)}"}}'


def yes(world: World, index: int, bits: int, choices: Choices) -> float:
    return float(bits & 1)


def nothing(world: World, index: int, bits: int, choices: Choices) -> None:
    return None
