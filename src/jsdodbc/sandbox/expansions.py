"""What issues are told with besides their fields, when asked so: changelog, transitions, properties."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from jsdodbc.sandbox.fields import Field
from jsdodbc.sandbox.generate import history
from jsdodbc.sandbox.live import LiveStore
from jsdodbc.sandbox.times import jira

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

WRITTEN = 9_000  # places of what was written since


def histories(site: Site, index: int) -> list[dict[str, Any]]:
    """All changes of an issue, oldest first; those that were made by writing last."""
    store = site.store
    if not isinstance(store, LiveStore) or index >= store.generated:
        return []
    found = [history.change_json(store, index, place) for place in range(history.changes(store, index))]
    for at, (status, moment) in enumerate(store.history.get(index, ())):
        item = {"field": "status", "fieldtype": "jira", "from": None, "fromString": None}
        item |= {"to": status.id, "toString": status.name}
        number = str(store.id(index) * history.PER_ISSUE + WRITTEN + at)
        found.append({"id": number, "created": jira(moment, store.site_zone), "items": [item]})
    return found


def _changelog(site: Site, index: int) -> dict[str, Any]:
    """Cloud tells the 40 newest, Data Center all of them."""
    found = histories(site, index)
    shown = found[::-1][: history.EMBEDDED_CHANGES] if site.cloud else found
    return {"startAt": 0, "maxResults": len(shown), "total": len(found), "histories": shown}


def transition_rows(site: Site, index: int) -> list[dict[str, Any]]:
    from jsdodbc.sandbox.routes_writes_issue import transitions_json

    return transitions_json(site, index)


_MAKERS: dict[str, Callable[[Site, int], Any]] = {"changelog": _changelog, "transitions": transition_rows}


def asked(expand: Any) -> list[str]:
    """The known words of `expand`, a list or joined by commas."""
    words = expand if isinstance(expand, list) else str(expand or "").split(",")
    return [word for word in words if word in _MAKERS]


def page(site: Site, indices: Iterable[int], fields: Sequence[Field], expand: Any, *, adf: bool) -> bytes:
    """Issues joined by commas, with what `expand` asks for."""
    words = asked(expand)
    if not words:
        return site.documents.page(indices, fields, adf=adf)
    return b",".join([with_more(site, index, fields, words, adf=adf) for index in indices])


def with_more(
    site: Site, index: int, fields: Sequence[Field], words: Sequence[str], *, adf: bool, properties: bool = False
) -> bytes:
    made = {word: _MAKERS[word](site, index) for word in words}
    if properties:
        made["properties"] = properties_of(site, index)
    body = site.documents.issue(index, fields, adf=adf)
    return body[:-1] + b"," + orjson.dumps(made)[1:] if made else body


def properties_of(site: Site, index: int) -> dict[str, Any]:
    store = site.store
    if not isinstance(store, LiveStore):
        return {}
    known = store.kept.get(index)
    if known is None:
        return history.properties(store, index) if index < store.generated else {}
    return known
