"""Things with an id and a name (statuses, users, options …): one object each, its JSON made once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson


class Entity:
    """`id`, `name`: as JQL compares them. `rank`: its place when ordered. `json`: as it stands in an issue."""

    __slots__ = ("aliases", "extra", "fragment", "id", "json", "name", "rank")

    def __init__(
        self, id: str, name: str, json: dict[str, Any], *, rank: int = 0, aliases: Iterable[str] = (), extra: Any = None
    ):
        self.id = id
        self.name = name
        self.rank = rank
        self.json = json
        self.fragment = orjson.Fragment(orjson.dumps(json))
        self.aliases = tuple(aliases)
        self.extra = extra

    def answers_to(self, literal: str) -> bool:
        """Whether JQL's `literal` (lower case) means this one."""
        return literal in (self.id.lower(), self.name.lower()) or literal in self.aliases

    def __repr__(self) -> str:
        return f"Entity({self.id!r}, {self.name!r})"
