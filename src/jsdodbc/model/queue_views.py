"""A view for each queue: named after it, with the columns that it shows, read by the search that it runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jsdodbc.model import custom_fields
from jsdodbc.model.column import Column
from jsdodbc.model.metadata import Field
from jsdodbc.model.table import Search, Table
from jsdodbc.model.tables import issue_columns as issue
from jsdodbc.model.tables.parts import JQL, json
from jsdodbc.model.tables.requests import REQUESTS
from jsdodbc.model.view_names import view_names

_SCHEMA = "JiraServiceDesk"
# What comes before ORDER BY: quoted texts, and all else that is no quote.
_ORDERED = re.compile(
    r"""^((?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^"'])*?)\bORDER\s+BY\b""", re.IGNORECASE | re.DOTALL
)
_ALWAYS = ("issuekey", "id")


def queue_views(
    queues: Sequence[Mapping[str, Any]], fields: Sequence[Field], deployment: str, taken: Iterable[str]
) -> Iterator[Table]:
    """`queues`: as the site tells them, each with the `projectKey` of its service desk. `taken`: names of tables."""
    things = [(_name(queue), str(queue["projectKey"]), str(queue["id"])) for queue in queues]
    for queue, name in zip(queues, view_names(things, taken), strict=True):
        yield _view(name, queue, fields, deployment)


def _name(queue: Mapping[str, Any]) -> str:
    return " ".join(str(queue.get("name") or f"Queue {queue['id']}").split())


def _view(name: str, queue: Mapping[str, Any], fields: Sequence[Field], deployment: str) -> Table:
    found = _ORDERED.match(str(queue.get("jql") or ""))
    jql = (found.group(1) if found else str(queue.get("jql") or "")).strip()
    shown = [str(each) for each in queue.get("fields") or () if each not in _ALWAYS]
    return Table(
        name,
        _SCHEMA,
        f"The requests of the queue {_name(queue)} of the project {queue['projectKey']}.",
        (replace(issue.ID, references=("Requests", "IssueId")), issue.ISSUE_KEY, *_columns(shown, fields, deployment)),
        Search("service desks", jql=jql),
        kind="VIEW",
        pseudo_columns=(JQL,),
    )


def _columns(shown: Sequence[str], fields: Sequence[Field], deployment: str) -> Iterator[Column]:
    """Those of Requests for a field, else that of the custom field, else its JSON."""
    declared = [column for column in REQUESTS.only(deployment).columns if not column.pseudo and not column.key]
    by_field: dict[str, list[Column]] = {}
    custom = {field.id: field for field in fields}
    for column in declared:
        by_field.setdefault(_field_of(column, fields), []).append(column)
    names = [column.name for each in shown for column in by_field.get(each, ())] + ["IssueId", "IssueKey"]
    more = {column.path[1]: column for column in custom_fields.columns(fields, names) if not column.hidden}
    for each in dict.fromkeys(shown):
        if each in by_field:
            yield from by_field[each]
        elif each in more:
            yield more[each]
        elif each in custom and each not in {name.lower() for name in names}:
            yield json(custom[each].name, ("fields", each), custom[each].name)


def _field_of(column: Column, fields: Sequence[Field]) -> str:
    """The id of the field that a column shows, "" for none."""
    if column.path[:1] != ("fields",):
        return ""
    name = column.path[1]
    if name[:1] != "@":
        return name
    return next((field.id for field in fields if field.custom == name[1:]), "")
