"""Issues as JSON bytes: the fields asked for, made once and kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

import orjson

from jsdodbc.sandbox.fields import Field, Store

CACHE_BYTES = 96 * 1024 * 1024
_EXPAND = "operations,versionedRepresentations,editmeta,changelog,renderedFields"


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
    """Issue bytes by (issue, fields, document or wiki bodies)."""

    def __init__(self, store: Store, base: str) -> None:
        self.store, self.base = store, base
        self.kept: OrderedDict[tuple[int, tuple[str, ...], bool], bytes] = OrderedDict()
        self.kept_bytes = 0

    def issue(self, index: int, fields: Sequence[Field], names: tuple[str, ...], *, adf: bool) -> bytes:
        """One issue. `names` are the ids of `fields`, made once a page."""
        key = (index, names, adf)
        known = self.kept.get(key)
        if known is None:
            known = self._made(index, fields, adf=adf)
            self._keep(key, known)
        return known

    def _made(self, index: int, fields: Sequence[Field], *, adf: bool) -> bytes:
        number = str(self.store.id(index))
        document = {"expand": _EXPAND, "id": number, "self": f"{self.base}/rest/api/{3 if adf else 2}/issue/{number}",
                    "key": self.store.key(index), "fields": self.store.document(index, list(fields), adf=adf)}
        return orjson.dumps(document)

    def _keep(self, key: tuple[int, tuple[str, ...], bool], body: bytes) -> None:
        self.kept[key] = body
        self.kept_bytes += len(body) + 200
        while self.kept_bytes > CACHE_BYTES:
            _, old = self.kept.popitem(last=False)
            self.kept_bytes -= len(old) + 200

    def page(self, indices: Iterable[int], fields: Sequence[Field], *, adf: bool) -> bytes:
        """Many issues, joined by commas."""
        names = tuple(field.id for field in fields)
        return b",".join([self.issue(index, fields, names, adf=adf) for index in indices])

    def references(self, indices: Iterable[int], *, key: bool) -> bytes:
        """Issues of which only the id (and key) was asked."""
        store, base = self.store, self.base
        if not key:
            return b",".join([b'{"id":"%d"}' % store.id(index) for index in indices])
        return b",".join([
            b'{"expand":"","id":"%d","self":"%s/rest/api/2/issue/%d","key":"%s"}'
            % (store.id(index), base.encode(), store.id(index), store.key(index).encode())
            for index in indices
        ])
