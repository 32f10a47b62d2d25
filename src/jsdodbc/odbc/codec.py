"""Binary layouts as data: how the values of docs/wire-protocol.md become bytes and bytes become values.

A message is a class whose fields are annotated with these layouts; `Record` derives its encoding from the annotations
and
packs neighbouring numbers with one `struct`.
"""

from __future__ import annotations

import struct
from functools import cached_property
from typing import Any, Protocol, dataclass_transform, get_type_hints

from jsdodbc.errors import Error

NULL_LENGTH = 0xFFFFFFFF


class Malformed(Error):
    """Bytes that are not what docs/wire-protocol.md says (08S01): library and engine are of different versions."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "08S01", f"The library and its engine do not understand each other: {detail}. Reinstall jsdodbc."
        )


class Layout(Protocol):
    """One value's encoding: `put` appends it to `out`, `take` reads it at `at` and answers the position after it."""

    def put(self, out: bytearray, value: Any) -> None: ...

    def take(self, data: bytes, at: int) -> tuple[Any, int]: ...


class Number:
    """A little-endian integer or float; `code` is its `struct` letter."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._struct = struct.Struct("<" + code)

    def put(self, out: bytearray, value: Any) -> None:
        out += self._struct.pack(value)

    def take(self, data: bytes, at: int) -> tuple[Any, int]:
        return self._struct.unpack_from(data, at)[0], at + self._struct.size


class Bytes:
    """u32 length, then that many bytes."""

    def put(self, out: bytearray, value: Any) -> None:
        out += _LENGTH.pack(len(value))
        out += value

    def take(self, data: bytes, at: int) -> tuple[Any, int]:
        (length,) = _LENGTH.unpack_from(data, at)
        end = at + 4 + length
        if end > len(data):
            raise Malformed("a value is longer than its message")
        return data[at + 4 : end], end


class Kept:
    """u32 number of a value that was sent before and u64 bytes that it has; in Python the pair."""

    def put(self, out: bytearray, value: Any) -> None:
        out += _KEPT.pack(*value)

    def take(self, data: bytes, at: int) -> tuple[Any, int]:
        return _KEPT.unpack_from(data, at), at + _KEPT.size


class Text:
    """u32 length in bytes, then UTF-8; None has the length 0xFFFFFFFF and no bytes."""

    def put(self, out: bytearray, value: Any) -> None:
        if value is None:
            out += _NULL
            return
        encoded = value.encode("utf-8", "backslashreplace")
        out += _LENGTH.pack(len(encoded))
        out += encoded

    def take(self, data: bytes, at: int) -> tuple[Any, int]:
        (length,) = _LENGTH.unpack_from(data, at)
        if length == NULL_LENGTH:
            return None, at + 4
        end = at + 4 + length
        if end > len(data):
            raise Malformed("a text is longer than its message")
        return data[at + 4 : end].decode("utf-8"), end


class ListOf:
    """u32 count, then the items."""

    def __init__(self, item: Layout) -> None:
        self.item = item

    def put(self, out: bytearray, value: Any) -> None:
        out += _LENGTH.pack(len(value))
        put = self.item.put
        for item in value:
            put(out, item)

    def take(self, data: bytes, at: int) -> tuple[Any, int]:
        (count,) = _LENGTH.unpack_from(data, at)
        at += 4
        items = []
        take = self.item.take
        for _ in range(count):
            item, at = take(data, at)
            items.append(item)
        return items, at


class Choice:
    """u8 tag, then the value in the layout of its tag; in Python the pair (tag, value)."""

    def __init__(self, layouts: dict[int, Layout | None]) -> None:
        self._layouts = layouts

    def put(self, out: bytearray, value: Any) -> None:
        tag, content = value
        out.append(tag)
        layout = self._layouts[tag]
        if layout is not None:
            layout.put(out, content)

    def take(self, data: bytes, at: int) -> tuple[Any, int]:
        tag = data[at]
        if tag not in self._layouts:
            raise Malformed(f"no value has the tag {tag}")
        layout = self._layouts[tag]
        if layout is None:
            return (tag, None), at + 1
        content, at = layout.take(data, at + 1)
        return (tag, content), at


@dataclass_transform()
class Declared:
    """A class of annotated fields like a dataclass. Thirty dataclasses take 10 ms to make, and a connect would wait."""

    FIELDS: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        cls.FIELDS = tuple(name for name, hint in cls.__annotations__.items() if not hint.startswith("ClassVar"))

    def __init__(self, *values: Any, **named: Any) -> None:
        for name, value in zip(self.FIELDS, values, strict=False):
            setattr(self, name, value)
        self.__dict__.update(named)
        lacking = [name for name in self.FIELDS if not hasattr(self, name)]
        if lacking or len(values) > len(self.FIELDS) or not named.keys() <= set(self.FIELDS):
            raise TypeError(f"{type(self).__name__} has the fields {self.FIELDS}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(getattr(self, name) == getattr(other, name) for name in self.FIELDS)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.FIELDS)})"


class Record:
    """The fields of a `Declared`, in order, each annotated `Annotated[type, layout]`."""

    def __init__(self, kind: type[Declared]) -> None:
        self.kind = kind

    @cached_property
    def _steps(self) -> list[_Numbers | _Single]:
        hints = get_type_hints(self.kind, include_extras=True)
        steps: list[_Numbers | _Single] = []
        for name in self.kind.FIELDS:
            layout = hints[name].__metadata__[0]
            if not isinstance(layout, Number):
                steps.append(_Single(name, layout))
            elif steps and isinstance(steps[-1], _Numbers):
                steps[-1] = steps[-1].with_one(name, layout.code)
            else:
                steps.append(_Numbers((name,), layout.code))
        return steps

    def put(self, out: bytearray, value: Any) -> None:
        for step in self._steps:
            step.put(out, value)

    def take(self, data: bytes, at: int) -> tuple[Any, int]:
        values: list[Any] = []
        for step in self._steps:
            at = step.take(data, at, values)
        return self.kind(*values), at


class _Numbers:
    def __init__(self, names: tuple[str, ...], codes: str) -> None:
        self.names = names
        self.codes = codes
        self._struct = struct.Struct("<" + codes)

    def with_one(self, name: str, code: str) -> _Numbers:
        return _Numbers((*self.names, name), self.codes + code)

    def put(self, out: bytearray, record: Any) -> None:
        out += self._struct.pack(*[getattr(record, name) for name in self.names])

    def take(self, data: bytes, at: int, values: list[Any]) -> int:
        values.extend(self._struct.unpack_from(data, at))
        return at + self._struct.size


class _Single:
    def __init__(self, name: str, layout: Layout) -> None:
        self.name = name
        self.layout = layout

    def put(self, out: bytearray, record: Any) -> None:
        self.layout.put(out, getattr(record, self.name))

    def take(self, data: bytes, at: int, values: list[Any]) -> int:
        value, at = self.layout.take(data, at)
        values.append(value)
        return at


_LENGTH = struct.Struct("<I")
_KEPT = struct.Struct("<IQ")
_NULL = _LENGTH.pack(NULL_LENGTH)
