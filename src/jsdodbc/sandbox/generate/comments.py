"""Comments of a generated issue: mostly a few, sometimes more than a page; public ones and internal ones."""

from __future__ import annotations

from typing import Any

from jsdodbc.sandbox.adf import document
from jsdodbc.sandbox.generate import text
from jsdodbc.sandbox.generate.chance import pick, roll, salt
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.world import LONG, World
from jsdodbc.sandbox.times import jira

PER_ISSUE = 10_000  # a comment's id is the issue's id times this plus its place
_COUNT, _TEXT, _AUTHOR = salt("comments"), salt("comment text"), salt("comment author")


def count(world: World, index: int) -> int:
    """0 to 6; every 97th issue has 120 to 260, the long one 1,200."""
    if world.shape.long and index == 0:
        return LONG.comments
    bits = roll(world.seed, index, _COUNT)
    return 120 + bits % 141 if index % 97 == 13 else max(0, bits % 9 - 2)


def author(world: World, index: int, place: int) -> Entity | None:
    bits = roll(world.seed, index * PER_ISSUE + place, _AUTHOR)
    if bits >> 40 & 31 == 0:
        return None
    return world.reporter(index) if bits & 1 else pick(world.people.agents, bits >> 8)


def moment(world: World, index: int, place: int) -> int:
    return world.created(index) + (place + 1) * 7_000_003


def is_public(world: World, index: int, place: int) -> bool:
    return roll(world.seed, index * PER_ISSUE + place, _AUTHOR) >> 20 & 3 != 0


def body(world: World, index: int, place: int) -> str:
    return text.prose(world.seed, index * PER_ISSUE + place, _TEXT, 60 + place * 37 % 200)


def comment_json(world: World, index: int, place: int, *, adf: bool) -> dict[str, Any]:
    """One comment as the platform has it. An anonymous author is left out."""
    number = world.id(index) * PER_ISSUE + place
    zone = world.shape.site_zone
    created = moment(world, index, place)
    said = body(world, index, place)
    json: dict[str, Any] = {
        "self": f"{world.base}/rest/api/2/issue/{world.id(index)}/comment/{number}",
        "id": str(number),
    }
    who = author(world, index, place)
    if who is not None:
        json |= {"author": who.fragment, "updateAuthor": who.fragment}
    edited = 3_600_000 if place % 5 == 4 else 0
    return json | {
        "body": document(said) if adf else said,
        "created": jira(created, zone),
        "updated": jira(created + edited, zone),
        "jsdPublic": is_public(world, index, place),
    }


def page_json(
    world: World, index: int, *, start: int, limit: int, newest_first: bool = False, adf: bool = False
) -> dict[str, Any]:
    total = count(world, index)
    places = list(range(total))
    if newest_first:
        places.reverse()
    chosen = [comment_json(world, index, place, adf=adf) for place in places[start : start + limit]]
    return {"startAt": start, "maxResults": limit, "total": total, "comments": chosen}
