"""Several totals of one table, each asked for by itself (plan.parts): a page or a count each, instead of every row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from jsdodbc.execute.explain import Step
from jsdodbc.execute.reads import Read
from jsdodbc.plan.shape import Shape

_ROWS = 16  # of a batch that holds one


class Totals:
    """The reads of a query's parts; none where one of them would have to read everything."""

    def __init__(self, reads: Sequence[Read], columns: int) -> None:
        """`columns`: how many of the parts are columns; one after them only counts the rows."""
        self._reads: list[tuple[Read, Shape]] = []
        self._columns = columns
        for read in reads:
            shape = read.shape(0)
            if shape is None:
                self._reads = []
                return
            self._reads.append((read, shape))

    def __bool__(self) -> bool:
        return bool(self._reads)

    def expected(self) -> list[Step] | None:
        """What will be asked; None when the site can't decide the conditions, so that all rows are read at once."""
        steps = [step for read, shape in self._reads for step in read.expected(shape)[0]]
        reports = [report for step in steps for report in step.reports]
        return None if any(report.superset or report.remaining for report in reports) else steps

    def arrays(self) -> list[Any] | None:
        """The column of each part, of one row; None as `expected`."""
        found: dict[int, Any] = {}
        for number, (read, shape) in enumerate(self._reads):
            if shape.hints.count_only:
                count = read.count(shape)
                if count is None:
                    return None
                found[number] = pa.array([count], pa.int64())
        for number, (read, shape) in enumerate(self._reads):
            if number not in found:
                found[number] = _first(read, shape)
        return [found[number] for number in range(self._columns)]

    def steps(self) -> list[Step]:
        """What was asked."""
        return [step for read, _ in self._reads for step in read.steps]


def _first(read: Read, shape: Shape) -> Any:
    run = read.start(shape, _ROWS)
    try:
        batches = [batch for batch in run.batches() if batch.num_rows]
        run.finish()
    finally:
        run.close()
    return batches[0].column(0)
