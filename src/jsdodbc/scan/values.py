"""SQL of single values: from the text or JSON at hand to a column's type, never failing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jsdodbc.model.column import Column, Decode

Path = tuple[str, ...]

# Members that people know an object by; of Assets on Cloud there is only an id.
_NAMES = ("value", "displayName", "name", "title", "key", "objectId")
# Sprints as older sites write them: …Sprint@1f2e[id=1,…,name=Sprint 1,goal=,…]
_SPRINT = r"^com\.atlassian\.greenhopper\.[^\[]*\[.*?\bname=(.*?)(?:,[a-zA-Z]+=.*)?\]$"


def unquoted(name: str) -> str:
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
    structure = text(nested({("value",): "VARCHAR", ("child", "value"): "VARCHAR"}))
    joined = "concat_ws(' > ', each.value, each.child.value)"
    chosen = f"list_transform([from_json({source}, {structure})], lambda each: {joined})[1]"
    whole = f"coalesce(nullif({chosen}, ''), {source}::VARCHAR)"
    return f"CASE WHEN starts_with({source}, '{{') THEN {whole} ELSE {unquoted(source)} END"


def name_of(source: str) -> str:
    """The name of a JSON object, the object where it has none; anything else as it is."""
    structure = text(nested({(each,): "VARCHAR" for each in _NAMES}))
    members = ", ".join(f"named.{quote(each)}" for each in _NAMES)
    coalesced = f"coalesce({members}, {source}::VARCHAR)"
    first = f"list_transform([from_json({source}, {structure})], lambda named: {coalesced})[1]"
    return f"CASE WHEN starts_with({source}, '{{') THEN {first} ELSE {unquoted(source)} END"


def _names(source: str, column: Column) -> str:
    named = name_of("each")
    sprint = f"nullif(regexp_extract({named}, {text(_SPRINT)}, 1), '')"
    listed = f"""list_transform(from_json({source}, '["JSON"]'), lambda each: coalesce({sprint}, {named}))"""
    return f"CASE WHEN starts_with({source}, '[') THEN to_json({listed})::VARCHAR ELSE {name_of(source)} END"


CONVERT: dict[Decode, Callable[[str, Column], str]] = {
    Decode.SCALAR: _scalar,
    Decode.TEXT: lambda source, column: source,
    Decode.JSON: lambda source, column: source,
    Decode.NAME: lambda source, column: source,
    Decode.RAW: lambda source, column: f"{source}::VARCHAR",
    Decode.NUMBER: _number,
    Decode.INSTANT: _instant,
    Decode.DATE: _date,
    Decode.NAMES: _names,
    Decode.CASCADE: _cascade,
}


def case(source: str, values: Mapping[str, str]) -> str:
    arms = " ".join(f"WHEN {text(key)} THEN {text(value)}" for key, value in values.items())
    return f"CASE {source} {arms} END" if arms else "NULL::VARCHAR"


def nested(leaves: Mapping[Path, str]) -> str:
    """The structure, as from_json takes it, that has these leaves."""
    parts: dict[str, dict[Path, str]] = {}
    for path, kind in leaves.items():
        parts.setdefault(path[0], {})[path[1:]] = kind
    texts = [f"{_json(name)}:{_leaf(inner)}" for name, inner in parts.items()]
    return "{" + ",".join(texts) + "}"


def _leaf(inner: Mapping[Path, str]) -> str:
    deeper = {path: kind for path, kind in inner.items() if path}
    return nested(deeper) if deeper else f'"{inner[()]}"'


def _json(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
