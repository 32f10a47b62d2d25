"""The lists of a site's configuration: every row and value is what the site was made with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.payloads.oracle import expected, matches
from tests.scan.support import Bench, bench

# table -> what the sandbox calls the things it lists
LISTS = {
    "Projects": "project",
    "IssueTypes": "issuetype",
    "Priorities": "priority",
    "Statuses": "status",
    "Resolutions": "resolution",
    "Organizations": "organization",
}


@pytest.fixture(scope="module", params=["cloud", "dc"])
def site(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with bench(request.param, 20) as made:
        yield made


@pytest.mark.parametrize(("table", "kind"), LISTS.items())
def test_a_list_is_what_the_site_holds(site: Bench, table: str, kind: str) -> None:
    declared = site.catalog.find(table)
    assert declared is not None
    wanted: list[dict[str, Any]] = site.site.truth.all(kind)
    rows = site.run(f"SELECT {site.names(table)} FROM {table}")
    assert len(rows) == len(wanted) > 0
    assert site.sent == 1
    for row, entry in zip(rows, wanted, strict=True):
        for column, value in zip(declared.columns, row, strict=True):
            assert matches(value, expected(column, entry)), (column.name, value)


@pytest.mark.parametrize("table", ["Queues", "RequestTypeGroups"])
def test_lists_of_desks(site: Bench, table: str) -> None:
    desks = [row[0] for row in site.run("SELECT Id FROM ServiceDesks ORDER BY Id")]
    rows = site.run(f"SELECT ServiceDeskId, Id FROM {table} ORDER BY 1")
    more = [("1", "101")] if table == "Queues" else []  # the first desk has another queue
    assert sorted(rows) == sorted([*((desk, desk) for desk in desks), *more])
    assert site.sent == len(desks)
    assert site.run(f"SELECT Id FROM {table} WHERE ServiceDeskId = '{desks[1]}'") == [(desks[1],)]
    assert site.sent <= 2  # its list, and whether there is such a desk
    assert site.run(f"SELECT Id FROM {table} WHERE ServiceDeskId = '4711'") == []


def test_a_queue_tells_its_jql_and_columns(site: Bench) -> None:
    name, jql, fields = site.run("SELECT Name, Jql, Fields FROM Queues WHERE ServiceDeskId = '1'")[0]
    assert (name, jql) == ("All open", 'project = "SUP" AND resolution = Unresolved ORDER BY created')
    assert fields.startswith('["issuetype","issuekey","summary"')


def test_lists_join_with_what_refers_to_them(site: Bench) -> None:
    counted = site.run("SELECT s.Name, count(*) FROM Issues i JOIN Statuses s ON s.Id = i.StatusId GROUP BY 1")
    assert sum(count for _, count in counted) == 20


def test_comments_of_all_issues(site: Bench) -> None:
    truth = site.site.truth
    wanted = {(truth.issue(at)["key"], each["id"]) for at in range(len(truth)) for each in truth.comments(at)}
    rows = site.run("SELECT IssueKey, Id FROM IssueComments")
    assert len(rows) == len(set(rows))
    assert set(rows) == wanted
    one = next(key for key, _ in sorted(wanted) if key.startswith("DEV-"))
    mine = site.run(f"SELECT IssueKey, Id FROM IssueComments WHERE IssueKey = '{one}'")
    assert set(mine) == {pair for pair in wanted if pair[0] == one}
