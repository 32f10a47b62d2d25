"""EXPLAIN: what would be asked of the site, as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from jsdodbc.execute.result import Rows
from jsdodbc.execute.run import Run
from jsdodbc.execute.types import NULLABLE, ResultColumn, described
from jsdodbc.model.types import INTEGER, SqlType, varchar
from jsdodbc.plan.plan import Plan
from jsdodbc.scan.hints import ScanReport

_LONG = varchar(8_000)
COLUMNS: tuple[tuple[str, SqlType], ...] = (
    ("Step", INTEGER),
    ("Table", varchar(255)),
    ("Detail", varchar(64)),
    ("Text", _LONG),
)


def columns() -> tuple[ResultColumn, ...]:
    """Step, Table, Detail (what the line tells of), Text."""
    return tuple(described(name, kind, NULLABLE, ("", "", "", "")) for name, kind in COLUMNS)


def touch(run: Run, sql: str, values: Mapping[str, object] | None) -> list[str]:
    """Make every source report, also one that DuckDB skips when another has no rows; what DuckDB checks itself."""
    planned = run.rows(f"EXPLAIN (FORMAT JSON) {sql}", values)[0][1]
    run.rows(sql, values)
    told = {report.table for report in run.sources.reports if report.calls}
    for source in run.sources.guarded:
        if source.scan.table.name not in told:
            run.drain(source)
    return _filters(json.loads(planned))


def _filters(plan: Any) -> list[str]:
    """Conditions that DuckDB checks itself."""
    found: list[str] = []
    pending = list(plan)
    while pending:
        node = pending.pop()
        pending.extend(node.get("children", ()))
        if "FILTER" in node.get("name", ""):
            conditions = [text for key, text in node.get("extra_info", {}).items() if "Cardinality" not in key]
            found.extend(one for text in conditions for one in (text if isinstance(text, list) else [text]))
    return found


def filters_above(plan_text: str) -> bool:
    """Whether DuckDB's plan does more than sort, cut, count and project what the scan gives."""
    harmless = (
        "LIMIT",
        "STREAMING_LIMIT",
        "TOP_N",
        "PROJECTION",
        "UNGROUPED_AGGREGATE",
        "ORDER_BY",
        "ARROW_SCAN",
        "RESULT_COLLECTOR",
    )
    pending = list(json.loads(plan_text))
    while pending:
        node = pending.pop()
        name = str(node.get("name", "")).strip().upper().replace(" ", "_")
        if name not in harmless and not name.startswith(("ARROW", "PYTHON", "TABLE_SCAN", "SCAN")):
            return True
        pending.extend(node.get("children", ()))
    return False


def rows(plan: Plan, reports: Sequence[ScanReport], kept: Sequence[str], feeds: Mapping[str, str]) -> Rows:
    """The result set of EXPLAIN."""
    lines = list(_lines(plan, reports, kept, feeds))
    schema = pa.schema([(name, kind.arrow) for name, kind in COLUMNS])
    arrays = [pa.array([line[index] for line in lines], field.type) for index, field in enumerate(schema)]
    return Rows(columns(), pa.RecordBatch.from_arrays(arrays, schema=schema))


def _lines(
    plan: Plan, reports: Sequence[ScanReport], kept: Sequence[str], feeds: Mapping[str, str]
) -> Iterator[tuple[int, str, str, str]]:
    step = 0
    reports = [report for report in reports if report.calls]
    for step, report in enumerate(reports, 1):
        for detail, text in _details(report):
            yield step, report.table, detail, text
        if report.table in feeds:
            yield step, report.table, "Keys", feeds[report.table]
    for condition in kept:
        yield step + 1, "", "Checked in memory", condition
    if not reports:
        yield 1, "", "Requests", "none: the statement reads no table"


def _details(report: ScanReport) -> Iterator[tuple[str, str]]:
    yield "Columns", ", ".join(report.columns)
    if report.jql is not None:
        yield "JQL", report.jql
    for request in report.requests:
        yield "Request", request
    if report.calls:
        yield "Expected calls", report.calls
    for detail, texts in (
        ("Pushed exactly", report.exact),
        ("Pushed roughly", report.superset),
        ("Remaining", report.remaining),
    ):
        for text in texts:
            yield detail, text
    if report.limit is not None:
        yield "Limit", str(report.limit)
    if report.order:
        yield "Order", report.order
