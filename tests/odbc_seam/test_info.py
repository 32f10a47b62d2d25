"""SQLGetInfo's table: complete, of the right kinds, and true where this package can tell."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from jsdodbc.odbc import info, wire
from jsdodbc.odbc.info_bits import bits

CONNECTION = SimpleNamespace(
    session=SimpleNamespace(site=SimpleNamespace(version="10.3.2")),
    settings=SimpleNamespace(user="ann", dsn="desk", read_only=True),
    catalog_name="site.example",
    read_only=True,
)
# Of ODBC 3.8's types those that only the driver manager or the library can answer: handles and the
# versions of the manager.
NOT_OURS = {3, 4, 5, 10, 76, 135, 171}
LISTED = {*range(174), *range(10000, 10006), *range(10021, 10026)}


def answers() -> dict[int, tuple[int, object]]:
    return {one.type: one.value for one in info.answers(CONNECTION)}


def test_every_type_has_one_answer() -> None:
    codes = [code for code, *_ in info.INFO]
    assert len(codes) == len(set(codes))
    assert not NOT_OURS & set(codes)
    assert not (LISTED - NOT_OURS).difference(codes)


def test_answers_fit_their_kind_and_the_wire() -> None:
    for one in info.answers(CONNECTION):
        kind, value = one.value
        assert isinstance(value, str) is (kind == wire.INFO_TEXT)
        assert isinstance(value, str) or 0 <= value < (1 << 16 if kind == wire.INFO_U16 else 1 << 32)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        (6, "libjsdodbc.so"), (77, "03.80"), (29, '"'), (14, "\\"), (10003, "Y"), (46, 0), (81, 0xF), (23, 2), (24, 2),
        (8, 0xBF), (44, 0x11), (78, 1), (79, 3), (83, 0), (146, 0x1241), (167, 0x8124F), (168, 0x881),
        (151, 0), (145, 0),
        (25, "Y"), (2, "desk"), (13, "site.example"), (16, "site.example"), (47, "ann"), (41, "."), (114, 1),
    ],
)  # fmt: skip
def test_what_clients_ask_for(code: int, value: object) -> None:
    assert answers()[code][1] == value


def test_bits_have_the_values_of_the_headers() -> None:
    assert bits("string", "UCASE") == 0x1000
    assert bits("numeric", "TRUNCATE") == 0x800000
    assert bits("time", "EXTRACT") == 0x100000
    assert bits("type", "GUID") == 0x1000000
    assert bits("predicate", "COMPARISON") == 0x1000
    assert bits("join", "RIGHT_OUTER") == 0x100
    assert bits("cursor", "POSITION") == 0x200
    assert bits("cursor", "BULK_FETCH_BY_BOOKMARK") == 0x80000
    assert bits("fetch", "BOOKMARK") == 0x80
    assert bits("scroll", "STATIC") == 0x10
    assert bits("bookmark", "SCROLL") == 0x40
    assert bits("concurrency", "MAX_ROWS_CATALOG") == 0x800
    assert bits("string", "*") == 0xFFFFFF


def test_driver_version_has_the_form_odbc_wants() -> None:
    major, minor, patch = str(answers()[7][1]).split(".")
    assert (len(major), len(minor), len(patch)) == (2, 2, 4)
