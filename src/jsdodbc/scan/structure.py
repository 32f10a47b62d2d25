"""The SQL that turns pages of JSON into the columns of a table.

Written once a scan, run once a batch of pages: only the members that the wanted columns need are looked at. Each
member is taken as text or JSON first and converted afterwards, so that a value of an unexpected kind neither fails
the page nor vanishes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jsdodbc.model.column import Column, Decode
from jsdodbc.scan.workbench import PAGES

Path = tuple[str, ...]
_ELSEWHERE = ((), ("@parent",), ("sla",), ("cycle",))  # beginnings of paths that don't lead into the row's object

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

    `slas`: ids of the SLA fields when a row is an SLA cycle.
    """

    rows: str
    identity: Path = ("id",)
    slas: tuple[str, ...] | None = None


def decode_sql(columns: Sequence[Column], layout: Layout, lookups: Mapping[str, Mapping[str, str]]) -> str:
    """SELECT of `columns` (paths resolved) and `@page`, `@identity` from the pages at hand (workbench.PAGES)."""
    row_paths = [_row_path(column.path, layout) for column in columns]
    members = _members(columns, [*row_paths, layout.identity])
    if layout.slas is not None:
        members.update({(("fields", sla)): Member(("fields", sla), as_json=True) for sla in layout.slas})
    names = {path: f"m{number}" for number, path in enumerate(members)}
    lines = [f"WITH rows AS ({_rows(members, layout)})", f", raw AS ({_raw(members, names)})"]
    source = "parsed"
    lines.append(f", parsed AS (SELECT *{_structs(members, names)} FROM raw)")
    if layout.slas is not None:
        lines.append(_cycles(columns, layout.slas, names))
        source = "cycles"
    reader = _Reader(members, names, lookups)
    chosen = [
        f"{reader.value(column, path)} AS {_quote(column.name)}"
        for column, path in zip(columns, row_paths, strict=True)
    ]
    chosen += [f'page AS "{PAGE}"', f'{names[_top(layout.identity)]} AS "{IDENTITY}"']
    return " ".join([*lines, f"SELECT {', '.join(chosen)} FROM {source}"])


def _row_path(path: Path, layout: Layout) -> Path:
    return path[1:] if layout.slas is not None and path[:1] == ("issue",) else path


def _top(path: Path) -> Path:
    """The member a path begins with: one name, or two inside `fields`."""
    return path[:2] if path[0] == "fields" else path[:1]


def _members(columns: Iterable[Column], paths: Iterable[Path]) -> dict[Path, Member]:
    members: dict[Path, Member] = {}
    decodes = [*(column.decode for column in columns), Decode.SCALAR]
    for path, decode in zip(paths, decodes, strict=True):
        if path[:1] in _ELSEWHERE:
            continue
        member = members.setdefault(_top(path), Member(_top(path)))
        inner = path[len(member.path) :]
        if inner:
            member.inner.add(inner)
        member.as_json |= bool(inner) or decode in (Decode.NAME, Decode.CASCADE, Decode.RAW)
    return members


_NAMES = ("value", "displayName", "name", "title", "key")


def _rows(members: Mapping[Path, Member], layout: Layout) -> str:
    structure = _nested({path: "JSON" if member.as_json else "VARCHAR" for path, member in members.items()})
    whole = f'{{"{layout.rows}":[{structure}]}}' if layout.rows else f"[{structure}]"
    access = f".{_quote(layout.rows)}" if layout.rows else ""
    return f"SELECT page, parent_id, parent_key, unnest(from_json(body, {_text(whole)}){access}) AS r FROM {PAGES}"


def _raw(members: Mapping[Path, Member], names: Mapping[Path, str]) -> str:
    chosen = [f"r.{'.'.join(map(_quote, path))} AS {names[path]}" for path in members]
    return f"SELECT page, parent_id, parent_key, {', '.join(chosen)} FROM rows"


def _structs(members: Mapping[Path, Member], names: Mapping[Path, str]) -> str:
    """Objects that columns look into, parsed once each."""
    return "".join(
        f", CASE WHEN starts_with({names[path]}, '{{') THEN from_json({names[path]}, "
        f"{_text(_nested(dict.fromkeys(member.inner, 'VARCHAR')))}) END AS s{names[path]}"
        for path, member in members.items()
        if member.inner
    )


def _cycles(columns: Iterable[Column], slas: Sequence[str], names: Mapping[Path, str]) -> str:
    """A row for each cycle: completed ones in their order, then the one under way."""
    paths = {column.path[1:] for column in columns if column.path[:1] == ("cycle",)} or {("breached",)}
    cycle = _text(_nested(dict.fromkeys(paths, "VARCHAR")))
    pairs = ", ".join(f"{{'field': {_text(sla)}, 'value': {names[('fields', sla)]}}}" for sla in slas)
    held = f"unnest(list_filter([{pairs}], lambda each: starts_with(each.value, '{{')))" if slas else "NULL"
    ongoing = "CASE WHEN starts_with(sla.ongoingCycle, '{') THEN [{'type': 'ongoing', 'cycle': sla.ongoingCycle}] END"
    completed = "list_transform(sla.completedCycles, lambda each: {'type': 'completed', 'cycle': each})"
    return (
        f", held AS (SELECT *, {held} AS entry FROM parsed)"
        f", slas AS (SELECT * EXCLUDE entry, entry.field AS sla_field, "
        f"from_json(entry.value, {_text(_SLA)}) AS sla FROM held)"
        f", listed AS (SELECT *, list_concat({completed}, {ongoing}) AS list FROM slas)"
        ", numbered AS (SELECT * EXCLUDE list, unnest(list) AS each, "
        "unnest(range(1, len(list) + 1)) AS sla_number FROM listed)"
        f", cycles AS (SELECT *, each.type AS sla_type, from_json(each.cycle, {cycle}) AS cycle FROM numbered)"
    )


class _Reader:
    """SQL of a column's value from the members at hand."""

    def __init__(
        self, members: Mapping[Path, Member], names: Mapping[Path, str], lookups: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._members, self._names, self._lookups = members, names, lookups

    def value(self, column: Column, path: Path) -> str:
        if not path:
            return f"NULL::{column.type.duckdb}"
        if column.decode is Decode.LOOKUP:
            return _case(self._plain(path), self._lookups[column.lookup])
        return _CONVERT[column.decode](self._source(column, path), column)

    def _source(self, column: Column, path: Path) -> str:
        if column.decode in (Decode.CASCADE, Decode.RAW):
            return self._names[_top(path)]
        return self._named(path) if column.decode is Decode.NAME else self._plain(path)

    def _plain(self, path: Path) -> str:
        """The text at a path."""
        if path[0] == "@parent":
            return f"parent_{path[1]}"
        if path[0] in ("sla", "cycle"):
            return _in_cycle(path)
        member = self._members[_top(path)]
        name = self._names[member.path]
        inner = path[len(member.path) :]
        if inner:
            return f"s{name}.{'.'.join(map(_quote, inner))}"
        return _unquoted(name) if member.as_json else name

    def _named(self, path: Path) -> str:
        """The name of what is at a path: what the path says, or the text itself where there is no object."""
        member = self._members[_top(path)]
        name = self._names[member.path]
        inner = path[len(member.path) :]
        if inner:
            return f"CASE WHEN starts_with({name}, '{{') THEN {self._plain(path)} ELSE {_unquoted(name)} END"
        structure = _text(_nested({(each,): "VARCHAR" for each in _NAMES}))
        members = ", ".join(f"named.{_quote(each)}" for each in _NAMES)
        coalesced = f"coalesce({members}, {name}::VARCHAR)"
        first = f"list_transform([from_json({name}, {structure})], lambda named: {coalesced})[1]"
        return f"CASE WHEN starts_with({name}, '{{') THEN {first} ELSE {_unquoted(name)} END"


def _in_cycle(path: Path) -> str:
    if path[0] == "cycle":
        return f"cycle.{'.'.join(map(_quote, path[1:]))}"
    return f"sla.{_quote(path[1])}" if path[1] in ("id", "name") else f"sla_{path[1]}"


def _unquoted(name: str) -> str:
    """JSON as text; a JSON string as the string."""
    return f"CASE WHEN starts_with({name}, '\"') THEN {name} ->> '$' ELSE {name}::VARCHAR END"


def _scalar(source: str, column: Column) -> str:
    kind = column.type.duckdb
    if kind == "VARCHAR":
        return source
    if column.type.physical in (2, 3, 4):
        # Whole numbers also come as 5.0.
        return f"coalesce(try_cast({source} AS {kind}), try_cast(try_cast({source} AS DOUBLE) AS {kind}))"
    return f"try_cast({source} AS {kind})"


def _number(source: str, column: Column) -> str:
    value = f"try_cast({source} AS DOUBLE)"
    return f"CASE WHEN isfinite({value}) THEN {value} END"


def _instant(source: str, column: Column) -> str:
    # Digits first: DuckDB also reads words such as infinity as times.
    iso = f"CASE WHEN {_starts_with_digit(source)} THEN make_timestamp(epoch_us(try_cast({source} AS TIMESTAMPTZ))) END"
    millis = f"try_cast({source} AS BIGINT)"
    held = f"{millis} BETWEEN -62135596800000 AND 253402300799999"  # the years 1 to 9999
    return f"coalesce({iso}, CASE WHEN {held} THEN make_timestamp(1000 * {millis}) END)"


def _date(source: str, column: Column) -> str:
    return f"CASE WHEN {_starts_with_digit(source)} THEN try_cast({source}[1:10] AS DATE) END"


def _starts_with_digit(source: str) -> str:
    return f"{source}[1] BETWEEN '0' AND '9'"


def _cascade(source: str, column: Column) -> str:
    structure = _text(_nested({("value",): "VARCHAR", ("child", "value"): "VARCHAR"}))
    joined = "concat_ws(' > ', each.value, each.child.value)"
    chosen = f"list_transform([from_json({source}, {structure})], lambda each: {joined})[1]"
    whole = f"coalesce(nullif({chosen}, ''), {source}::VARCHAR)"
    return f"CASE WHEN starts_with({source}, '{{') THEN {whole} ELSE {_unquoted(source)} END"


_CONVERT: dict[Decode, Callable[[str, Column], str]] = {
    Decode.SCALAR: _scalar,
    Decode.TEXT: lambda source, column: source,
    Decode.JSON: lambda source, column: source,
    Decode.NAME: lambda source, column: source,
    Decode.RAW: lambda source, column: f"{source}::VARCHAR",
    Decode.NUMBER: _number,
    Decode.INSTANT: _instant,
    Decode.DATE: _date,
    Decode.CASCADE: _cascade,
}


def _case(source: str, values: Mapping[str, str]) -> str:
    arms = " ".join(f"WHEN {_text(key)} THEN {_text(value)}" for key, value in values.items())
    return f"CASE {source} {arms} END" if arms else "NULL::VARCHAR"


def _nested(leaves: Mapping[Path, str]) -> str:
    """The structure, as from_json takes it, that has these leaves."""
    parts: dict[str, dict[Path, str]] = {}
    for path, kind in leaves.items():
        parts.setdefault(path[0], {})[path[1:]] = kind
    texts = [f"{_json(name)}:{_leaf(inner)}" for name, inner in parts.items()]
    return "{" + ",".join(texts) + "}"


def _leaf(inner: Mapping[Path, str]) -> str:
    deeper = {path: kind for path, kind in inner.items() if path}
    return _nested(deeper) if deeper else f'"{inner[()]}"'


def _json(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
