"""How the rows of a query are got: what its scans are told before DuckDB runs it, and the run itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jsdodbc.cancel import Cancellation, Linked
from jsdodbc.execute import explain
from jsdodbc.execute.explain import Step
from jsdodbc.execute.prepared import Query
from jsdodbc.execute.run import Run
from jsdodbc.execute.sharing import Sharing, combined, shared, worthwhile
from jsdodbc.meter import Meter
from jsdodbc.model.table import Table
from jsdodbc.plan.feeds import Feed
from jsdodbc.plan.plan import Plan
from jsdodbc.plan.scans import Scan
from jsdodbc.plan.shape import Shape
from jsdodbc.scan.hints import Hints, KeyFeed, ScanReport

# More keys than this are not handed to a scan: reading the whole table takes no more calls.
_MOST_KEYS = 20_000
DRY = Hints(explain_only=True)
_MEASURED = Hints(explain_only=True, measure=True)

# (table, predicates as DuckDB gave them, cancellation) → number of rows, None when only reading can tell.
CountRows = Callable[[Table, Sequence[Any], Cancellation], int | None]
# (plan, cancellation, scans that are needed, None for all) → a run.
MakeRun = Callable[[Plan, Cancellation, Sequence[Scan] | None], Run]
Values = Mapping[str, object]


@dataclass(slots=True)
class Read:
    """One execution of a query. `steps`: what it asked, filled in as it goes."""

    query: Query
    values: Values
    cancellation: Cancellation
    run: MakeRun
    count_rows: CountRows
    steps: list[Step] = field(default_factory=list)

    def count(self, shape: Shape | None) -> int | None:
        """The answer of a query that only counts, where the site can count; None else."""
        if shape is None or not shape.hints.count_only or shape.scan.table.kind == "SYSTEM TABLE":
            return None
        meter = Meter(self.cancellation.meter)
        counted = self.count_rows(shape.scan.table, shape.filters, Linked(self.cancellation, meter))
        if counted is not None:
            report = ScanReport(shape.scan.table.name, (), calls="counted by the site", rows=counted)
            self.steps.append(Step(shape.scan, [report], meter, shape.hints))
        return counted

    def start(self, shape: Shape | None, rows: int) -> Run:
        """A run that gives the rows in batches of `rows`."""
        sharing = self._sharing()
        run: Run | None = None
        try:
            hints = self.hints(shape, sharing)
            run = self._opened(hints)
            run.cancellation.on_cancel(sharing.close)
            self._note(run)
            run.start(self.query.sql, self.values, rows)
        except BaseException:
            sharing.close()
            if run is not None:
                run.close()
            raise
        return run

    def hints(self, shape: Shape | None = None, sharing: Sharing | None = None) -> dict[str, Hints]:
        """What the scans are told, by name; reads the keys that joins hand over."""
        sharing = sharing or Sharing()
        hints = dict(sharing.hints)
        if shape is not None:
            hints[shape.scan.name] = combined(shape.hints, hints.get(shape.scan.name))
        for feed in self.query.plan.feeds:
            if sharing.spares(feed):
                continue
            keys = self._keys(feed, hints)
            if keys is not None:
                hints[feed.scan.name] = replace(hints.get(feed.scan.name, Hints()), keys=KeyFeed(feed.column, keys))
        return hints

    def shape(self, max_rows: int) -> Shape | None:
        """LIMIT, ORDER BY and COUNT(*) for the scan, once it is sure that nothing else filters its rows."""
        planned = self.query.plan.shape
        shape = planned.limited(max_rows) if planned is not None else None
        if shape is None or not shape.useful:
            return None
        if not shape.filtered:
            return shape
        run = self._opened({scan.name: DRY for scan in self.query.plan.scans})
        try:
            text = self._duckdb_plan(run)
            filters = tuple(run.sources.guarded[0].accepted)
            run.finish()
        finally:
            run.close()
        return None if explain.filters_above(text) else replace(shape, filters=filters)

    def expected(self, shape: Shape | None) -> tuple[list[Step], list[str]]:
        """What an execution would ask, and the conditions that DuckDB checks itself. Asks the site for numbers only."""
        sharing = self._sharing()
        try:
            steps: list[Step] = []
            hints = {name: _measured(hint) for name, hint in sharing.hints.items()}
            if shape is not None:
                hints[shape.scan.name] = _measured(combined(shape.hints, hints.get(shape.scan.name)))
            for feed in self.query.plan.feeds:
                if not sharing.spares(feed):
                    keys = KeyFeed(feed.column, (), self._expected_keys(feed, hints, steps))
                    hints[feed.scan.name] = replace(hints.get(feed.scan.name, _MEASURED), keys=keys)
            kept = self._dry(self.query.sql, self.values, hints, None, "", steps)
        finally:
            sharing.close()
        return steps, kept

    def _expected_keys(self, feed: Feed, hints: Mapping[str, Hints], steps: list[Step]) -> int:
        sql, scans, values = self._feed(feed)
        if not scans:
            return len(self._keys(feed, {}) or ())
        before = len(steps)
        self._dry(sql, values, hints, scans, f"{feed.scan.table.name}.{feed.column}", steps)
        rows = [
            report.expected_rows
            for step in steps[before:]
            if step.scan.name == feed.source.scan.name
            for report in step.reports
        ]
        return next((number for number in rows if number is not None), 1)

    def _dry(
        self,
        sql: str,
        values: Values,
        hints: Mapping[str, Hints],
        scans: Sequence[Scan] | None,
        purpose: str,
        steps: list[Step],
    ) -> list[str]:
        wanted = self.query.plan.scans if scans is None else scans
        run = self._opened({scan.name: hints.get(scan.name, _MEASURED) for scan in wanted}, scans)
        try:
            kept = explain.touch(run, sql, values)
            self._note(run, purpose, steps)
            run.finish()
        finally:
            run.close()
        return kept

    def _keys(self, feed: Feed, hints: Mapping[str, Hints]) -> tuple[str, ...] | None:
        """The values of a feed; None when there are too many to be of use."""
        sql, scans, values = self._feed(feed)
        told = {name: replace(hint, limit=None) for name, hint in hints.items() if hint.keys or hint.group}
        run = self._opened(told, scans)
        try:
            self._note(run, f"{feed.scan.table.name}.{feed.column}")
            found = run.rows(f"{sql} LIMIT {_MOST_KEYS + 1}", values)
            run.finish()
        finally:
            run.close()
        return tuple(row[0] for row in found if row[0] is not None) if len(found) <= _MOST_KEYS else None

    def _feed(self, feed: Feed) -> tuple[str, tuple[Scan, ...], Values]:
        """The query of a feed, the scans and the parameters it takes."""
        planned = self.query.plan
        sql = planned.feed_sql(feed)
        scans = tuple(scan for scan in planned.scans if f'"{scan.name}"' in sql)
        mentioned = set(re.findall(r"\$(\d+)\b", sql))
        return sql, scans, {number: value for number, value in self.values.items() if number in mentioned}

    def _sharing(self) -> Sharing:
        """Which scans read the same issues, by DuckDB's own plan."""
        if not worthwhile(self.query.plan):
            return Sharing()
        run = self._opened({})
        try:
            text = self._duckdb_plan(run)
            with run.asking():
                found = shared(self.query.plan, run, text, self.cancellation)
            run.finish()
        finally:
            run.close()
        return found

    def _duckdb_plan(self, run: Run) -> str:
        return str(run.rows(f"EXPLAIN (FORMAT JSON) {self.query.sql}", self.values)[0][1])

    def _opened(self, hints: Mapping[str, Hints], scans: Sequence[Scan] | None = None) -> Run:
        run = self.run(self.query.plan, self.cancellation, scans)
        try:
            run.open(hints)
        except BaseException:
            run.close()
            raise
        return run

    def _note(self, run: Run, purpose: str = "", steps: list[Step] | None = None) -> None:
        noted = self.steps if steps is None else steps
        noted += (Step(one.scan, one.reports, one.meter, one.hints, purpose) for one in run.sources.guarded)


def _measured(hint: Hints) -> Hints:
    return replace(hint, explain_only=True, measure=True)
