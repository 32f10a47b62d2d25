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
from jsdodbc.execute.sharing import Sharing, combined, early_feeds, shared, worthwhile
from jsdodbc.meter import Meter
from jsdodbc.model.table import Table
from jsdodbc.plan.feeds import Feed
from jsdodbc.plan.plan import Plan
from jsdodbc.plan.scans import Scan
from jsdodbc.plan.shape import Shape
from jsdodbc.scan.hints import Hints, KeyFeed, ScanReport

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
        early = self._keyed(early_feeds(self.query.plan), {})
        sharing = self._sharing(early)
        run: Run | None = None
        try:
            hints = self._told(shape, early, sharing)
            hints = self._keyed(self._late(sharing), hints)
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

    def hints(self) -> dict[str, Hints]:
        """What the scans are told when nothing is shared, by name; reads the keys that joins hand over."""
        return self._keyed(self.query.plan.feeds, {})

    def _keyed(self, feeds: Sequence[Feed], hints: Mapping[str, Hints]) -> dict[str, Hints]:
        """The hints, with the keys of feeds."""
        told = dict(hints)
        for feed in feeds:
            keys = self._keys(feed, told)
            if keys is not None:
                told[feed.scan.name] = replace(told.get(feed.scan.name, Hints()), keys=KeyFeed(feed.column, keys))
        return told

    def _late(self, sharing: Sharing) -> list[Feed]:
        early = early_feeds(self.query.plan)
        return [feed for feed in self.query.plan.feeds if feed not in early and not sharing.spares(feed)]

    @staticmethod
    def _told(shape: Shape | None, early: Mapping[str, Hints], sharing: Sharing) -> dict[str, Hints]:
        names = (*early, *sharing.hints)
        hints = {name: combined(early.get(name), sharing.hints.get(name)) for name in names}
        if shape is not None:
            hints[shape.scan.name] = combined(shape.hints, hints.get(shape.scan.name))
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
        steps: list[Step] = []
        self._measured_keys(early_feeds(self.query.plan), {}, steps)
        early = self._keyed(early_feeds(self.query.plan), {})  # few, and they decide what is searched for
        sharing = self._sharing(early)
        try:
            hints = {name: _measured(hint) for name, hint in self._told(shape, early, sharing).items()}
            hints = self._measured_keys(self._late(sharing), hints, steps)
            kept = self._dry(self.query.sql, self.values, hints, None, "", steps)
        finally:
            sharing.close()
        return steps, kept

    def _measured_keys(self, feeds: Sequence[Feed], hints: Mapping[str, Hints], steps: list[Step]) -> dict[str, Hints]:
        """The hints, with as many keys as feeds will give."""
        told = dict(hints)
        for feed in feeds:
            keys = KeyFeed(feed.column, (), self._expected_keys(feed, told, steps))
            told[feed.scan.name] = replace(told.get(feed.scan.name, _MEASURED), keys=keys)
        return told

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
            found = run.rows(f"{sql} LIMIT {feed.most + 1}", values)
            run.finish()
        finally:
            run.close()
        return tuple(row[0] for row in found if row[0] is not None) if len(found) <= feed.most else None

    def _feed(self, feed: Feed) -> tuple[str, tuple[Scan, ...], Values]:
        """The query of a feed, the scans and the parameters it takes."""
        planned = self.query.plan
        sql = planned.feed_sql(feed)
        scans = tuple(scan for scan in planned.scans if f'"{scan.name}"' in sql)
        mentioned = set(re.findall(r"\$(\d+)\b", sql))
        return sql, scans, {number: value for number, value in self.values.items() if number in mentioned}

    def _sharing(self, early: Mapping[str, Hints]) -> Sharing:
        """Which scans read the same issues, by DuckDB's own plan."""
        if not worthwhile(self.query.plan):
            return Sharing()
        run = self._opened(early)
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
