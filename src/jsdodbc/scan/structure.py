"""The SQL that turns pages of JSON into the columns of a table.

Written once a scan, run once a batch of pages: only the members that the wanted columns need are looked at. Each
member is taken as text or JSON first and converted afterwards, so that a value of an unexpected kind neither fails
the page nor vanishes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jsdodbc.model.column import Column, Decode
from jsdodbc.model.table import Items
from jsdodbc.scan.values import CONVERT, Path, case, name_of, nested, quote, text, unquoted
from jsdodbc.scan.workbench import PAGES

_ELSEWHERE = ((), ("@parent",), ("@index",), ("@key",), ("sla",), ("cycle",))  # not in the row's object

PAGE, IDENTITY = "@page", "@identity"  # columns that a decoded batch has besides those of the table
_SLA = '{"id":"VARCHAR","name":"VARCHAR","completedCycles":["JSON"],"ongoingCycle":"JSON"}'


@dataclass(slots=True)
class Member:
    """A member of the row's object, or of its `fields`. `inner`: paths inside it that columns need."""

    path: Path
    inner: set[Path] = field(default_factory=set)
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How rows lie in a page. `rows`: member with the list, "" for a bare array. `identity`: path of what tells rows
    apart.

    `slas`: ids of the SLA fields when a row is an SLA cycle. `given`: names of what a page's rows have from elsewhere.
    `items`: lists in a row, whose innermost items are the rows in its place; `outer`: what paths then call the row.
    """

    rows: str
    identity: Path = ("id",)
    slas: tuple[str, ...] | None = None
    given: tuple[str, ...] = ()
    items: tuple[Items, ...] = ()
    outer: str = "issue"


@dataclass(slots=True)
class _Level:
    """The row's object, or the items of a list in it. `names`: what the SQL calls the members."""

    number: int
    members: dict[Path, Member] = field(default_factory=dict)
    names: dict[Path, str] = field(default_factory=dict)

    def want(self, path: Path, decode: Decode = Decode.SCALAR) -> None:
        if path[:1] in _ELSEWHERE:
            return
        member = self.members.setdefault(_top(path), Member(_top(path)))
        self.names.setdefault(member.path, f"m{self.number}_{len(self.names)}")
        inner = path[len(member.path) :]
        if inner:
            member.inner.add(inner)
        member.as_json |= bool(inner) or decode in (Decode.NAME, Decode.NAMES, Decode.CASCADE, Decode.RAW)

    @property
    def structure(self) -> str:
        return nested({path: "JSON" if member.as_json else "VARCHAR" for path, member in self.members.items()})

    def columns(self, row: str) -> str:
        """The members as columns, each with a comma before it."""
        return "".join(f", {row}.{'.'.join(map(quote, path))} AS {self.names[path]}" for path in self.members)

    def structs(self) -> str:
        """Objects that columns look into, parsed once each."""
        return "".join(
            f", CASE WHEN starts_with({self.names[path]}, '{{') THEN from_json({self.names[path]}, "
            f"{text(nested(dict.fromkeys(member.inner, 'VARCHAR')))}) END AS s{self.names[path]}"
            for path, member in self.members.items()
            if member.inner
        )


def decode_sql(columns: Sequence[Column], layout: Layout, lookups: Mapping[str, Mapping[str, str]]) -> str:
    """SELECT of `columns` (paths resolved) and `@page`, `@identity` from the pages at hand (workbench.PAGES)."""
    levels = [_Level(number) for number in range(len(layout.items) + 1)]
    for column in columns:
        for path in filter(None, (column.path, column.otherwise)):
            level, inside = _place(path, layout)
            levels[level].want(inside, column.decode)
    levels[0].want(layout.identity)
    for item, level_ in zip(layout.items, levels, strict=False):
        level_.want(item.path)
    for sla in layout.slas or ():
        levels[0].want(("fields", sla), Decode.RAW)
    reader = _Reader(levels, layout, lookups)
    lines = [f"WITH rows AS ({_rows(levels[0], layout)})"]
    lines.append(f", raw AS (SELECT page, given{levels[0].columns('r')} FROM rows)")
    lines.append(f", parsed AS (SELECT *{levels[0].structs()} FROM raw)")
    lines += _items(levels, layout, reader)
    source = f"parsed{len(layout.items)}" if layout.items else "parsed"
    if layout.slas is not None:
        lines.append(_cycles(columns, layout.slas, levels[0].names))
        source = "cycles"
    chosen = [f"{reader.value(column)} AS {quote(column.name)}" for column in columns]
    chosen += [f'page AS "{PAGE}"', f'{levels[0].names[_top(layout.identity)]} AS "{IDENTITY}"']
    return " ".join([*lines, f"SELECT {', '.join(chosen)} FROM {source}"])


def _place(path: Path, layout: Layout) -> tuple[int, Path]:
    """Which level a path is of, and the path there."""
    if layout.slas is not None and path[0] == "issue":
        return 0, path[1:]
    if not layout.items or path[0] == "@parent":
        return 0, path
    names = [layout.outer, *(item.name for item in layout.items)]
    return names.index(path[0]), path[1:]


def _top(path: Path) -> Path:
    """The member a path begins with: one name, or two inside `fields`."""
    return path[:2] if path[0] == "fields" else path[:1]


def _rows(level: _Level, layout: Layout) -> str:
    whole = f'{{"{layout.rows}":[{level.structure}]}}' if layout.rows else f"[{level.structure}]"
    access = f".{quote(layout.rows)}" if layout.rows else ""
    return f"SELECT page, given, unnest(from_json(body, {text(whole)}){access}) AS r FROM {PAGES}"


def _items(levels: Sequence[_Level], layout: Layout, reader: _Reader) -> Iterator[str]:
    """A row for each item, list within list."""
    source = "parsed"
    for number, item in enumerate(layout.items, 1):
        level, found = levels[number], _listed(item, reader.text(number - 1, item.path))
        yield f", lists{number} AS (SELECT *, {found} AS list FROM {source})"
        yield (
            f", entries{number} AS (SELECT * EXCLUDE list, unnest(list) AS entry, "
            f"unnest(range(1, len(list) + 1)) AS n{number} FROM lists{number})"
        )
        whole = f"entry.key AS k{number}, entry.value AS i{number}" if item.map else f"entry AS i{number}"
        yield f", items{number} AS (SELECT * EXCLUDE entry, {whole} FROM entries{number})"
        parsed = f"from_json(i{number}, {text(level.structure)})" if level.members else "NULL"
        row = f"CASE WHEN starts_with(i{number}, '{{') THEN {parsed} END AS r"
        yield f", objects{number} AS (SELECT *, {row} FROM items{number})"
        yield f", members{number} AS (SELECT * EXCLUDE r{level.columns('r')} FROM objects{number})"
        source = f"parsed{number}"
        yield f", {source} AS (SELECT *{level.structs()} FROM members{number})"


def _listed(item: Items, source: str) -> str:
    """SQL of the list of items in a text of JSON; NULL when it is none."""
    if item.map:
        members = f"""map_entries(from_json({source}, '"MAP(VARCHAR, JSON)"'))"""
        return f"CASE WHEN starts_with({source}, '{{') THEN {members} END"
    if item.one:
        return f"CASE WHEN starts_with({source}, '{{') THEN [{source}::JSON] END"
    return f"""CASE WHEN starts_with({source}, '[') THEN from_json({source}, '["JSON"]') END"""


def _cycles(columns: Iterable[Column], slas: Sequence[str], names: Mapping[Path, str]) -> str:
    """A row for each cycle: completed ones in their order, then the one under way."""
    paths = {column.path[1:] for column in columns if column.path[:1] == ("cycle",)} or {("breached",)}
    cycle = text(nested(dict.fromkeys(paths, "VARCHAR")))
    pairs = ", ".join(f"{{'field': {text(sla)}, 'value': {names[('fields', sla)]}}}" for sla in slas)
    held = f"unnest(list_filter([{pairs}], lambda each: starts_with(each.value, '{{')))" if slas else "NULL"
    ongoing = "CASE WHEN starts_with(sla.ongoingCycle, '{') THEN [{'type': 'ongoing', 'cycle': sla.ongoingCycle}] END"
    completed = "list_transform(sla.completedCycles, lambda each: {'type': 'completed', 'cycle': each})"
    return (
        f", held AS (SELECT *, {held} AS entry FROM parsed)"
        f", slas AS (SELECT * EXCLUDE entry, entry.field AS sla_field, "
        f"from_json(entry.value, {text(_SLA)}) AS sla FROM held)"
        f", listed AS (SELECT *, list_concat({completed}, {ongoing}) AS list FROM slas)"
        ", numbered AS (SELECT * EXCLUDE list, unnest(list) AS each, "
        "unnest(range(1, len(list) + 1)) AS sla_number FROM listed)"
        f", cycles AS (SELECT *, each.type AS sla_type, from_json(each.cycle, {cycle}) AS cycle FROM numbered)"
    )


class _Reader:
    """SQL of a column's value from the members at hand."""

    def __init__(self, levels: Sequence[_Level], layout: Layout, lookups: Mapping[str, Mapping[str, str]]) -> None:
        self._levels, self._layout, self._lookups = levels, layout, lookups

    def value(self, column: Column) -> str:
        if not column.path:
            return f"NULL::{column.type.duckdb}"
        first = self._value(column, column.path)
        return f"coalesce({first}, {self._value(column, column.otherwise)})" if column.otherwise else first

    def text(self, level: int, path: Path) -> str:
        """The text at a path."""
        if path == ():
            return unquoted(f"i{level}")
        if path[0] == "@parent":
            return f"given[{self._layout.given.index(path[1]) + 1}]"
        if path[0] in ("@index", "@key"):
            return f"{'n' if path[0] == '@index' else 'k'}{level}"
        if path[0] in ("sla", "cycle"):
            return _in_cycle(path)
        member = self._levels[level].members[_top(path)]
        name = self._levels[level].names[member.path]
        inner = path[len(member.path) :]
        if inner:
            return f"s{name}.{'.'.join(map(quote, inner))}"
        return unquoted(name) if member.as_json else name

    def _value(self, column: Column, whole: Path) -> str:
        level, path = _place(whole, self._layout)
        if column.decode is Decode.LOOKUP:
            return case(self.text(level, path), self._lookups[column.lookup])
        return CONVERT[column.decode](self._source(column, level, path), column)

    def _source(self, column: Column, level: int, path: Path) -> str:
        if column.decode in (Decode.NAMES, Decode.CASCADE, Decode.RAW):
            return self._levels[level].names[_top(path)] if path else f"i{level}"
        named = column.decode is Decode.NAME and path and path[:1] not in _ELSEWHERE
        return self._named(level, path) if named else self.text(level, path)

    def _named(self, level: int, path: Path) -> str:
        """The name of what is at a path: what the path says, or the text itself where there is no object."""
        member = self._levels[level].members[_top(path)]
        name = self._levels[level].names[member.path]
        inner = path[len(member.path) :]
        if inner:
            return f"CASE WHEN starts_with({name}, '{{') THEN {self.text(level, path)} ELSE {unquoted(name)} END"
        return name_of(name)


def _in_cycle(path: Path) -> str:
    if path[0] == "cycle":
        return f"cycle.{'.'.join(map(quote, path[1:]))}"
    return f"sla.{quote(path[1])}" if path[1] in ("id", "name") else f"sla_{path[1]}"
