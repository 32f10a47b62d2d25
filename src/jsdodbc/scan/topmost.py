"""Stopping early: after enough rows, or in an order once no row can come that belongs to the first ones."""

from __future__ import annotations

import datetime
import heapq
from typing import Any

import pyarrow as pa

from jsdodbc.scan.access import Access, Found
from jsdodbc.scan.hints import Hints

# The site sorts times by the second or minute it has indexed; rows that near each other may come in any order.
_SLACK = datetime.timedelta(minutes=2)
_SLACK_DAYS = datetime.timedelta(days=2)


def limit_of(hints: Hints, access: Access) -> int | None:
    """After how many rows the scan may stop: never where the statement sorts first and the rows don't come sorted."""
    sorted_by_site = isinstance(access, Found) and access.order_column is not None
    return hints.limit if not hints.order or sorted_by_site else None


class Topmost:
    """Counts down to `limit`; None never ends. `done`: no further row is needed."""

    def __init__(self, limit: int | None, access: Access) -> None:
        self._left = limit
        self._limit = limit or 0
        self._column = access.order_column if isinstance(access, Found) else None
        self._descending = isinstance(access, Found) and access.descending
        self._best: list[float] = []
        self.done = False

    def take(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """The rows to pass on."""
        if self._left is None:
            return rows
        if self._column is not None:
            self.done = self._passed(rows)
            return rows
        rows = rows.slice(0, self._left)
        self._left -= rows.num_rows
        self.done = self._left == 0
        return rows

    def _passed(self, rows: pa.RecordBatch) -> bool:
        assert self._column is not None
        values = [_number(value, self._descending) for value in rows.column(self._column.name).to_pylist()]
        for value in values:
            # A heap of the `limit` smallest, greatest on top (heapq has the smallest on top, hence the signs).
            if len(self._best) < self._limit:
                heapq.heappush(self._best, -value)
            else:
                heapq.heappushpop(self._best, -value)
        if len(self._best) < self._limit or not values:
            return False
        return values[-1] > -self._best[0] + _slack(self._column.type.name)


def _number(value: Any, descending: bool) -> float:
    moment = value if isinstance(value, datetime.datetime) else datetime.datetime.combine(value, datetime.time())
    seconds = (moment - datetime.datetime(1970, 1, 1)).total_seconds()
    return -seconds if descending else seconds


def _slack(kind: str) -> float:
    return (_SLACK if kind == "TIMESTAMP" else _SLACK_DAYS).total_seconds()
