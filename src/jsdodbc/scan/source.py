"""A table as DuckDB scans it: DuckDB hands over columns and predicates, rows come from the site, filtered exactly.

Built on the seam of DuckDB 2.0.0's Python client (`duckdb._sources`), which is private: the version is pinned, and a
test holds the behaviour this file relies on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial, reduce
from operator import and_

import pyarrow as pa
import pyarrow.compute as pc
from duckdb._sources.arrow import ArrowScanSource
from duckdb._sources.nodes import Node, Untranslatable
from duckdb._sources.to_arrow import to_arrow

from jsdodbc.cancel import Cancellation, Linked
from jsdodbc.meter import Meter
from jsdodbc.model.column import Column, Decode
from jsdodbc.model.metadata import metadata_of
from jsdodbc.model.table import Listing, Read, Search, Table
from jsdodbc.model.types import VARCHAR
from jsdodbc.scan import access as accesses
from jsdodbc.scan import explain, page
from jsdodbc.scan.access import Access, Bulk, Chained, Children, Found, Listed, Nothing, Portal, Shared
from jsdodbc.scan.cost import known_calls
from jsdodbc.scan.decode import Decoder
from jsdodbc.scan.flow import batches
from jsdodbc.scan.given import asked, given, with_given
from jsdodbc.scan.group import Group
from jsdodbc.scan.hints import Hints, ScanReport
from jsdodbc.scan.listed import once
from jsdodbc.scan.once import Once
from jsdodbc.scan.predicates import ALL, Predicate, conjunction, from_node
from jsdodbc.scan.reading import Reader
from jsdodbc.scan.structure import Layout, decode_sql
from jsdodbc.scan.topmost import Topmost, limit_of
from jsdodbc.site.errors import ServiceError
from jsdodbc.site.session import Session

# Tells whether an issue that was read by its id or key is a request at all.
_DESK = Column(
    "@desk", VARCHAR, "", ("fields", "project", "id"), decode=Decode.LOOKUP, lookup="service desk of project"
)


_OF_ITEMS = ("@index", "@key")
_REFUSED = (401, 403, 404)


class TableSource(ArrowScanSource):
    """Register with `connection._register_arrow_source(name, source)`. May be scanned more than once, from any thread.

    `on_scan` gets the report of each scan as it begins; the report is filled in while rows are pulled. An exception
    of a scan is in `report.failure`; DuckDB passes on only its text.
    """

    schema_is_stable = True

    def __init__(
        self,
        session: Session,
        table: Table,
        *,
        hints: Hints | None = None,
        cancellation: Cancellation,
        on_scan: Callable[[ScanReport], None] = lambda report: None,
    ) -> None:
        super().__init__(None)
        self.session, self.table = session, table
        self.hints = hints or Hints()
        self.cancellation = cancellation
        self.on_scan = on_scan

    @cached_property
    def schema(self) -> pa.Schema:
        return pa.schema([pa.field(column.name, column.type.arrow) for column in self.table.every])

    def __arrow_c_schema__(self) -> object:
        return self.schema.__arrow_c_schema__()

    def accepts(self, predicate: Node) -> bool:
        """Whether the predicate can be applied here exactly as DuckDB would; then DuckDB doesn't apply it again."""
        try:
            to_arrow(predicate, self.schema)
        except Untranslatable:
            return False
        return True

    def stream(self, columns: Sequence[int] | None, filters: Sequence[Node]) -> tuple[object, bool]:
        """A stream of the columns, of the rows for which all `filters` are true."""
        every, wanted = self.table.every, self.hints.wanted
        if columns is None and wanted is not None:
            # A plan that leaves the columns open wants no more of them than the statement does.
            chosen = [column for column in every if column.name in wanted] or [every[0]]
            found = padded(Scan(self, chosen, filters).batches(), self.schema)
            return pa.RecordBatchReader.from_batches(self.schema, found).__arrow_c_stream__(), True
        scan = Scan(self, list(every) if columns is None else [every[index] for index in columns], filters)
        reader = pa.RecordBatchReader.from_batches(scan.schema, scan.batches())
        return reader.__arrow_c_stream__(), True

    def group(self, names: Container[str], filters: Sequence[Node], cancellation: Cancellation) -> Group | None:
        """The issues that a scan for the columns of these names reads, where other scans may read them too."""
        lasting = TableSource(self.session, self.table, hints=self.hints, cancellation=cancellation)
        found = accesses.search_of(lasting._planned(names, filters).access())
        if found is None:
            return None

        meter = Meter(cancellation.meter)
        cancellation = Linked(cancellation, meter)

        def issues(fields: Sequence[str]) -> Iterator[bytes]:
            return (each.body for each in Reader(self.session, fields, None, cancellation).pages(found))

        group = Group(accesses.group_key(found), issues, requests=_of_requests(self.table.read), found=found)
        group.meter = meter
        return group

    def join(self, group: Group, names: Container[str], filters: Sequence[Node]) -> None:
        """Have the group read what a scan for the columns of these names needs."""
        listing = self.table.read if isinstance(self.table.read, Listing) else None
        group.join(self._planned(names, filters).fields(Shared(group, listing)))

    def _planned(self, names: Container[str], filters: Sequence[Node]) -> Scan:
        columns = [column for column in self.table.every if column.name in names and not column.pseudo]
        return Scan(self, columns, filters)


def padded(found: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The batches with all columns of `schema`, NULL where they have none."""
    for batch in found:
        names = set(batch.schema.names)
        arrays = [
            batch.column(one.name) if one.name in names else pa.nulls(batch.num_rows, one.type) for one in schema
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


class Scan:
    """One scan of a table."""

    def __init__(
        self, source: TableSource, columns: Sequence[Column], filters: Sequence[Node], superset: Predicate = ALL
    ) -> None:
        """`superset`: narrows what is read, without being applied to it."""
        self.source = source
        self.schema = pa.schema([pa.field(column.name, column.type.arrow) for column in columns])
        self._filter = _expression(filters, source.schema)
        predicate = conjunction((superset, *(from_node(node, source.table) for node in filters)))
        self._given = given(predicate)
        asked(columns, self._given)
        self._predicate = accesses.restricted(predicate, source.table, source.hints)
        self._columns = _needed(columns, predicate, source)
        self.report = ScanReport(source.table.name, tuple(column.name for column in columns))
        source.on_scan(self.report)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, timed. Whatever ends them early is kept in the report, since only its text gets through DuckDB."""
        started = time.monotonic()
        try:
            yield from self._batches()
            self.report.finished = True
        except GeneratorExit:
            raise
        except ServiceError as error:
            self.report.failure = _with_need(error, self.source.table)
            raise self.report.failure from error
        except BaseException as error:
            self.report.failure = error
            raise
        finally:
            self.report.seconds = time.monotonic() - started

    def _batches(self) -> Iterator[pa.RecordBatch]:
        source, hints = self.source, self.source.hints
        access = self.access()
        explain.describe(self.report, source, self._predicate, access, self.fields(access))
        if isinstance(access, Nothing) or hints.explain_only or hints.limit == 0:
            return
        source.cancellation.expect(known_calls(access))
        once = Once() if _may_repeat(access) else None
        most = limit_of(hints, access)
        top = Topmost(most, access)
        decoder = self._decoder(access)
        # Few rows first; all of them only if those turn out not to be enough.
        for limit in [most, None] if isinstance(access, Found) and most is not None else [None]:
            reader = Reader(
                source.session,
                self.fields(access),
                limit,
                source.cancellation,
                self._widened,
                source.table.places,
                self._parents,
            )
            yield from self._passed_on(access, reader, decoder, once, top)
            if top.done or not reader.cut:
                return

    def access(self) -> Access:
        """How the rows are got; may ask the site for its lists."""
        source = self.source
        own = accesses.choose(source.session, source.table, self._predicate, source.hints, source.cancellation)
        access = accesses.shared(own, source.table, source.hints)
        keys = source.hints.keys
        if keys is not None and keys.expected is not None and not isinstance(access, Shared | Nothing):
            return accesses.by_keys(access)
        return access if not isinstance(access, Shared) or access.group.has(self.fields(access)) else own

    def _passed_on(
        self, access: Access, reader: Reader, decoder: Decoder, once: Once | None, top: Topmost
    ) -> Iterator[pa.RecordBatch]:
        """The wanted rows of what a reader reads, until there are enough."""
        assert not isinstance(access, Nothing)
        found = batches(partial(reader.pages, access), decoder, self.source.cancellation)
        try:
            for batch in found:
                self.report.fetched += batch.num_rows
                rows = top.take(self._kept(batch, once))
                self.report.rows += rows.num_rows
                if rows.num_rows:
                    yield rows.select(self.schema.names)
                if top.done:
                    return
        finally:
            found.close()

    def _parents(self, chained: Chained) -> Iterator[page.Given]:
        """What a list is asked for by: from the rows of the parent, several at once."""
        source = TableSource(self.source.session, chained.parent, cancellation=self.source.cancellation)
        columns = [column for name in chained.columns if (column := chained.parent.column(name)) is not None]
        found = (
            tuple(None if row[name] is None else str(row[name]) for name in chained.listing.given)
            for batch in Scan(source, columns, (), chained.predicate).batches()
            for row in batch.to_pylist()
            if all(row[name] in values for name, values in chained.limits.items())
        )
        return once(found)

    def _widened(self, jql: str) -> None:
        self.report.requests.append(f"the site refused that search; instead: {jql}")

    def _kept(self, batch: pa.RecordBatch, once: Once | None) -> pa.RecordBatch:
        """The rows that are wanted: each once, requests only, and the predicate exactly."""
        if once is not None:
            mask = once.keep(batch.column(batch.num_columns - 2), batch.column(batch.num_columns - 1))
            batch = batch if mask is None else batch.filter(mask)
        batch = with_given(batch, self.source.table.pseudo_columns, self._given)
        read = self.source.table.read
        if isinstance(read, Listing) and read.only is not None:
            batch = batch.filter(pc.equal(batch.column(read.only[0]), read.only[1]))
        if _DESK.name in batch.schema.names:
            batch = batch.filter(pc.is_valid(batch.column(_DESK.name)))
        return batch if self._filter is None else batch.filter(self._filter)

    def _decoder(self, access: Access) -> Decoder:
        columns = self._resolved(access)
        session, cancellation = self.source.session, self.source.cancellation
        names = {column.lookup for column in columns if column.decode is Decode.LOOKUP}
        lookups = {name: metadata_of(session).lookup(name, cancellation) for name in names}
        return Decoder(decode_sql(columns, self._layout(), lookups), columns)

    def _layout(self) -> Layout:
        read = self.source.table.read
        if isinstance(read, Listing):
            keys = [key.path for key in self.source.table.keys if key.path[0][0] != "@" and not read.items]
            identity = keys[0] if keys else ("id",)
            return Layout(read.rows, identity, given=read.given, items=read.items, outer="row")
        assert isinstance(read, Search)
        slas = accesses.slas(metadata_of(self.source.session), self.source.cancellation) if read.explode else None
        items = tuple(replace(item, path=self._named(item.path)) for item in read.items)
        return Layout("issues", ("id",), slas, items=items)

    def _resolved(self, access: Access) -> tuple[Column, ...]:
        """The columns with the ids of the site's own fields in their paths."""
        columns = [replace(column, path=self._path(column)) for column in self._columns]
        read = self.source.table.read
        foreign = isinstance(access, Bulk) or (isinstance(access, Shared) and not access.group.requests)
        if foreign and isinstance(read, Search) and read.bound == "service desks":
            columns.append(replace(_DESK, path=("issue", *_DESK.path)) if read.items else _DESK)
        return tuple(columns)

    def _path(self, column: Column) -> tuple[str, ...]:
        return column.path if column.path[:1] == ("@parent",) else self._named(column.path)

    def _named(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """A path with the ids of the site's own fields; () where the site has no such field."""
        metadata, cancellation = metadata_of(self.source.session), self.source.cancellation
        found = [
            metadata.field(name, cancellation) if name[:1] == "@" and name not in _OF_ITEMS else name for name in path
        ]
        return () if None in found else tuple(name for name in found if name)

    def fields(self, access: Access) -> tuple[str, ...]:
        """What an issue must come with; its id alone if nothing else is wanted."""
        read = self.source.table.read
        if isinstance(read, Listing):
            return self._fields_of_parents(read, access)
        if not isinstance(read, Search) or isinstance(access, Nothing | Listed | Children | Chained):
            return ()
        paths = [column.path[1:] if column.path[:1] == ("issue",) else column.path for column in self._resolved(access)]
        paths += [self._named(item.path) for item in read.items[:1]]
        fields = [path[1] for path in paths if path[:1] == ("fields",)]
        if read.explode:
            fields += accesses.slas(metadata_of(self.source.session), self.source.cancellation)
        if not fields and ("self",) in paths:
            fields = ["issuetype"]
        return tuple(dict.fromkeys(fields)) or (("id", "key") if ("key",) in paths else ("id",))

    def _fields_of_parents(self, read: Listing, access: Access) -> tuple[str, ...]:
        """What the issues must come with whose children are read from a group."""
        if not isinstance(access, Shared):
            return ()
        embedded = metadata_of(self.source.session).field(read.embedded, self.source.cancellation)
        return ("project", embedded) if embedded else ("id", "key") if access.group.requests else ("project",)


def _of_requests(read: Read) -> bool:
    if isinstance(read, Search):
        return read.bound == "service desks"
    return isinstance(read, Listing) and read.parent is not None and read.parent[0] == "Requests"


def _with_need(error: ServiceError, table: Table) -> ServiceError:
    """The error of a table that not everybody may read, with what it takes."""
    if not table.needs or error.status not in _REFUSED:
        return error
    message = f"{error.message} {table.name} needs {table.needs}."
    return ServiceError("42000", message, status=error.status, messages=error.messages, fields=error.fields)


def _expression(filters: Sequence[Node], schema: pa.Schema) -> pc.Expression | None:
    return reduce(and_, (to_arrow(node, schema) for node in filters)) if filters else None


def _needed(columns: Sequence[Column], predicate: Predicate, source: TableSource) -> list[Column]:
    """The columns that are returned, filtered or sorted by."""
    from jsdodbc.scan.predicates import columns_of

    names = {column.name for column in columns} | columns_of(predicate)
    names |= {source.schema.field(name).name for name in _ordering(source)}
    read = source.table.read
    names |= {read.only[0]} if isinstance(read, Listing) and read.only else set()
    return [column for column in source.table.every if column.name in names and not column.pseudo]


def _ordering(source: TableSource) -> list[str]:
    if source.hints.limit is None:
        return []
    columns = [source.table.column(name) for name, _ in source.hints.order[:1]]
    return [column.name for column in columns if column]


def _may_repeat(access: Access) -> bool:
    if isinstance(access, Shared):
        return access.listing is None
    return isinstance(access, Bulk | Found | Portal) or (isinstance(access, Listed) and access.parents is None)
