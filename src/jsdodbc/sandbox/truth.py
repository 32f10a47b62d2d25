"""What a generated site holds, as Python objects, for tests to compare results with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from jsdodbc.sandbox.documents import Documents
from jsdodbc.sandbox.fields import Store


class Truth:
    """Issues are numbered 0 … len-1 in the order of their ids. Everything is as the site's API version 2 tells it."""

    def __init__(self, store: Store, base: str) -> None:
        self.store = store
        self.documents = Documents(store, base)

    def __len__(self) -> int:
        return self.store.size

    def issue(self, index: int) -> dict[str, Any]:
        """The whole issue: id, key, self, fields."""
        body: dict[str, Any] = orjson.loads(self.documents.issue(index, self.store.fields, adf=False))
        return body

    def issues(self) -> Iterator[dict[str, Any]]:
        return (self.issue(index) for index in range(len(self)))

    def comments(self, index: int) -> list[dict[str, Any]]:
        """All comments of an issue, oldest first."""
        page = self.store.comments(index, start=0, limit=1 << 30, newest_first=False, adf=False)
        found: list[dict[str, Any]] = orjson.loads(orjson.dumps(page["comments"]))
        return found

    def fields(self, *, cloud: bool = True) -> list[dict[str, Any]]:
        return [field.description(cloud=cloud) for field in self.store.fields]

    def all(self, kind: str) -> list[dict[str, Any]]:
        """Every user, project, status, priority, requesttype, organization …"""
        return [entity.json for entity in self.store.of_kind(kind)]
