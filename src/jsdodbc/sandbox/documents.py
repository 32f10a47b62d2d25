"""Issues as JSON bytes: the fields asked for, made once and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

import orjson

from jsdodbc.sandbox.fields import Field, Store

CACHE_BYTES = 192 * 1024 * 1024
_OVERHEAD = 64


def select(store: Store, asked: Iterable[str]) -> tuple[Field, ...]:
    """The fields of `*all`, `*navigable`, names and `-names`; unknown ones are ignored, as Jira does."""
    chosen: dict[str, Field] = {}
    by_id = {field.id.lower(): field for field in store.fields}
    for name in (piece.strip() for text in asked for piece in text.split(",")):
        if name in ("*all", "*navigable"):
            chosen |= {field.id: field for field in store.fields if name == "*all" or field.navigable}
        elif name.startswith("-"):
            chosen.pop(by_id[name[1:].lower()].id if name[1:].lower() in by_id else "", None)
        elif name.lower() in by_id:
            chosen[by_id[name.lower()].id] = by_id[name.lower()]
    return tuple(chosen.values())


class Documents:
    """Issue bytes. Each field of an issue is made once, whatever the requests ask for, and kept while there is room."""

    def __init__(self, store: Store, base: str) -> None:
        self.store, self.base = store, base
        self.kept: OrderedDict[tuple[int, bool], dict[str, bytes]] = OrderedDict()
        self.kept_bytes = 0

    def issue(self, index: int, fields: Sequence[Field], *, adf: bool) -> bytes:
        known = self.kept.get((index, adf))
        if known is None:
            known = self.kept[index, adf] = {}
        missing = [field for field in fields if field.id not in known]
        if missing:
            self._make(index, known, missing, adf=adf)
        return (
            self.store.head(index, adf=adf)
            + b',"fields":{'
            + b",".join([piece for field in fields if (piece := known[field.id])])
            + b"}}"
        )

    def _make(self, index: int, known: dict[str, bytes], missing: list[Field], *, adf: bool) -> None:
        made = self.store.document(index, missing, adf=adf)
        for field in missing:
            piece = b'"%s":%s' % (field.id.encode(), orjson.dumps(made[field.id])) if field.id in made else b""
            known[field.id] = piece
            self.kept_bytes += len(piece) + _OVERHEAD
        while self.kept_bytes > CACHE_BYTES and len(self.kept) > 1:
            _, old = self.kept.popitem(last=False)
            self.kept_bytes -= sum(len(piece) + _OVERHEAD for piece in old.values())

    def forget(self, index: int) -> None:
        """Make an issue anew: it was changed."""
        for adf in (False, True):
            old = self.kept.pop((index, adf), {})
            self.kept_bytes -= sum(len(piece) + _OVERHEAD for piece in old.values())

    def warm(self) -> None:
        """Make issues ahead, from the first, until the room is used."""
        for index in range(self.store.size):
            self.issue(index, self.store.fields, adf=False)
            if self.kept_bytes > CACHE_BYTES * 0.95:
                return

    def page(self, indices: Iterable[int], fields: Sequence[Field], *, adf: bool) -> bytes:
        """Many issues, joined by commas."""
        return b",".join([self.issue(index, fields, adf=adf) for index in indices])

    def references(self, indices: Iterable[int], *, key: bool) -> bytes:
        """Issues of which only the id (and key) was asked."""
        store, base = self.store, self.base
        if not key:
            return b",".join([b'{"id":"%d"}' % store.id(index) for index in indices])
        return b",".join(
            [
                b'{"expand":"","id":"%d","self":"%s/rest/api/2/issue/%d","key":"%s"}'
                % (store.id(index), base.encode(), store.id(index), store.key(index).encode())
                for index in indices
            ]
        )
