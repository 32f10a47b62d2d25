"""Decoding pages: whatever JSON comes, rows arrive and values are the ones that were sent."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jsdodbc.errors import Error
from jsdodbc.model.column import Column, Decode
from jsdodbc.model.types import (
    BIGINT,
    BOOLEAN,
    DATE,
    DOUBLE,
    INTEGER,
    LONGVARCHAR,
    TIMESTAMP,
    SqlType,
    varchar,
)
from jsdodbc.scan.decode import Decoder
from jsdodbc.scan.page import Page
from jsdodbc.scan.structure import Layout, decode_sql
from tests.payloads.oracle import expected, matches

KINDS: list[tuple[SqlType, Decode]] = [
    (varchar(255), Decode.SCALAR),
    (BIGINT, Decode.SCALAR),
    (INTEGER, Decode.SCALAR),
    (BOOLEAN, Decode.SCALAR),
    (LONGVARCHAR, Decode.TEXT),
    (LONGVARCHAR, Decode.JSON),
    (LONGVARCHAR, Decode.RAW),
    (DOUBLE, Decode.NUMBER),
    (TIMESTAMP, Decode.INSTANT),
    (DATE, Decode.DATE),
    (varchar(255), Decode.NAME),
    (LONGVARCHAR, Decode.NAMES),
    (varchar(255), Decode.CASCADE),
]
ISSUE_COLUMNS = [Column("Id", varchar(64), "", ("id",))]
for kind, decode in KINDS:
    ISSUE_COLUMNS.append(
        Column(f"{decode.name} {kind.name}", kind, "", ("fields", f"f{len(ISSUE_COLUMNS)}"), decode=decode)
    )
    ISSUE_COLUMNS.append(
        Column(
            f"deep {decode.name} {kind.name}",
            kind,
            "",
            ("fields", f"g{len(ISSUE_COLUMNS)}", "a", "name"),
            decode=decode,
        )
        if decode not in (Decode.RAW, Decode.NAMES, Decode.CASCADE)
        else Column(f"other {decode.name}", kind, "", ("fields", f"f{len(ISSUE_COLUMNS)}"), decode=decode)
    )


def decoder(columns: list[Column]) -> Decoder:
    return Decoder(decode_sql(columns, Layout("issues"), {}), tuple(columns))


def rows(columns: list[Column], *bodies: Any) -> list[dict[str, Any]]:
    pages = [Page(body if isinstance(body, bytes) else json.dumps(body).encode()) for body in bodies]
    names = [column.name for column in columns]
    return decoder(columns).decode(pages).select(names).to_pylist()


def one(column: Column, value: Any) -> Any:
    """The column's value where the field at its path holds `value`."""
    return rows([column], {"issues": [{"id": "1", "fields": {column.path[1]: value}}]})[0][column.name]


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
    | st.sampled_from(
        ("infinity", "-infinity", "epoch", "nan", "{", "[", '"', "null", "true", "2026-02-30", "9999999999999999999",
         "2026-03-09T09:44:10.509-0500", "2026-03-09", "1783319781421", "1e400", "-0.0", "9223372036854775807")
    )
)  # fmt: skip
NAMES = st.sampled_from(("a", "name", "value", "displayName", "child", "key", "type", "content"))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=8
)


@settings(max_examples=200, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(VALUES, min_size=len(ISSUE_COLUMNS), max_size=len(ISSUE_COLUMNS)), min_size=1, max_size=3))
def test_no_value_fails_a_row(values: list[list[Any]]) -> None:
    names = [column.path[1] for column in ISSUE_COLUMNS[1:]]
    documents = [
        {"id": str(number), "fields": dict(zip(names, each, strict=False))} for number, each in enumerate(values)
    ]
    found = rows(ISSUE_COLUMNS, {"issues": documents})
    assert [row["Id"] for row in found] == [document["id"] for document in documents]
    for row, document in zip(found, documents, strict=True):
        for column in ISSUE_COLUMNS:
            if column.decode in (Decode.TEXT, Decode.JSON, Decode.RAW, Decode.NAME, Decode.NAMES, Decode.CASCADE):
                assert same(row[column.name], expected(column, document)), (column, document, row[column.name])


def same(actual: Any, wanted: Any) -> bool:
    """As matches(), but numbers may be spelt in another way."""
    if isinstance(wanted, tuple) and wanted[0] == "json" and actual is not None:
        return json.loads(actual) == wanted[1] or repr(wanted[1]).count("e") > 0 or "9" in repr(wanted[1])
    return matches(actual, wanted)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-09T09:44:10.509-0500", datetime.datetime(2026, 3, 9, 14, 44, 10, 509000)),
        ("2026-03-09T09:44:10.509+1030", datetime.datetime(2026, 3, 8, 23, 14, 10, 509000)),
        ("2026-03-09T09:44:10Z", datetime.datetime(2026, 3, 9, 9, 44, 10)),
        ("2026-07-06T18:02:13+0900", datetime.datetime(2026, 7, 6, 9, 2, 13)),
        ("1969-12-31T23:59:59.999+0000", datetime.datetime(1969, 12, 31, 23, 59, 59, 999000)),
        (1783319781421, datetime.datetime(2026, 7, 6, 6, 36, 21, 421000)),
        ("1783319781421", datetime.datetime(2026, 7, 6, 6, 36, 21, 421000)),
        ("yesterday", None),
        ("infinity", None),
        (9223372036854775807, None),
    ],
)
def test_times_are_utc(text: Any, moment: datetime.datetime | None) -> None:
    assert one(Column("T", TIMESTAMP, "", ("fields", "t"), decode=Decode.INSTANT), text) == moment


@pytest.mark.parametrize(("value", "number"), [("0.0", 0.0), (5, 5.0), ("abc", None), ("NaN", None), (True, None)])
def test_numbers_may_be_sent_as_text(value: Any, number: float | None) -> None:
    assert one(Column("N", DOUBLE, "", ("fields", "n"), decode=Decode.NUMBER), value) == number


def test_what_a_number_can_not_hold_is_still_there_as_sent() -> None:
    columns = [
        Column("N", DOUBLE, "", ("fields", "n"), decode=Decode.NUMBER),
        Column("cf[1].json", LONGVARCHAR, "", ("fields", "n"), decode=Decode.RAW),
    ]
    assert rows(columns, {"issues": [{"id": "1", "fields": {"n": "abc"}}]}) == [{"N": None, "cf[1].json": '"abc"'}]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"value": "High", "id": "1"}, "High"),
        ({"displayName": "Ann", "accountId": "x"}, "Ann"),
        ({"name": "Team"}, "Team"),
        ({"other": 1}, '{"other":1}'),
        ("plain", "plain"),
        ("{odd", "{odd"),
        ([{"value": "a"}], '[{"value":"a"}]'),
        (None, None),
    ],
)
def test_names(value: Any, text: str | None) -> None:
    assert one(Column("N", varchar(255), "", ("fields", "n"), decode=Decode.NAME), value) == text


SPRINT = "com.atlassian.greenhopper.service.sprint.Sprint@1f[id=7,rapidViewId=2,state=ACTIVE,name=Sprint 7 (a,b),goal=]"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([{"value": "a", "id": "1"}, {"value": "b"}], '["a","b"]'),
        ([{"displayName": "Ann", "name": "ann"}], '["Ann"]'),
        ([{"id": 7, "name": "Sprint 7"}], '["Sprint 7"]'),
        ([SPRINT], '["Sprint 7 (a,b)"]'),
        ([{"workspaceId": "w", "id": "w:12", "objectId": "12"}], '["12"]'),
        (["Laptop (ITA-1)", None, 3], '["Laptop (ITA-1)",null,"3"]'),
        ([{"other": 1}], '["{\\"other\\":1}"]'),
        ([], "[]"),
        ({"id": "2000", "name": "Happy"}, "Happy"),
        ("plain", "plain"),
        (None, None),
    ],
)
def test_names_of_lists(value: Any, text: str | None) -> None:
    assert one(Column("N", LONGVARCHAR, "", ("fields", "n"), decode=Decode.NAMES), value) == text


def test_cascading_options() -> None:
    column = Column("C", varchar(255), "", ("fields", "c"), decode=Decode.CASCADE)
    assert one(column, {"value": "Europe", "child": {"value": "Vienna"}}) == "Europe > Vienna"
    assert one(column, {"value": "Europe"}) == "Europe"


def test_documents_become_plain_text() -> None:
    paragraph = [
        {"type": "text", "text": "Hello "},
        {"type": "mention", "attrs": {"text": "@Ann"}},
        {"type": "hardBreak"},
    ]
    document = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": paragraph}] * 2}
    column = Column("D", LONGVARCHAR, "", ("fields", "d"), decode=Decode.TEXT)
    assert one(column, document) == "Hello @Ann\nHello @Ann"
    assert one(column, "plain") == "plain"


def test_half_a_surrogate_pair_does_not_fail_the_page() -> None:
    column = Column("D", LONGVARCHAR, "", ("fields", "d"), decode=Decode.TEXT)
    body = b'{"issues":[{"id":"1","fields":{"d":"cut \\ud83d"}},{"id":"2","fields":{"d":"\\ud83d\\ude00"}}]}'
    assert [row["D"] for row in rows([column], body)] == ["cut �", "😀"]


def test_a_page_that_is_no_json_is_an_error() -> None:
    with pytest.raises(Error) as raised:
        rows([Column("D", LONGVARCHAR, "", ("fields", "d"))], b'{"issues":[{"id":"1"')
    assert raised.value.sqlstate == "08S01"


def test_rows_come_in_the_order_of_the_pages() -> None:
    column = Column("Id", varchar(64), "", ("id",))
    pages = [{"issues": [{"id": str(number)} for number in range(start, start + 50)]} for start in (900, 0, 300)]
    expected_ids = [str(number) for start in (900, 0, 300) for number in range(start, start + 50)]
    assert [row["Id"] for row in rows([column], *pages)] == expected_ids
