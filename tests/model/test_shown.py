"""Types as an application asks to see them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from jsdodbc.model import types
from jsdodbc.model.shown import shown
from jsdodbc.model.types import TYPES, SqlType

NARROW_TEXT, NARROW_LONG_TEXT = 12, -1


def made(kind: SqlType, **settings: object) -> tuple[str, int, int]:
    found = shown(SimpleNamespace(**settings))(kind)
    return found.name, found.sql_type, found.column_size


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_nothing_asked_nothing_changed(kind: SqlType) -> None:
    assert shown(None)(kind) is kind


def test_sizes() -> None:
    assert made(types.LONGVARCHAR, maximum_column_size=4000)[2] == 4000
    assert made(types.LONGVARCHAR, maximum_column_size=2_000_000)[2] == 2_000_000
    assert made(types.LONGVARBINARY, maximum_column_size=4000)[2] == 4000
    assert made(types.varchar(255), maximum_column_size=100)[2] == 100
    assert made(types.varchar(255), maximum_column_size=4000)[2] == 255
    assert made(types.BIGINT, maximum_column_size=2)[2] == types.BIGINT.column_size


def test_text_of_some_size_is_long() -> None:
    assert made(types.varchar(255), long_text_from=255) == ("LONGVARCHAR", types.LONGVARCHAR.sql_type, 255)
    assert made(types.varchar(254), long_text_from=255)[0] == "VARCHAR"
    assert made(types.GUID, long_text_from=0)[1] == types.GUID.sql_type


def test_narrow_text_counts_bytes() -> None:
    assert made(types.varchar(255), wide_text=False)[2] == 765
    assert made(types.varchar(255), wide_text=False, maximum_column_size=100)[2] == 300
    assert made(types.LONGVARCHAR, wide_text=False, maximum_column_size=2**31 - 1)[2] == 2**31 - 1


def test_narrow_text() -> None:
    assert made(types.VARCHAR, wide_text=False)[1] == NARROW_TEXT
    assert made(types.LONGVARCHAR, wide_text=False)[1] == NARROW_LONG_TEXT
    assert made(types.VARCHAR, wide_text=False, long_text_from=0)[1] == NARROW_LONG_TEXT
