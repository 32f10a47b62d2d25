"""`make demo`: five questions to a service desk on this machine, asked through unixODBC's isql.

Everything it needs is its own and below build/demo: the driver's registration, the data source, the sandbox. It stops
what it started, when interrupted too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

from jsdodbc.cli import register
from jsdodbc.cli.ini import IniFile
from jsdodbc.sandbox.server import Sandbox

FOLDER = Path("build/demo").resolve()
BOLD, DIM, PLAIN = ("\033[1m", "\033[2m", "\033[0m") if sys.stdout.isatty() else ("", "", "")


@dataclass(frozen=True, slots=True)
class Question:
    headline: str
    sql: str


QUESTIONS = (
    Question(
        "A filter that Jira answers: it becomes JQL, and ten rows are read, not all",
        "SELECT IssueKey, Priority, Status, CreatedDate FROM Requests "
        "WHERE Priority = 'High' AND CreatedDate >= '2026-01-01' ORDER BY CreatedDate DESC, IssueKey LIMIT 5",
    ),
    Question(
        "Requests with their SLA cycles: which goals were missed by most?",
        "SELECT r.IssueKey, s.SlaName, s.ElapsedTimeFriendly, s.RemainingTimeMillis FROM Requests r "
        "JOIN RequestSLACycles s ON s.RequestId = r.IssueId WHERE s.Breached = TRUE "
        "ORDER BY s.RemainingTimeMillis, r.IssueKey, s.SlaName LIMIT 5",
    ),
    Question(
        "An aggregate over every request of the site",
        "SELECT ProjectKey, COUNT(*) AS requests, COUNT(ResolutionDate) AS resolved, MAX(CreatedDate) AS newest "
        "FROM Requests GROUP BY ProjectKey ORDER BY ProjectKey",
    ),
    Question(
        "A custom field of this site, as a typed column",
        "SELECT Impact, COUNT(*) AS issues, ROUND(AVG(Effort), 2) AS average_effort FROM Issues GROUP BY 1 ORDER BY 1",
    ),
    Question(
        "EXPLAIN: what is asked of Jira, and what is left to do here",
        "EXPLAIN SELECT Summary FROM Issues WHERE Status = 'Resolved' AND Summary LIKE '%printer%' LIMIT 10",
    ),
)


def main() -> int:
    issues = int(os.environ.get("JSDODBC_DEMO_ISSUES", "1000"))
    with Sandbox("cloud", issues, 1, time_zone="Europe/Berlin") as site:
        string = site.connection_string.rstrip(";") + ";IncludeCustomFields=true"
        environment = prepare(string)
        print(f"{BOLD}A service desk with {issues:,} issues answers at {site.url}{PLAIN}\n")
        for number, question in enumerate(QUESTIONS, 1):
            # By turns through a data source and through a plain connection string.
            target = ["demo"] if number % 2 else ["-k", f"Driver={{{register.NAME}}};{string}"]
            if not ask(number, question, target, environment):
                return 1
    print("That was all. Your own site: see README.md.")
    return 0


def prepare(string: str) -> dict[str, str]:
    """Register driver and data source in a folder of the demo's own; returns the environment that says so."""
    from jsdodbc import connection_string

    FOLDER.mkdir(parents=True, exist_ok=True)
    drivers = IniFile([])
    drivers.set(register.NAME, register.driver_entries())
    drivers.write(FOLDER / "odbcinst.ini")
    sources = IniFile([])
    sources.set("demo", {"Driver": register.NAME, **dict(connection_string.parse(string))})
    sources.write(FOLDER / "odbc.ini", mode=0o600)
    return {**os.environ, "ODBCSYSINI": str(FOLDER), "ODBCINI": str(FOLDER / "odbc.ini")}


def ask(number: int, question: Question, target: list[str], environment: dict[str, str]) -> bool:
    """Show one question and isql's answer."""
    how = "isql demo" if target == ["demo"] else "isql -k 'Driver={jsdodbc};URL=…'"
    print(f"{BOLD}{number}. {question.headline}{PLAIN}")
    print(textwrap.indent("\n".join(textwrap.wrap(question.sql, 110)), f"   {DIM}") + f"{PLAIN}\n   {DIM}{how}{PLAIN}")
    command = ["isql", "-b", "-v", *(["-m30"] if number < 5 else ["-m100"]), *target]
    done = subprocess.run(
        command, input=question.sql + "\n", text=True, capture_output=True, env=environment, check=False
    )  # fmt: skip
    print(done.stdout.rstrip() + "\n")
    if done.returncode or "[ISQL]ERROR" in done.stdout + done.stderr or "fetched" not in done.stdout:
        print(f"isql failed:\n{done.stderr}", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
