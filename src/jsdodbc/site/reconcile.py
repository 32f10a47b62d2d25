"""Searches that know what this session has just written, though the site's index may lag behind.

Cloud takes the ids of such issues with the search (`reconcileIssues`). Data Center has nothing like it: there the
search waits until the index shows them as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from urllib.parse import quote

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.site.errors import ServiceError
from jsdodbc.site.session import Session

_MOST_IDS = 50  # what Cloud takes
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # seconds

Known = Mapping[str, str]  # id → when the issue was last updated, as the site writes it


def ids(session: Session, cancellation: Cancellation) -> list[int]:
    """What a search of Cloud is told: the ids of the issues that were written last."""
    recent = session.recent.issues()
    found: list[int] = []
    for name, gone in reversed(list(recent.items())):
        number = name
        if not name.isdecimal():
            number = "" if gone else _id_of(session, name, cancellation)
            session.recent.resolved(name, number)
        if number and int(number) not in found:
            found.append(int(number))
        if len(found) == _MOST_IDS:
            break
    return found


def settle(session: Session, cancellation: Cancellation) -> None:
    """Wait until Data Center's index shows what this session wrote. Error HY000 when it doesn't in 12 seconds."""
    recent = session.recent.issues()
    if not recent:
        return
    for pause in (*_PAUSES, None):
        if _shown(session, recent, cancellation):
            session.recent.settled(recent)
            return
        if pause is not None:
            cancellation.wait(pause)
    raise Error(
        "HY000",
        "The site's search index does not show yet what this connection wrote, so the result would be out of date. Try "
        "again; if it stays, ask an administrator to look at the index.",
    )


def _shown(session: Session, recent: Mapping[str, bool], cancellation: Cancellation) -> bool:
    read = partial(_as_it_is, session, cancellation=cancellation)
    true = dict(one for one in session.map(read, recent, cancellation=cancellation) if one is not None)
    numbers = {*true, *(name for name, gone in recent.items() if gone and name.isdecimal())}
    if not numbers:
        return True
    body = {
        "jql": f"id in ({', '.join(sorted(numbers, key=int))})",
        "fields": ["updated"],
        "maxResults": len(numbers),
        "validateQuery": False,
    }
    answer = json.loads(session.request("POST", f"{session.api}/search", body=body, cancellation=cancellation))
    indexed = {str(each["id"]): str(each["fields"]["updated"]) for each in answer["issues"]}
    return indexed == true


def _as_it_is(session: Session, name: str, *, cancellation: Cancellation) -> tuple[str, str] | None:
    """Id and last update of an issue; None when it is gone."""
    issue = _issue(session, name, "updated", cancellation)
    return None if issue is None else (str(issue["id"]), str(issue["fields"]["updated"]))


def _id_of(session: Session, key: str, cancellation: Cancellation) -> str:
    issue = _issue(session, key, "id", cancellation)
    return "" if issue is None else str(issue["id"])


def _issue(session: Session, name: str, fields: str, cancellation: Cancellation) -> dict[str, dict[str, str]] | None:
    path = f"{session.api}/issue/{quote(name, safe='')}"
    try:
        found: dict[str, dict[str, str]] = json.loads(
            session.request("GET", path, query={"fields": fields}, cancellation=cancellation)
        )
    except ServiceError as error:
        if error.status in (403, 404):
            return None
        raise
    return found
