"""The sources a statement's scans read from, and what they reported."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
from duckdb._sources.arrow import ArrowScanSource

from jsdodbc.cancel import Cancellation, Linked
from jsdodbc.errors import Error
from jsdodbc.execute.errors import unexpected
from jsdodbc.meter import Meter
from jsdodbc.model.table import Table
from jsdodbc.plan.scans import Scan
from jsdodbc.scan.group import Group
from jsdodbc.scan.hints import Hints, ScanReport

# (table, hints, cancellation, on_scan) → source: scan.source.TableSource with the session given.
MakeSource = Callable[[Table, Hints, Cancellation, Callable[[ScanReport], None]], ArrowScanSource]


class Guarded(ArrowScanSource):
    """A source that remembers what was asked of it and how it failed, since DuckDB keeps only the text of a failure.
    `meter`: counts what its scans cost, `reports`: what they tell.
    """

    schema_is_stable = True

    def __init__(
        self, source: ArrowScanSource, scan: Scan, hints: Hints, meter: Meter, reports: list[ScanReport]
    ) -> None:
        super().__init__(None)
        self._source = source
        self.scan = scan
        self.hints, self.meter, self.reports = hints, meter, reports
        self.accepted: list[Any] = []
        self.asked: list[tuple[Sequence[int] | None, Sequence[Any]]] = []
        self.failure: BaseException | None = None

    def __arrow_c_schema__(self) -> object:
        return self._guard(self._source.__arrow_c_schema__)  # type: ignore[attr-defined]

    def accepts(self, predicate: Any) -> bool:
        answer = bool(self._guard(self._source.accepts, predicate))
        if answer:
            self.accepted.append(predicate)
        return answer

    def stream(self, columns: Sequence[int] | None, filters: Sequence[Any]) -> tuple[object, bool]:
        self.asked.append((columns, filters))
        return self._guard(self._source.stream, columns, filters)  # type: ignore[no-any-return]

    def group(self, names: Container[str], cancellation: Cancellation) -> Group | None:
        """The issues that a scan for these columns reads with what DuckDB offered."""
        make = getattr(self._source, "group", None)
        return self._guard(make, names, _offered(self.accepted), cancellation) if make is not None else None

    def join(self, group: Group, names: Container[str]) -> None:
        """Have the group read what such a scan needs."""
        self._guard(self._source.join, group, names, _offered(self.accepted))  # type: ignore[attr-defined]

    def drain(self) -> None:
        """Scan as DuckDB last asked, or else with what it offered; for a source that gives no rows but reports."""
        columns, filters = self.asked[-1] if self.asked else (self._plain(), _offered(self.accepted))
        capsule, _ = self._source.stream(columns, filters)
        pa.RecordBatchReader._import_from_c_capsule(capsule).read_all()

    def _plain(self) -> list[int]:
        return [index for index, column in enumerate(self.scan.table.every) if not column.pseudo]

    def _guard(self, function: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return function(*arguments)
        except BaseException as error:
            self.failure = self.failure or error
            raise


def _offered(accepted: Sequence[Any]) -> list[Any]:
    """The predicates, each once: every planning of a statement offers them anew."""
    return list({one.fragment(): one for one in accepted}.values())


class Sources:
    """The sources of one run of a statement."""

    def __init__(self, make: MakeSource, cancellation: Cancellation) -> None:
        self._make = make
        self._cancellation = cancellation
        self.guarded: list[Guarded] = []

    def open(self, scan: Scan, hints: Hints) -> Guarded:
        meter = Meter(self._cancellation.meter)
        told: list[ScanReport] = []
        hints = replace(hints, wanted=scan.wanted)
        source = self._make(scan.table, hints, Linked(self._cancellation, meter), told.append)
        guarded = Guarded(source, scan, hints, meter, told)
        self.guarded.append(guarded)
        return guarded

    @property
    def reports(self) -> list[ScanReport]:
        return [report for guarded in self.guarded for report in guarded.reports]

    def failure(self) -> BaseException | None:
        """What a scan failed with, an `Error`; None when no scan failed."""
        failures = [*(one.failure for one in self.guarded), *(one.failure for one in self.reports)]
        # A generator that is closed early, by LIMIT for example, has not failed.
        found = [one for one in failures if one is not None and not isinstance(one, GeneratorExit)]
        first = next((one for one in found if isinstance(one, Error)), found[0] if found else None)
        return first if first is None or isinstance(first, Error) else unexpected(first)
