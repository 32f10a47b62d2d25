"""EXPLAIN: what would be asked of the site, and with ANALYZE what was, as rows or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from jsdodbc.execute.result import Rows
from jsdodbc.execute.run import Run
from jsdodbc.execute.types import NULLABLE, ResultColumn, described
from jsdodbc.meter import Counts, Meter
from jsdodbc.model.types import INTEGER, LONGVARCHAR, SqlType, varchar
from jsdodbc.plan.scans import Scan
from jsdodbc.scan.hints import Hints, ScanReport

_LONG = varchar(8_000)
_ROWS: tuple[tuple[str, SqlType], ...] = (
    ("Step", INTEGER),
    ("Table", varchar(255)),
    ("Detail", varchar(64)),
    ("Text", _LONG),
)
_JSON: tuple[tuple[str, SqlType], ...] = (("Plan", LONGVARCHAR),)
ANALYZE, JSON = "ANALYZE", "JSON"
Redact = Callable[[str], str]


@dataclass(slots=True)
class Step:
    """One scan. `purpose`: the column of another table whose keys it gives, "" for the statement itself."""

    scan: Scan
    reports: list[ScanReport]
    meter: Meter
    hints: Hints
    purpose: str = ""


@dataclass(slots=True)
class Explained:
    """`expected`: the steps as told beforehand, `kept`: conditions that DuckDB checks, `feeds`: scan → where its keys
    come from; `done`: the steps as they were, with ANALYZE; `total`, `rows`, `seconds`: of the whole statement then.
    """

    expected: Sequence[Step]
    kept: Sequence[str]
    feeds: Mapping[str, str]
    done: Sequence[Step] = ()
    total: Counts | None = None
    rows: int = 0
    seconds: float = 0.0
    redact: Redact = field(default=lambda text: text)


def columns(options: frozenset[str] = frozenset()) -> tuple[ResultColumn, ...]:
    """Step, Table, Detail (what the line tells of), Text; with JSON one column, Plan."""
    declared = _JSON if JSON in options else _ROWS
    return tuple(described(name, kind, NULLABLE, ("", "", "", "")) for name, kind in declared)


def touch(run: Run, sql: str, values: Mapping[str, object] | None) -> list[str]:
    """Make every source report, also one that DuckDB skips when another has no rows; what DuckDB checks itself."""
    planned = run.rows(f"EXPLAIN (FORMAT JSON) {sql}", values)[0][1]
    run.rows(sql, values)
    plan = json.loads(planned)
    for source in run.sources.guarded if any("SCAN" in str(node.get("name", "")) for node in nodes(plan)) else ():
        if not any(report.calls for report in source.reports):
            run.drain(source)
    return _filters(plan)


def nodes(plan: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Every operator of a plan of DuckDB."""
    pending = list(plan)
    while pending:
        node = pending.pop()
        pending.extend(node.get("children", ()))
        yield node


def _filters(plan: Any) -> list[str]:
    """Conditions that DuckDB checks itself."""
    found: list[str] = []
    for node in nodes(plan):
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
    for node in nodes(json.loads(plan_text)):
        name = str(node.get("name", "")).strip().upper().replace(" ", "_")
        if name not in harmless and not name.startswith(("ARROW", "PYTHON", "TABLE_SCAN", "SCAN")):
            return True
    return False


def result(explained: Explained, options: frozenset[str]) -> Rows:
    """The result set of EXPLAIN."""
    document = _document(explained)
    lines: list[tuple[Any, ...]] = [(explained.redact(json.dumps(document, ensure_ascii=False, indent=2)),)]
    declared = _JSON
    if JSON not in options:
        lines = [(*line[:3], explained.redact(line[3])) for line in _lines(document)]
        declared = _ROWS
    schema = pa.schema([(name, kind.arrow) for name, kind in declared])
    arrays = [pa.array([line[index] for line in lines], one.type) for index, one in enumerate(schema)]
    return Rows(columns(options), pa.RecordBatch.from_arrays(arrays, schema=schema))


def _document(explained: Explained) -> dict[str, Any]:
    """All there is to tell, as JSON has it."""
    done = list(explained.done)
    groups: set[int] = set()
    scans = []
    for step in explained.expected:
        for report in (one for one in step.reports if one.calls):
            scan = _scan(step, report, explained.feeds)
            same = next((one for one in done if (one.scan, one.purpose) == (step.scan, step.purpose)), None)
            if same is not None:
                done.remove(same)
            if explained.total is not None:
                scan["actual"] = _actual(same, groups)
            scans.append(scan)
    expected = [scan["expected"]["calls"] for scan in scans]
    document: dict[str, Any] = {
        "scans": scans,
        "checkedInMemory": list(explained.kept),
        "expected": {
            "calls": sum(expected) if None not in expected else None,
            "atLeast": any(scan["expected"]["callsAtLeast"] for scan in scans),
        },
    }
    if explained.total is not None:
        document["actual"] = _counts(explained.total) | {"rows": explained.rows, "seconds": round(explained.seconds, 3)}
    return document


def _scan(step: Step, report: ScanReport, feeds: Mapping[str, str]) -> dict[str, Any]:
    return {
        "table": report.table,
        "alias": step.scan.alias,
        "keysFor": step.purpose or None,
        "columns": list(report.columns),
        "jql": report.jql,
        "requests": list(report.requests),
        "expected": {
            "calls": report.expected_calls,
            "callsAtLeast": report.at_least,
            "callsInWords": report.calls,
            "rows": report.expected_rows,
            "rowsAtMost": report.at_most,
        },
        "pushedExactly": list(report.exact),
        "pushedRoughly": list(report.superset),
        "remaining": list(report.remaining),
        "limit": report.limit,
        "order": report.order or None,
        "keysFrom": feeds.get(step.scan.name) if not step.purpose else None,
    }


def _actual(step: Step | None, groups: set[int]) -> dict[str, Any]:
    """What a scan cost. The issues that several share are the first one's."""
    if step is None:
        return _counts(Counts()) | {"rows": 0, "received": 0, "seconds": 0.0}
    counts = step.meter.counts()
    group = step.hints.group
    if group is not None and group.meter is not None and id(group) not in groups:
        groups.add(id(group))
        more = group.meter.counts()
        counts = Counts(
            counts.calls + more.calls,
            counts.bytes + more.bytes,
            counts.retries + more.retries,
            counts.waits + more.waits,
        )
    return _counts(counts) | {
        "rows": sum(report.rows for report in step.reports),
        "received": sum(report.fetched for report in step.reports),
        "seconds": round(sum(report.seconds for report in step.reports), 3),
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "calls": counts.calls,
        "bytes": counts.bytes,
        "retries": counts.retries,
        "waitedSeconds": round(counts.waits, 3),
    }


_SINGLE = (("keysFor", "Keys for"), ("jql", "JQL"))
_LISTS = (("pushedExactly", "Pushed exactly"), ("pushedRoughly", "Pushed roughly"), ("remaining", "Remaining"))
_LAST = (("limit", "Limit"), ("order", "Order"), ("keysFrom", "Keys"))


def _lines(document: Mapping[str, Any]) -> Iterator[tuple[int, str, str, str]]:
    scans = document["scans"]
    for step, scan in enumerate(scans, 1):
        for detail, text in _details(scan):
            yield step, scan["table"], detail, text
    for condition in document["checkedInMemory"]:
        yield len(scans) + 1, "", "Checked in memory", condition
    if not scans:
        yield 1, "", "Requests", "none: the statement reads no table"
    elif document["expected"]["calls"] is not None:
        yield (
            len(scans) + 1,
            "",
            "Expected calls",
            _number(document["expected"]["calls"], document["expected"]["atLeast"]),
        )
    if "actual" in document:
        yield len(scans) + 1, "", "Actual", _told(document["actual"])


def _details(scan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Columns", ", ".join(scan["columns"])
    for name, detail in _SINGLE:
        if scan[name] is not None:
            yield detail, scan[name]
    for request in scan["requests"]:
        yield "Request", request
    expected = scan["expected"]
    number = _number(expected["calls"], expected["callsAtLeast"])
    yield "Expected calls", f"{number}: {expected['callsInWords']}" if number else expected["callsInWords"]
    if expected["rows"] is not None:
        yield "Expected rows", f"{'at most ' if expected['rowsAtMost'] else ''}{expected['rows']:,}"
    for name, detail in _LISTS:
        for text in scan[name]:
            yield detail, text
    for name, detail in _LAST:
        if scan[name] is not None:
            yield detail, str(scan[name])
    if "actual" in scan:
        yield "Actual", _told(scan["actual"])


def _number(calls: int | None, at_least: bool) -> str:
    return "" if calls is None else f"{calls:,}{' or more' if at_least else ''}"


def _told(actual: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value:,}" for name, value in actual.items())
