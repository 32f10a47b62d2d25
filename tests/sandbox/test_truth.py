"""Searches on generated sites against the same question asked of the issues in Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.conftest import ZONE

Fields = dict[str, Any]


def _name(value: Any) -> str | None:
    return value["name"] if value else None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


QUESTIONS: dict[str, Callable[[Fields], bool]] = {
    'project = "SET"': lambda it: it["project"]["key"] == "SET",
    "status = open": lambda it: it["status"]["name"] == "Open",
    'status = "End"': lambda it: it["status"]["name"] == "End",
    "resolution != Done": lambda it: _name(it["resolution"]) not in (None, "Done"),
    "resolution is EMPTY": lambda it: it["resolution"] is None,
    "labels = urgent": lambda it: any(label.lower() == "urgent" for label in it["labels"]),
    "labels != urgent": lambda it: bool(it["labels"]) and all(label.lower() != "urgent" for label in it["labels"]),
    r'labels = "back\\slash"': lambda it: "back\\slash" in it["labels"],
    "labels = 'quote\"d'": lambda it: 'quote"d' in it["labels"],
    "assignee is EMPTY": lambda it: it["assignee"] is None,
    "priority > Medium": lambda it: _name(it["priority"]) in ("Blocker", "Highest", "High"),
    'component = "o\'reilly"': lambda it: any(each["name"] == "O'Reilly" for each in it["components"]),
    "cf[10024] < 0": lambda it: it["customfield_10024"] is not None and it["customfield_10024"] < 0,
    "Score >= 50": lambda it: it["customfield_10026"] is not None and float(it["customfield_10026"]) >= 50,
    "cf[10032] = \"o'brien's\"": lambda it: (
        bool(it["customfield_10032"]) and it["customfield_10032"]["value"] == "O'Brien's"
    ),
    'cf[10034] = "null"': lambda it: any(each["value"] == "null" for each in it["customfield_10034"]),
    '"Product categorization" = Software': lambda it: (
        bool(it["customfield_10036"]) and it["customfield_10036"]["value"] == "Software"
    ),
    'Organizations = "acme corp"': lambda it: any(each["name"] == "Acme Corp" for each in it["customfield_10002"]),
    'due < "2024-01-01"': lambda it: it["duedate"] is not None and it["duedate"] < "2024-01-01",
    "duedate is EMPTY": lambda it: it["duedate"] is None,
    'created >= "2024-04-07 02:15"': lambda it: _moment(it["created"]) >= _wall("2024-04-07T02:15"),
    'created < "2024-04-07"': lambda it: _moment(it["created"]) < _wall("2024-04-07"),
    "created < 1700000000000": lambda it: _moment(it["created"]).timestamp() < 1_700_000_000,
    'resolved > "2023-01-01" and status != closed': lambda it: (
        it["resolutiondate"] is not None
        and _moment(it["resolutiondate"]) > _wall("2023-01-01")
        and it["status"]["name"] != "Closed"
    ),
    'not (status = open or updated < "2022-01-01")': lambda it: (
        it["status"]["name"] != "Open" and _moment(it["updated"]) >= _wall("2022-01-01")
    ),
    "reporter = currentUser()": lambda it: bool(it["reporter"]) and it["reporter"]["displayName"] == "Ada Agent",
    '"Time to first response" = paused()': lambda it: bool(
        it["customfield_10130"] and (it["customfield_10130"].get("ongoingCycle") or {}).get("paused")
    ),
    "Severity is EMPTY": lambda it: it["customfield_10037"] is None or it["customfield_10038"] is None,
    "cf[10038] = minor": lambda it: bool(it["customfield_10038"]) and it["customfield_10038"]["value"] == "Minor",
}


@pytest.mark.parametrize("jql", QUESTIONS)
def test_a_search_finds_what_is_true(site: Sandbox, client: Client, jql: str) -> None:
    wanted = {issue["key"] for issue in site.truth.issues() if QUESTIONS[jql](issue["fields"])}
    found = [issue["key"] for issue in client.search(jql, "key")]
    assert len(found) == len(set(found))
    assert set(found) == wanted
    assert wanted, "a question nobody answers proves nothing"


def test_fields_of_a_search_are_those_of_the_issue(site: Sandbox, client: Client) -> None:
    truth = {issue["id"]: issue for issue in site.truth.issues()}
    for issue in client.search("id > 0", "*all"):
        assert issue == truth[issue["id"]]


def test_the_same_seed_is_the_same_site() -> None:
    with Sandbox(issues=30, seed=5) as one, Sandbox(issues=30, seed=5) as two, Sandbox(issues=30, seed=6) as three:
        strip = [[str(issue).replace(site.url, "") for issue in site.truth.issues()] for site in (one, two, three)]
    assert strip[0] == strip[1]
    assert strip[0] != strip[2]


def test_a_million_issues_are_nowhere_in_memory() -> None:
    with Sandbox(issues=1_000_000) as site:
        assert len(site.truth) == 1_000_000
        client = Client(site)
        last = client.post("/rest/api/2/search/jql", {"jql": "created <= now() order by created desc", "maxResults": 1})
        issue = client.get(f"/rest/api/2/issue/{last['issues'][0]['id']}?fields=summary")
        assert issue == {
            **site.truth.issue(999_999),
            "fields": {"summary": site.truth.issue(999_999)["fields"]["summary"]},
        }


def test_issues_are_of_about_the_size_told(cloud: Sandbox) -> None:
    bodies = [len(str(issue)) for issue in cloud.truth.issues()]
    assert 7_000 < sum(bodies) / len(bodies) < 20_000
