"""Boards and sprints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import offset
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.times import zulu

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

AGILE = "/rest/agile/1.0"
MOST = 50
BOARDS = (("Support", "kanban", "SUP"), ("DEV board", "scrum", "DEV"), ("Old 'scrum'", "scrum", "DEV"))
_SPRINTS = (0, 3, 120)  # of each board
_DAY = 86_400_000


def _page(request: Request, rows: list[dict[str, Any]]) -> Reply:
    start, size = offset(request, MOST, MOST)
    found = rows[start : start + size]
    return json(
        {"maxResults": size, "startAt": start, "total": len(rows), "isLast": start + size >= len(rows), "values": found}
    )


def board_row(site: Site, at: int) -> dict[str, Any]:
    name, kind, key = BOARDS[at]
    row: dict[str, Any] = {"id": at + 1, "self": f"{site.base}{AGILE}/board/{at + 1}", "name": name, "type": kind}
    if not site.cloud:
        return row
    project = next(each for each in site.store.of_kind("project") if each.json["key"] == key)
    location = {"projectId": int(project.id), "projectKey": key, "projectName": project.name, "name": project.name}
    return row | {"isPrivate": at == 2, "location": location | {"projectTypeKey": project.json["projectTypeKey"]}}


@add("GET", f"{AGILE}/board")
def boards(site: Site, request: Request) -> Reply:
    return _page(request, [board_row(site, at) for at in range(len(BOARDS))])


def sprint_row(site: Site, board: int, at: int, last: int) -> dict[str, Any]:
    number, start = board * 1000 + at, 1_600_000_000_000 + at * 14 * _DAY
    row: dict[str, Any] = {
        "id": number,
        "self": f"{site.base}{AGILE}/sprint/{number}",
        "name": f"Sprint {at + 1} 😀",
        "state": "future" if at == last else "active" if at == last - 1 else "closed",
        "originBoardId": board,
        "goal": "",
    }
    if at == last:
        return row
    row |= {"startDate": zulu(start), "endDate": zulu(start + 14 * _DAY)}
    return row if at == last - 1 else row | {"completeDate": zulu(start + 15 * _DAY), "goal": "Ship it's end"}


@add("GET", f"{AGILE}/board/{{board}}/sprint")
def sprints(site: Site, request: Request, board: str) -> Reply:
    at = int(board) - 1 if board.isdecimal() else -1
    if not 0 <= at < len(BOARDS):
        raise errors(
            404,
            "The board does not exist, or you may not view it.",
        )
    if BOARDS[at][1] != "scrum":
        raise errors(400, "The board does not support sprints")
    return _page(request, [sprint_row(site, at + 1, place, _SPRINTS[at] - 1) for place in range(_SPRINTS[at])])
