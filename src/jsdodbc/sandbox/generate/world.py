"""A generated site: issue i as a pure function of (seed, i).

Places and names can be turned into each other without a table: issue i has id 10000 + 3i + 0..2 (gaps, ascending), its
project follows a pattern of twenty, so its number within the project and the way back are arithmetic; `created` ascends
with i.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from jsdodbc.sandbox.generate import text
from jsdodbc.sandbox.generate.chance import pick, roll, salt
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.generate.people import People
from jsdodbc.sandbox.generate.site import PROJECTS, Configuration
from jsdodbc.sandbox.times import EPOCH

FIRST = (datetime.fromisoformat("2021-01-04T00:00:00+00:00") - EPOCH).total_seconds()
LAST = (datetime.fromisoformat("2026-10-30T00:00:00+00:00") - EPOCH).total_seconds()
HOUR = 3_600_000
_CYCLE = 20


def _pattern() -> tuple[int, ...]:
    """Project of each of twenty issues, spread evenly."""
    slots = [(turn / share, at) for at, (_, _, _, share) in enumerate(PROJECTS) for turn in range(share)]
    return tuple(at for _, at in sorted(slots))


_PATTERN = _pattern()
_SHARE = [_PATTERN.count(at) for at in range(len(PROJECTS))]
_BEFORE = [[_PATTERN[:slot].count(at) for slot in range(_CYCLE)] for at in range(len(PROJECTS))]
_SLOTS = [[slot for slot in range(_CYCLE) if _PATTERN[slot] == at] for at in range(len(PROJECTS))]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a site is made from. `custom`: all | desk (which custom fields). `long`: see Long."""

    size: int
    seed: int
    cloud: bool
    bulky: bool
    user: str
    time_zone: ZoneInfo
    site_zone: ZoneInfo
    custom: str = "all"
    long: bool = False


@dataclass(frozen=True, slots=True)
class Long:
    """What the first issue of a site has that was asked for a long one."""

    changes: int = 2_000
    worklogs: int = 300
    comments: int = 1_200


LONG = Long()


_TYPE, _REQUEST, _STATUS, _CREATED, _UPDATED, _REPORTER = map(
    salt, ("type", "request", "status", "created", "updated", "reporter")
)
_RESOLUTION, _RESOLVED, _ASSIGNEE, _PRIORITY, _SUMMARY, _ID = map(
    salt, ("resolution", "resolved", "assignee", "priority", "summary", "id")
)


class World:
    """The core facts of every issue; the rest of the fields are in fields.py and custom.py."""

    def __init__(self, shape: Shape, base: str) -> None:
        self.shape, self.base = shape, base
        self.seed, self.size = shape.seed, shape.size
        self.configuration = Configuration(base, cloud=shape.cloud)
        self.people = People(
            base, cloud=shape.cloud, seed=shape.seed, size=shape.size, user=shape.user, time_zone=shape.time_zone.key
        )
        self.step = max(1, int((LAST - FIRST) / 60 / max(1, shape.size))) * 60_000  # whole minutes
        self._types = {entity.id: entity for entity in self.configuration.issue_types}

    def bits(self, index: int, salt: int) -> int:
        return roll(self.seed, index, salt)

    # ---- identity
    def id(self, index: int) -> int:
        return 10000 + 3 * index + roll(self.seed, index, _ID) % 3

    def index_of_id(self, number: int) -> int | None:
        index = (number - 10000) // 3
        return index if 0 <= index < self.size and self.id(index) == number else None

    def project_at(self, index: int) -> int:
        return _PATTERN[index % _CYCLE]

    def project(self, index: int) -> Entity:
        return self.configuration.projects[_PATTERN[index % _CYCLE]]

    def number(self, index: int) -> int:
        project = _PATTERN[index % _CYCLE]
        return index // _CYCLE * _SHARE[project] + _BEFORE[project][index % _CYCLE] + 1

    def key(self, index: int) -> str:
        return f"{PROJECTS[_PATTERN[index % _CYCLE]][0]}-{self.number(index)}"

    def index_of_key(self, key: str) -> int | None:
        name, _, digits = key.upper().rpartition("-")
        project = next((at for at, row in enumerate(PROJECTS) if row[0] == name), None)
        if project is None or not digits.isdecimal() or not _SHARE[project] or int(digits) < 1:
            return None
        turn, place = divmod(int(digits) - 1, _SHARE[project])
        index = turn * _CYCLE + _SLOTS[project][place]
        return index if index < self.size else None

    # ---- times
    def created(self, index: int) -> int:
        bits = roll(self.seed, index, _CREATED)
        moment = int(FIRST * 1000) + index * self.step + bits % self.step
        # Some issues fall exactly on a minute: comparisons at the edge must be right.
        return moment if bits >> 50 & 7 else moment - moment % 60_000

    def updated(self, index: int) -> int:
        bits = roll(self.seed, index, _UPDATED)
        return max(self.created(index), self.resolved(index) or 0) + (bits % (900 * HOUR) if bits >> 40 & 7 else 0)

    def resolved(self, index: int) -> int | None:
        if self.status(index).extra != "done":
            return None
        return self.created(index) + HOUR // 10 + roll(self.seed, index, _RESOLVED) % (400 * HOUR)

    # ---- what it is
    def request_type(self, index: int) -> Entity | None:
        choices = self.configuration.request_types.get(self.project(index).extra["key"], [])
        bits = roll(self.seed, index, _REQUEST)
        return pick(choices, bits) if choices and bits >> 40 & 15 else None

    def issue_type(self, index: int) -> Entity:
        request = self.request_type(index)
        if request is not None:
            return self._types[str(request.extra["issue_type"])]
        return pick(self.configuration.issue_types, roll(self.seed, index, _TYPE))

    def status(self, index: int) -> Entity:
        return pick(self.configuration.statuses, roll(self.seed, index, _STATUS))

    def resolution(self, index: int) -> Entity | None:
        bits = roll(self.seed, index, _RESOLUTION)
        if self.status(index).extra != "done" or not bits >> 40 & 15:
            return None
        return pick(self.configuration.resolutions, bits)

    def priority(self, index: int) -> Entity | None:
        bits = roll(self.seed, index, _PRIORITY)
        return pick(self.configuration.priorities, bits) if bits >> 40 & 15 else None

    # ---- people
    def reporter(self, index: int) -> Entity | None:
        bits = roll(self.seed, index, _REPORTER)
        kind = bits >> 40 & 31
        if kind == 0:
            return None
        if kind == 1:
            return self.people.former
        return pick(self.people.agents, bits) if kind < 6 else pick(self.people.customers, bits)

    def creator(self, index: int) -> Entity:
        return self.reporter(index) or self.people.app

    def assignee(self, index: int) -> Entity | None:
        bits = roll(self.seed, index, _ASSIGNEE)
        kind = bits >> 40 & 15
        if kind < 3:
            return None
        return self.people.inactive if kind == 3 else pick(self.people.agents, bits)

    def summary(self, index: int) -> str:
        return text.summary(self.seed, index, _SUMMARY)
