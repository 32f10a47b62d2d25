"""The shape of a declaration of SQLGetInfo: code, name without SQL_, kind on the wire, answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from jsdodbc.odbc.wire import INFO_TEXT, INFO_U16, INFO_U32


class Connection(Protocol):
    """What the answers depend on."""

    session: Any
    settings: Any

    @property
    def catalog_name(self) -> str: ...
    @property
    def read_only(self) -> bool: ...


Value = str | int | Callable[[Connection], str | int]
Declaration = tuple[int, str, int, Value]
TEXT, U16, U32 = INFO_TEXT, INFO_U16, INFO_U32
