"""5,000 issues of many fields into Python: through ODBC, by a plain loop, and by the package `jira`."""

from __future__ import annotations

from collections.abc import Callable

import jira
import pyodbc
import requests

from bench.environment import OURS, seconds, table
from jsdodbc.sandbox.server import Sandbox

ISSUES = 5000
BOUNDED = "created >= 2000-01-01"  # the site refuses a search without a bound
LATENCIES = (0.0, 0.2)


def through_odbc(site: Sandbox) -> int:
    connection = pyodbc.connect(OURS + site.connection_string + "IncludeCustomFields=true", autocommit=True)
    try:
        return len(connection.execute("SELECT * FROM Issues").fetchall())
    finally:
        connection.close()


def plain_loop(site: Sandbox) -> int:
    count, token = 0, None
    with requests.Session() as session:
        session.auth = (site.user, site.token)
        while True:
            query = {"jql": BOUNDED, "fields": "*all", "maxResults": 100, "nextPageToken": token}
            page = session.get(f"{site.url}/rest/api/3/search/jql", params=query).json()
            count, token = count + len(page["issues"]), page.get("nextPageToken")
            if not token:
                return count


def package_jira(site: Sandbox) -> int:
    client = jira.JIRA(site.url, basic_auth=(site.user, site.token))
    return len(client.enhanced_search_issues(BOUNDED, maxResults=0, fields="*all"))


WAYS: dict[str, Callable[[Sandbox], int]] = {
    "jsdodbc, pyodbc": through_odbc, "requests, a plain loop": plain_loop, "jira (PyPI)": package_jira
}  # fmt: skip


def run() -> str:
    with Sandbox("cloud", ISSUES, 1, process=True, warm=True, custom="desk") as site:
        through_odbc(site)  # the engine is warm, as in any second statement of an application
        return "\n".join(_at(site, latency) for latency in LATENCIES)


def _at(site: Sandbox, latency: float) -> str:
    site.set(latency=latency)
    measured = {name: _measure(site, work) for name, work in WAYS.items()}
    ours = measured["jsdodbc, pyodbc"][0]
    rows = [
        [name, f"{took:.2f}", f"{ISSUES / took:,.0f}", str(calls), f"{took / ours:.1f}"]
        for name, (took, calls) in measured.items()
    ]
    title = f"{ISSUES:,} issues of about {_size(site):.0f} KB, {latency * 1000:.0f} ms latency"
    return table(title, ["way", "seconds", "issues/s", "requests", "time relative to ours"], rows)


def _measure(site: Sandbox, work: Callable[[Sandbox], int]) -> tuple[float, int]:
    site.clear()
    counted: list[int] = []
    took = seconds(lambda: counted.append(work(site)))
    assert counted == [ISSUES], counted
    return took, len(site.requests)


def _size(site: Sandbox) -> float:
    """KB of an issue with all its fields, on average of a page."""
    query = {"jql": BOUNDED, "fields": "*all", "maxResults": 100}
    page = requests.get(f"{site.url}/rest/api/3/search/jql", params=query, auth=(site.user, site.token))
    return len(page.content) / len(page.json()["issues"]) / 1000
