"""A view for each queue: names, columns, the search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jsdodbc.model.queue_views import queue_views
from jsdodbc.model.table import Search
from tests.scan.support import Bench, bench


def queue(number: str, name: str, key: str = "SUP", jql: str = "project = SUP", *fields: str) -> dict[str, Any]:
    return {"id": number, "name": name, "projectKey": key, "jql": jql, "fields": list(fields)}


def names(*queues: dict[str, Any]) -> list[str]:
    return [view.name for view in queue_views(queues, (), "cloud", ["Requests"])]


def test_names_are_unique() -> None:
    assert names(queue("1", "Mine"), queue("2", " All  open"), queue("3", "all open", "ITH")) == [
        "Mine",
        "All open (SUP)",
        "all open (ITH)",
    ]
    assert names(queue("1", "Requests"), queue("2", "New"), queue("3", "New")) == [
        "Requests (SUP)",
        "New (SUP)",
        "New (SUP 3)",
    ]


@pytest.mark.parametrize(
    ("jql", "wanted"),
    [
        ("project = A ORDER BY created", "project = A"),
        ("project = A order\n by created", "project = A"),
        ('summary ~ "ORDER BY x" AND a = \'order by\'', 'summary ~ "ORDER BY x" AND a = \'order by\''),
        ('summary ~ "a\\" ORDER BY" ORDER BY key DESC', 'summary ~ "a\\" ORDER BY"'),
        ("ORDER BY created", ""),
        ("", ""),
    ],
)
def test_the_search_is_that_of_the_queue_without_its_order(jql: str, wanted: str) -> None:
    (view,) = queue_views([queue("1", "Mine", "SUP", jql)], (), "cloud", ())
    assert isinstance(view.read, Search)
    assert view.read.jql == wanted


@pytest.fixture(scope="module", params=["cloud", "dc"])
def site(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with bench(request.param, 120) as made:
        yield made


def test_a_view_has_the_columns_and_the_requests_of_its_queue(site: Bench) -> None:
    name = 'Urgent & "VPN"'
    view = site.catalog.find(name, "jiraservicedesk")
    assert view is not None
    assert view in site.catalog.listed
    shown = [column.name for column in view.columns]
    person = ["AssigneeAccountId"] if site.site.flavour == "cloud" else ["AssigneeName", "AssigneeKey"]
    assert shown == [
        "IssueId", "IssueKey", "Summary", "StatusId", "Status", "StatusCategory", "PriorityId", "Priority", "Labels",
        *person, "AssigneeDisplayName", "AssigneeEmailAddress", "AssigneeActive", "Effort",
    ]  # fmt: skip
    site.register(name, "queue")
    wanted = [
        (issue["key"], issue["fields"]["summary"], issue["fields"]["customfield_10024"])
        for issue in site.site.truth.issues()
        if issue["fields"]["project"]["key"] == "SUP"
        and ((issue["fields"]["priority"] or {}).get("name") == "High" or "vpn" in issue["fields"]["labels"])
    ]
    assert wanted
    rows = site.run("SELECT IssueKey, Summary, Effort FROM queue")
    assert sorted(rows) == sorted(wanted)
    one = wanted[0]
    assert site.run(f"SELECT IssueKey, Summary, Effort FROM queue WHERE IssueKey = '{one[0]}'") == [one]
    others = site.run("SELECT IssueKey FROM Requests WHERE ProjectKey = 'ITH' LIMIT 1")[0][0]
    assert site.run(f"SELECT IssueKey FROM queue WHERE IssueKey = '{others}'") == []


def test_who_is_no_agent_has_no_such_views() -> None:
    with bench("cloud", 5) as made:
        made.site.serve("GET", "/rest/servicedeskapi/servicedesk/1/queue", b"", 403)
        assert made.catalog.queue_views == ()
        assert len(made.catalog.listed) == len(made.catalog.tables) + len(made.catalog.asset_views)


def test_what_is_listed_can_be_narrowed() -> None:
    chosen = "BrowsableSchemas=JiraServiceDesk;Tables=Requests,Jira.Issues;Views=[All open (SUP)],Customers"
    with bench("cloud", 5, properties=chosen) as made:
        listed = {table.name for table in made.catalog.listed}
        tables = {table.name for table in made.catalog.listed if table.kind == "TABLE"}
        assert listed - tables == {"All open (SUP)", "Customers"}
        assert tables <= {"Requests"}
        assert made.catalog.find("Issues") is not None
