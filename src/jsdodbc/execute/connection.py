"""A connection to one site that runs SQL: one per ODBC connection, used from any thread."""

from __future__ import annotations

import functools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from sqlglot import exp

from jsdodbc.cancel import Cancellation, Linked
from jsdodbc.errors import Error, Misnamed
from jsdodbc.execute import changing, explain, procedures, values, writing
from jsdodbc.execute.cage import Bound
from jsdodbc.execute.explain import Explained
from jsdodbc.execute.prepared import Prepared, Query
from jsdodbc.execute.reads import DRY, CountRows, Read
from jsdodbc.execute.result import Changed, Execution, Result, Rows, counted, gathered
from jsdodbc.execute.run import Run
from jsdodbc.execute.scratch import Scratch
from jsdodbc.execute.sources import MakeSource
from jsdodbc.execute.system_rows import SqlInfo, SystemRows, SystemSource
from jsdodbc.execute.totals import Totals
from jsdodbc.execute.types import TEXT_SIZE, adapted, batch_rows, result_column
from jsdodbc.execute.values import Value
from jsdodbc.meter import Meter
from jsdodbc.model.catalog import SCRATCH, Catalog, Together
from jsdodbc.model.shown import Shown, shown
from jsdodbc.model.table import Table
from jsdodbc.model.types import SqlType
from jsdodbc.model.write import DELETE
from jsdodbc.plan.changes import change as change_of
from jsdodbc.plan.parts import parts
from jsdodbc.plan.plan import Plan, plan
from jsdodbc.plan.scans import Scan
from jsdodbc.plan.shape import Shape
from jsdodbc.scan.hints import Hints, ScanReport
from jsdodbc.sql import changes
from jsdodbc.sql.dialect import render
from jsdodbc.sql.parse import Statement, StatementKind, Text, parse

if TYPE_CHECKING:
    from jsdodbc.plan.changes import Change
    from jsdodbc.site.session import Session

_REMEMBERED = 256
_ANALYZED_ROWS = 16_384  # of a batch that nobody reads


class Connection:
    """`session`: the signed-in site. `catalog` and `make` take its place in tests."""

    def __init__(
        self,
        session: Session | Any,
        catalog: Catalog | Any = None,
        make: MakeSource | None = None,
        count: CountRows | None = None,
        sql_info: SqlInfo = dict,
    ) -> None:
        self._session = session
        self.catalog: Any = catalog if catalog is not None else Catalog(session)
        of_site: MakeSource = make or functools.partial(_table_source, session)
        self._outcomes = changing.Outcomes()
        self._scratch = Scratch(getattr(getattr(session, "settings", None), "scratch_location", "") or "")
        listed = Together(self.catalog, SCRATCH, self.scratch_tables)
        system = SystemRows(listed, session, self._outcomes, sql_info)
        self._make: MakeSource = functools.partial(_source, of_site, system)
        self.read_only_asked = False
        self._count: CountRows = count or functools.partial(_count_rows, session)
        self._lock = threading.Lock()
        self._remembered: OrderedDict[str, Prepared] = OrderedDict()
        self._runs: set[Run] = set()

    def prepare(self, sql: str) -> Prepared:
        """Parse, plan and describe; no rows are asked for. Errors 42000, 42S02, 42S22, HYC00."""
        with self._lock:
            known = self._remembered.get(sql)
        if known is not None:
            return known
        prepared = self._prepared(sql)
        with self._lock:
            self._remembered[sql] = prepared
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return prepared

    def scratch_tables(self) -> tuple[Table, ...]:
        """The tables of the scratch schema, as the model has tables."""
        return tuple(self._scratch.tables().values())

    def native_sql(self, sql: str) -> str:
        """The SQL without ODBC escapes, as it is run but for the names of scans."""
        text = parse(sql)
        return "; ".join(_native(one) for one in text.statements)

    def execute(
        self,
        prepared: Prepared,
        parameter_sets: Sequence[Sequence[Value]] = ((),),
        *,
        cancellation: Cancellation,
        max_rows: int = 0,
        max_length: int = 0,
    ) -> Execution:
        """Run the statements for each set of parameters. The first is begun at once: its errors show here.

        A set with a value that is none of its parameter's type is left out when there are others to run.
        """
        limit = _smaller(max_rows, getattr(getattr(self._session, "settings", None), "max_rows", 0) or 0)
        if prepared.local and prepared.version != self._scratch.version:
            prepared = self.prepare(prepared.sql)
        sets = list(parameter_sets) if prepared.parameters else []
        numbered = dict(enumerate(sets or [()], 1))
        refused = _refused(prepared, numbered) if len(numbered) > 1 else {}
        if len(refused) == len(numbered):
            raise refused[1]
        run = {row: items for row, items in numbered.items() if row not in refused}
        several = len(numbered) > 1
        writes = any(query.change is not None for query in prepared.queries)
        if writes:
            self._outcomes.begin()
        if several and changing.only_changes(prepared):
            changed, failed = changing.for_each_set(
                run,
                lambda row, items: self._results(prepared, {row: items}, True, cancellation, limit, max_length),
                stop=writes and self._stops,
            )
            return Execution(iter(changed), {**refused, **failed})
        results = self._results(prepared, run, several, cancellation, limit, max_length)
        return Execution(changing.begun(results), refused)

    def close(self) -> None:
        """Stop every statement that still runs."""
        with self._lock:
            runs, self._runs = list(self._runs), set()
            self._remembered.clear()
        for run in runs:
            run.close()
        self._scratch.close()

    @property
    def _stops(self) -> bool:
        """Whether the first row that can't be written ends its statement (BatchErrors)."""
        return bool(getattr(getattr(self._session, "settings", None), "stop_on_error", True))

    def _names(self) -> dict[str, str]:
        """What USER() and DATABASE() answer."""
        account = getattr(self._session, "account", None)
        user = str(getattr(account, "display_name", "") or getattr(account, "identifier", ""))
        return {"user": user, "database": str(self.catalog.name)}

    def _prepared(self, sql: str) -> Prepared:
        text = parse(sql)
        types: dict[int, str] = {}
        version = self._scratch.version
        queries = tuple(self._in_turn(text.statements, types))
        met = {number: kind for query in reversed(queries) for number, kind in query.plan.parameters.items()}
        look = shown(getattr(self._session, "settings", None))
        return Prepared(sql, _parameters(text, types, met, look), queries, version)

    def _in_turn(self, statements: Sequence[Statement], types: dict[int, str]) -> Iterator[Query]:
        """The statements of a text; those after one that makes or drops tables wait for their turn."""
        waiting = False
        for one in statements:
            if waiting:
                yield Query(one.kind, procedures.NOTHING, "", None, one.parameters, later=one)
            else:
                yield self._placed(one, types)
            waiting = waiting or changes.defines(one.tree)

    def _placed(self, statement: Statement, types: dict[int, str]) -> Query:
        """The query; an error about a name says where it stands."""
        try:
            return self._query(statement, types)
        except Misnamed as error:
            if statement.names is not None:
                error.message = f"{statement.names.place(error.name).capitalize()}: {error.message}"
            raise

    def _query(self, statement: Statement, types: dict[int, str]) -> Query:
        if statement.call is not None:
            columns = procedures.columns(procedures.find(statement.call))
            return Query(statement.kind, procedures.NOTHING, "", columns, statement.parameters, statement.call)
        change = statement.kind is StatementKind.CHANGE
        table = changing.site_table(statement.tree, self.catalog, self._scratch) if change else None
        if table is not None:
            return self._writing(statement, table, types)
        local = changing.local_tables(statement.tree, self.catalog, self._scratch) if change else self._scratch.tables()
        separate = self._separate(statement) if not change else ()
        planned = plan(statement.tree, self.catalog, self._names(), local)
        run = self._run(planned, Cancellation())
        try:
            run.open({scan.name: DRY for scan in planned.scans})
            bound = run.bind(planned.sql)
            run.finish()
        finally:
            run.close()
        types.update((number, kind) for number, kind in bound.parameters.items() if number not in types)
        if statement.kind is StatementKind.EXPLAIN:
            return Query(
                statement.kind,
                planned,
                planned.sql,
                explain.columns(statement.options),
                statement.parameters,
                options=statement.options,
                parts=separate,
            )
        if change:
            return Query(statement.kind, planned, planned.sql, (), statement.parameters)
        query = Query(statement.kind, planned, planned.sql, None, statement.parameters, parts=separate)
        return query if bound.open else self._described(query, bound)

    def _separate(self, statement: Statement) -> tuple[Query, ...]:
        """The queries that a query for several totals is made of."""
        trees = parts(statement.tree)
        numbers = [tuple(sorted({int(one.this) for one in tree.find_all(exp.Placeholder)})) for tree in trees]
        of_one = [Statement(StatementKind.SELECT, tree, used) for tree, used in zip(trees, numbers, strict=True)]
        return tuple(self._query(one, {}) for one in of_one)

    def _totals(self, query: Query, bound: Mapping[str, object], cancellation: Cancellation) -> Totals:
        reads = []
        for part in query.parts:
            values_of = {number: value for number, value in bound.items() if int(number) in part.used}
            reads.append(self._read(part, values_of, cancellation))
        hidden = query.parts and "where" in query.parts[-1].plan.sql.lower()
        return Totals(reads, len(reads) - bool(hidden))

    def _writing(self, statement: Statement, table: Table, types: dict[int, str]) -> Query:
        """A statement that changes the site: the query for its rows, and what RETURNING reads of each."""
        writing.check_allowed(self._session, table.name, asked=self.read_only_asked)
        change = change_of(statement.tree, table)
        used = tuple(sorted({int(one.this) for one in change.query.find_all(exp.Placeholder)}))
        planned = plan(change.query, self.catalog, self._names(), self._scratch.tables())
        planned = replace(planned, parameters={**planned.parameters, **change.parameters})
        run = self._run(planned, Cancellation())
        try:
            run.open({scan.name: DRY for scan in planned.scans})
            bound = run.bind(planned.sql)
            run.finish()
        except Error as error:
            raise changing.counted_columns(error, change) from error
        finally:
            run.close()
        types.update((number, kind) for number, kind in bound.parameters.items() if number not in types)
        query = Query(statement.kind, planned, planned.sql, (), used, change=change)
        if not change.returning:
            return query
        reading = self.prepare(render(change.reading))
        return replace(query, columns=reading.columns, returning=reading)

    def _described(self, query: Query, bound: Bound) -> Query:
        """The query with its columns, and SQL that gives their layouts."""
        count = len(bound.names)
        origins = query.plan.origins if len(query.plan.origins) == count else (None,) * count
        sizes = query.plan.sizes if len(query.plan.sizes) == count else (0,) * count
        settings = getattr(self._session, "settings", None)
        text_size = getattr(settings, "unknown_text_size", TEXT_SIZE)
        columns = tuple(
            result_column(
                name, kind, origin, self.catalog.name, shown(settings), size or text_size, padded=query.plan.padded
            )
            for name, kind, origin, size in zip(bound.names, bound.types, origins, sizes, strict=True)
        )
        return replace(query, sql=adapted(query.sql, bound.types, bound.names), columns=columns)

    def _results(
        self,
        prepared: Prepared,
        sets: Mapping[int, Sequence[Value]],
        several: bool,
        cancellation: Cancellation,
        max_rows: int,
        max_length: int,
    ) -> Iterator[Result | Rows | Changed]:
        for row, items in sets.items():
            for one in prepared.queries:
                cancellation.check()
                try:
                    query = self._now(one)
                    bound = values.bound(prepared.parameters, items, query.used)
                    yield self._result(query, bound, cancellation, max_rows, max_length)
                except Error as error:
                    error.row = row if several and error.row < 0 else error.row
                    raise

    def _result(
        self, query: Query, bound: Mapping[str, object], cancellation: Cancellation, max_rows: int, max_length: int
    ) -> Result | Rows | Changed:
        if query.kind is StatementKind.EXPLAIN:
            return self._explained(query, bound, cancellation)
        if query.call is not None:
            return procedures.run(
                query.call,
                bound,
                self._session,
                self.catalog,
                cancellation,
                read_only_asked=self.read_only_asked,
            )
        if query.change is not None:
            return self._written(query, query.change, bound, cancellation)
        if query.kind is StatementKind.CHANGE:
            return self._changed(query, bound, cancellation)
        cancellation = self._metered(cancellation)
        if query.columns is None:
            query = self._bound(query, bound, cancellation)
        assert query.columns is not None
        totals = self._totals(query, bound, cancellation)
        arrays = totals.arrays() if totals else None
        if arrays is not None:
            return Rows(query.columns, pa.RecordBatch.from_arrays(arrays, names=[one.name for one in query.columns]))
        read = self._read(query, bound, cancellation)
        shape = read.shape(max_rows)
        count = read.count(shape)
        if count is not None:
            return counted(query.columns, count)
        run = read.start(shape, batch_rows(query.columns))
        return Result(query.columns, run, max_rows, max_length)

    def _metered(self, cancellation: Cancellation) -> Cancellation:
        """That of one statement, with what it may cost."""
        settings = getattr(self._session, "settings", None)
        most, many = getattr(settings, "max_requests", 0), getattr(settings, "warn_requests", 0)
        return Linked(cancellation, Meter(most=most, many=many))

    def _now(self, query: Query) -> Query:
        """The query, prepared now if it had to wait."""
        if query.later is None:
            return query
        return self._placed(replace(query.later, tree=query.later.tree.copy()), {})

    def _written(
        self, query: Query, change: Change, bound: Mapping[str, object], cancellation: Cancellation
    ) -> Rows | Changed:
        """Find the rows, then write them one by one."""
        writing.check_allowed(self._session, change.table.name, asked=self.read_only_asked)
        found = self._metered(cancellation)
        hints = self._read(query, bound, found).hints()
        run = self._run(query.plan, found)
        try:
            run.open(hints)
            rows = list(dict.fromkeys(run.rows(query.sql, bound))) if change.found else run.rows(query.sql, bound)
            run.finish()
        finally:
            run.close()
        # What a deleted row held can be read before only.
        gone = [self._read_back(query, change.before(row), cancellation) for row in self._doomed(query, change, rows)]
        writer = writing.Writer(self._session, change, cancellation)
        done, notices = changing.write_all(writer, change, rows, self._outcomes, stop=self._stops)
        result: Rows | Changed = Changed(len(done))
        if query.returning is not None and query.columns is not None:
            read = gone or [self._read_back(query, one.values, cancellation) for one in done]
            result = Rows(query.columns, gathered(query.columns, [batch for batches in read for batch in batches]))
        result.notices.extend(notices)
        return result

    @staticmethod
    def _doomed(query: Query, change: Change, rows: Sequence[Any]) -> Sequence[Any]:
        return rows if query.returning is not None and change.verb == DELETE else ()

    def _read_back(self, query: Query, row: Mapping[str, Any], cancellation: Cancellation) -> list[Any]:
        """The batches of RETURNING for one row."""
        assert query.returning is not None and query.change is not None
        keys = [row.get(name) for name in query.change.keys]
        results = self.execute(query.returning, [keys], cancellation=cancellation).results
        return [batch for result in results for batch in result.batches()]

    def _changed(self, query: Query, bound: Mapping[str, object], cancellation: Cancellation) -> Changed:
        cancellation = self._metered(cancellation)
        hints = self._read(query, bound, cancellation).hints()
        run = self._run(query.plan, cancellation)
        try:
            run.open(hints)
            rows = run.rows(query.sql, bound)
            run.finish()
        finally:
            run.close()
        if not query.sql.startswith(("CREATE", "DROP")):
            return Changed(int(rows[0][0]))
        self._scratch.changed()
        with self._lock:
            self._remembered.clear()
        return Changed(int(rows[0][0]) if rows and " AS SELECT " in query.sql else -1)

    def _bound(self, query: Query, values: Mapping[str, object], cancellation: Cancellation) -> Query:
        """The query described now that its parameters have values."""
        run = self._run(query.plan, cancellation)
        try:
            run.open({scan.name: DRY for scan in query.plan.scans})
            bound = run.bind(query.sql, values)
            run.finish()
        finally:
            run.close()
        return self._described(query, bound)

    def _run(self, planned: Plan, cancellation: Cancellation, scans: Sequence[Scan] | None = None) -> Run:
        """`scans`: those of the plan that are needed; None for all."""
        cage = self._scratch.cage() if planned.local else None
        run = Run(self._make, cancellation, planned.scans if scans is None else scans, cage)
        with self._lock:
            self._runs = {one for one in self._runs if one.open_still} | {run}
        return run

    def _explained(self, query: Query, bound: Mapping[str, object], cancellation: Cancellation) -> Rows:
        read = self._read(query, bound, cancellation)
        shape = read.shape(0)
        totals = self._totals(query, bound, cancellation)
        separate = totals.expected() if totals else None
        steps, kept = (separate, []) if separate is not None else read.expected(shape)
        feeds = {feed.scan.name: query.plan.feed_text(feed) for feed in query.plan.feeds}
        told = Explained(steps, kept, feeds)
        if self._session is not None:
            told.redact = self._session.settings.redact
        if explain.ANALYZE in query.options:
            metered = self._metered(cancellation)
            totals = self._totals(query, bound, metered)
            self._analyze(told, self._read(query, bound, metered), shape, totals if separate is not None else None)
        return explain.result(told, query.options)

    @staticmethod
    def _analyze(told: Explained, read: Read, shape: Shape | None, totals: Totals | None) -> None:
        """Run the query, keep none of its rows, and note what it took."""
        started = time.monotonic()
        if (totals is not None and totals.arrays() is not None) or read.count(shape) is not None:
            told.rows = 1
        else:
            run = read.start(shape, _ANALYZED_ROWS)
            try:
                told.rows = sum(batch.num_rows for batch in run.batches())
                run.finish()
            finally:
                run.close()
        told.seconds = time.monotonic() - started
        told.done = [*(totals.steps() if totals is not None else ()), *read.steps]
        told.total = read.cancellation.meter.counts() if read.cancellation.meter is not None else None

    def _read(self, query: Query, bound: Mapping[str, object], cancellation: Cancellation) -> Read:
        return Read(query, bound, cancellation, self._run, self._count)


def _native(statement: Statement) -> str:
    if statement.call is not None:
        return statement.call.text
    return ("EXPLAIN " if statement.kind is StatementKind.EXPLAIN else "") + render(statement.tree)


def _source(
    of_site: MakeSource,
    system: SystemRows,
    table: Table,
    hints: Hints,
    cancellation: Cancellation,
    on_scan: Callable[[ScanReport], None],
) -> Any:
    if table.kind == "SYSTEM TABLE":
        return SystemSource(table, hints, on_scan, system)
    return of_site(table, hints, cancellation, on_scan)


def _table_source(
    session: Any, table: Table, hints: Hints, cancellation: Cancellation, on_scan: Callable[[ScanReport], None]
) -> Any:
    from jsdodbc.scan.source import TableSource

    return TableSource(session, table, hints=hints, cancellation=cancellation, on_scan=on_scan)


def _count_rows(session: Any, table: Table, filters: Sequence[Any], cancellation: Cancellation) -> int | None:
    from jsdodbc.scan.count import count_rows

    return count_rows(session, table, filters, cancellation=cancellation)


def _parameters(
    text: Text, types: Mapping[int, str], met: Mapping[int, SqlType], seen: Shown
) -> tuple[values.Parameter, ...]:
    return tuple(
        values.parameter(name, types.get(number), met.get(number), seen)
        for number, name in enumerate(text.parameters, 1)
    )


def _refused(prepared: Prepared, sets: Mapping[int, Sequence[Value]]) -> dict[int, Error]:
    """The sets with a value that doesn't fit, by number."""
    found: dict[int, Error] = {}
    for row, items in sets.items():
        try:
            for query in prepared.queries:
                values.bound(prepared.parameters, items, query.used)
        except Error as error:
            error.row = row
            found[row] = error
    return found


def _smaller(one: int, other: int) -> int:
    """The smaller of two limits, where 0 or less is none."""
    one, other = max(0, one), max(0, other)
    return min(one, other) if one and other else one or other
