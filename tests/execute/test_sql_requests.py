"""SQL and the requests it becomes: written in sql_requests.txt for a person to read, and held.

`python -m tests.execute.test_sql_requests` writes the requests anew below the statements: look at the difference.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jsdodbc import connection_string, settings
from jsdodbc.cancel import Cancellation
from jsdodbc.execute.connection import Connection
from jsdodbc.model import metadata
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.sandbox.site import Logged
from jsdodbc.site.session import Session
from tests.execute.site import rows

FILE = Path(__file__).parent / "sql_requests.txt"
FLAVOURS = ("cloud", "dc")
NOTHING = "nothing"
# Ids in paths, which are many.
_ID = re.compile(r"(?<=/)(\d{2,}|customfield_\d+)(?=/|$)")
# Asks for the lists that a connection keeps, so that a statement shows its own requests alone.
WARM_UP = (
    "SELECT COUNT(*) AS n FROM Requests WHERE Status = 'x' AND Priority = 'x' AND Resolution = 'x' AND IssueType = 'x'",
    "SELECT COUNT(*) AS n FROM Issues WHERE ProjectKey = 'SUP' AND Effort > 1",
    "SELECT COUNT(*) AS n FROM OrganizationUsers WHERE OrganizationId = '1'",
    "SELECT COUNT(*) AS n FROM [All open (ITH)]",
)


def cases() -> dict[str, dict[str, list[str]]]:
    """Statement -> flavour -> requests, as the file has them."""
    found: dict[str, dict[str, list[str]]] = {}
    sql = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            flavour, _, request = line.strip().partition("  ")
            for each in FLAVOURS if flavour == "both" else (flavour,):
                found[sql][each].append(request.strip())
        elif line and line[0] != "#":
            sql = line
            found[sql] = {each: [] for each in FLAVOURS}
    return found


CASES = cases()


class Asked:
    """A connection to a sandbox that tells what a statement sends. Its lists of the site never grow old."""

    def __init__(self, flavour: str) -> None:
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(metadata, "_OLD", float("inf"))
        self.patch.setattr(metadata, "_STALE", float("inf"))
        self.site = Sandbox(flavour, issues=60, seed=5, bulky=False).start()
        resolved, _ = settings.resolve(
            connection_string.parse(self.site.connection_string + "IncludeCustomFields=true;MaxThreads=1")
        )
        self.session = Session.open(resolved, Cancellation())
        self.connection = Connection(self.session)
        for sql in WARM_UP:
            rows(self.connection, sql)

    def requests(self, sql: str) -> list[str]:
        before = len(self.site.requests)
        rows(self.connection, sql)
        lines = Counter(map(line_of, self.site.requests[before:]))
        return [f"{line} ({count} times)" if count > 1 else line for line, count in lines.items()] or [NOTHING]

    def close(self) -> None:
        self.patch.undo()
        self.connection.close()
        self.session.close()
        self.site.stop()


def line_of(request: Logged) -> str:
    """Method, path without the ids of rows, query or body in short."""
    path = _ID.sub("…", request.path.removeprefix("/rest/"))
    if request.body:
        body: dict[str, Any] = json.loads(request.body)
        for name, value in body.items():
            if isinstance(value, list) and len(value) > 8:
                body[name] = [*value[:2], f"… {len(value)} in all"]
        if len(str(body.get("jql", ""))) > 300:
            body["jql"] = body["jql"][:300] + " …"
        return f"{request.method} {path} {json.dumps(body, ensure_ascii=False)}"
    query = "&".join(f"{name}={value if len(value) < 60 else value[:40] + '…'}" for name, value in request.query)
    return f"{request.method} {path}{'?' + query if query else ''}"


@pytest.fixture(scope="module", params=FLAVOURS)
def asked(request: pytest.FixtureRequest) -> Iterator[Asked]:
    made = Asked(request.param)
    yield made
    made.close()


@pytest.mark.parametrize("sql", CASES)
def test_requests(asked: Asked, sql: str) -> None:
    # Several lists are read at once, in any order.
    assert sorted(asked.requests(sql)) == sorted(CASES[sql][asked.site.flavour])


def test_there_are_many() -> None:
    assert len(CASES) >= 150


def write() -> None:
    """The file anew: its statements and headings, with the requests of today."""
    sites = {flavour: Asked(flavour) for flavour in FLAVOURS}
    lines = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            continue
        lines.append(line)
        if line and line[0] != "#":
            cloud, dc = (sites[flavour].requests(line) for flavour in FLAVOURS)
            same = cloud == dc
            lines += [f"    {'both' if same else 'cloud':<7}{each}" for each in cloud]
            lines += [] if same else [f"    {'dc':<7}{each}" for each in dc]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for site in sites.values():
        site.close()


if __name__ == "__main__":
    write()
