"""How types are shown to an application that asks for it: text as narrow, long or short, sizes that it can bear.

Only the description changes; values are given whole, and each C type is served, whatever it says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from jsdodbc.model import types
from jsdodbc.model.types import SqlType

Shown = Callable[[SqlType], SqlType]

_NARROW = {types.VARCHAR.sql_type: 12, types.LONGVARCHAR.sql_type: -1}  # SQL_VARCHAR, SQL_LONGVARCHAR
_MOST_BYTES = 3  # of UTF-8 for one character of UTF-16
_LARGEST = 2**31 - 1
_LONG = (types.LONGVARCHAR.sql_type, types.LONGVARBINARY.sql_type)
_SIZED = (*_LONG, types.VARCHAR.sql_type, types.VARBINARY.sql_type)


def shown(settings: Any) -> Shown:
    """What a connection with these settings makes of a type (MaximumColumnSize, MapToLongVarchar, MapToWVarchar)."""
    maximum = getattr(settings, "maximum_column_size", types.LONG_TEXT)
    long_from = getattr(settings, "long_text_from", -1)
    wide = getattr(settings, "wide_text", True)

    def of(kind: SqlType) -> SqlType:
        if kind.sql_type not in _SIZED:
            return kind
        size = maximum if kind.sql_type in _LONG else min(kind.column_size, maximum)
        made = replace(kind, column_size=size) if size != kind.column_size else kind
        if made.sql_type == types.VARCHAR.sql_type and 0 <= long_from <= kind.column_size:
            made = replace(types.LONGVARCHAR, column_size=size)
        return made if wide else _narrow(made)

    return of


def _narrow(kind: SqlType) -> SqlType:
    """Text of UTF-8: what applications set aside by its size are bytes."""
    if kind.sql_type not in _NARROW:
        return kind
    size = min(kind.column_size * _MOST_BYTES, _LARGEST)
    return replace(kind, sql_type=_NARROW[kind.sql_type], column_size=size)
