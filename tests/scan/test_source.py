"""Scans against a site: what is asked, what comes, what happens when something goes wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator

import duckdb
import pytest
from duckdb._sources.nodes import Binary, Col, Lit

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Cancelled, Error
from jsdodbc.scan.count import count_rows
from jsdodbc.scan.hints import Hints, KeyFeed
from jsdodbc.scan.source import TableSource
from tests.scan.support import Bench, bench


@pytest.fixture(scope="module", params=["cloud", "dc"])
def site(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with bench(request.param, 300) as made:
        made.run("SELECT count(*) FROM Requests")  # the site's lists are known from here on
        yield made


def test_only_the_columns_wanted_are_asked_for(site: Bench) -> None:
    site.run("SELECT IssueKey, Status, AssigneeDisplayName FROM Issues WHERE Priority = 'High'")
    fields = [json.loads(line[line.index("{") :])["fields"] for line in site.reports[0].requests][-1]
    assert sorted(fields) == ["assignee", "priority", "status"]


def test_an_id_or_key_is_looked_up_without_a_search(site: Bench) -> None:
    key, identifier = site.run("SELECT IssueKey, IssueId FROM Issues ORDER BY 1 LIMIT 1")[0]
    for where in (f"IssueKey = '{key}'", f"IssueId = '{identifier}'", f"IssueKey IN ('{key}', 'NOPE-1')"):
        assert site.run(f"SELECT IssueId FROM Issues WHERE {where}") == [(identifier,)]
        assert site.sent == 1


def test_what_can_not_be_asks_for_nothing(site: Bench) -> None:
    for where in ("Status = 'Nope'", "IssueKey = 'no key'", "IssueId = ''", "ServiceDeskId = '4711'"):
        assert site.run(f"SELECT IssueId FROM Requests WHERE {where}") == []
        assert site.sent <= 1, where  # a list may be asked for again before a value counts as unknown
        assert site.reports[0].requests == []


def test_a_key_of_another_project_is_no_request(site: Bench) -> None:
    outside = site.run("SELECT IssueKey, IssueId FROM Issues WHERE ProjectKey = 'DEV' LIMIT 1")[0]
    assert site.run(f"SELECT IssueId FROM Issues WHERE IssueKey = '{outside[0]}'") == [(outside[1],)]
    for table in ("Requests", "RequestSLACycles", "RequestComments"):
        assert site.run(f"SELECT RequestId FROM {table} WHERE RequestKey = '{outside[0]}'") == []


def test_requests_are_the_issues_of_service_desks(site: Bench) -> None:
    projects = {row[0] for row in site.run("SELECT ProjectId FROM ServiceDesks")}
    expected = [row for row in site.run("SELECT IssueId, ProjectId FROM Issues ORDER BY 1") if row[1] in projects]
    assert site.run("SELECT IssueId, ProjectId FROM Requests ORDER BY 1") == expected
    desks = dict(site.run("SELECT ProjectId, Id FROM ServiceDesks"))
    assert all(desks[project] == desk for project, desk in site.run("SELECT ProjectId, ServiceDeskId FROM Requests"))


def test_sla_cycles_come_with_the_issues(site: Bench) -> None:
    rows = site.run("SELECT RequestId, SlaId, CycleNumber, CycleType FROM RequestSLACycles")
    assert len(rows) > 300
    assert site.sent <= 5
    assert len({row[:3] for row in rows}) == len(rows)
    numbers: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for request, sla, number, kind in rows:
        numbers.setdefault((request, sla), []).append((number, kind))
    for cycles in numbers.values():
        assert [number for number, _ in cycles] == list(range(1, len(cycles) + 1))
        assert all(kind == "completed" for _, kind in cycles[:-1])


def test_comments_cost_a_call_for_a_hundred_issues(site: Bench) -> None:
    comments = site.run("SELECT Id FROM RequestComments")
    assert len(comments) > 300
    assert len(set(comments)) == len(comments)
    assert site.sent <= 10


def test_a_join_feeds_keys(site: Bench) -> None:
    keys = [row[0] for row in site.run("SELECT IssueKey FROM Requests LIMIT 3")]
    site.register("RequestComments", "fed", keys=KeyFeed("RequestKey", tuple(keys)))
    expected = site.run(f"SELECT Id FROM RequestComments WHERE RequestKey IN {tuple(keys)!r} ORDER BY 1")
    assert site.run("SELECT Id FROM fed ORDER BY 1") == expected
    assert site.sent <= 2
    site.register("Requests", "fed_requests", keys=KeyFeed("IssueKey", tuple(keys)))
    assert sorted(site.run("SELECT IssueKey FROM fed_requests")) == sorted((key,) for key in keys)
    assert site.sent == 1
    site.register("Requests", "fed_nothing", keys=KeyFeed("IssueKey", ()))
    assert site.run("SELECT IssueKey FROM fed_nothing") == []
    assert site.sent == 0


def test_a_limit_reads_one_page(site: Bench) -> None:
    site.register("Issues", "ten", limit=10)
    rows = site.run("SELECT IssueId, Summary FROM ten LIMIT 10")
    assert len(rows) == 10
    assert site.sent == 1
    assert site.reports[0].fetched == 10


def test_a_limit_counts_rows_that_pass_the_filter(site: Bench) -> None:
    site.register("Issues", "late", limit=5)
    total = site.run("SELECT count(*) FROM Issues WHERE Summary > 'T'")[0][0]
    assert total > 5
    assert len(site.run("SELECT IssueId, Summary FROM late WHERE Summary > 'T'")) == 5


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("column", ["Created", "Updated", "DueDate"])
def test_an_order_with_a_limit_reads_the_first_rows_only(site: Bench, column: str, descending: bool) -> None:
    word = "DESC" if descending else "ASC"
    site.register("Issues", "sorted", limit=7, order=((column, descending),))
    query = f"SELECT {column}, IssueId FROM {{}} WHERE {column} IS NOT NULL ORDER BY {column} {word}, IssueId LIMIT 7"
    assert site.run(query.format("sorted")) == site.run(query.format("Issues"))
    assert site.run(query.format("sorted")) and site.reports[0].fetched <= 120
    assert site.reports[0].order == f"{column.lower()} {word}"


def test_an_order_is_not_pushed_where_nulls_would_be_misplaced(site: Bench) -> None:
    site.register("Issues", "maybe", limit=7, order=(("DueDate", False),))
    query = "SELECT DueDate, IssueId FROM {} ORDER BY DueDate NULLS LAST, IssueId LIMIT 7"
    expected = site.run(query.format("Issues"))
    site.register("Issues", "maybe", order=(("DueDate", False),))
    assert site.run(query.format("maybe")) == expected
    assert site.reports[0].order == ""


def test_explain_sends_no_search(site: Bench) -> None:
    site.register("Requests", "explained", explain_only=True)
    assert site.run("SELECT IssueKey, Summary FROM explained WHERE Status = 'End' AND Summary <> 'x'") == []
    assert site.sent == 0
    report = site.reports[0]
    assert report.exact == ["Status = 'End'"]
    assert report.remaining == ["Summary <> 'x'"]
    assert report.jql and "status = " in report.jql
    assert report.requests and report.calls


def test_counting_without_reading(site: Bench) -> None:
    declared = site.catalog.find("Requests")
    assert declared is not None
    status = Binary("=", Col(("Status",)), Lit("End", "VARCHAR"))
    summary = Binary("=", Col(("Summary",)), Lit("x", "VARCHAR"))
    wanted = site.run("SELECT count(*) FROM Requests WHERE Status = 'End'")[0][0]
    assert count_rows(site.session, declared, [status], cancellation=Cancellation()) == wanted
    assert count_rows(site.session, declared, [summary], cancellation=Cancellation()) is None
    nothing = Binary("=", Col(("Status",)), Lit("Nope", "VARCHAR"))
    assert count_rows(site.session, declared, [nothing], cancellation=Cancellation()) == 0


def test_an_unknown_person_or_option_is_no_error(site: Bench) -> None:
    column = "AssigneeAccountId" if site.site.flavour == "cloud" else "AssigneeName"
    known = site.run(f"SELECT {column} FROM Issues WHERE {column} IS NOT NULL ORDER BY 1 LIMIT 1")[0][0]
    assert site.run(f"SELECT IssueId FROM Issues WHERE {column} = 'nobody'") == []
    assert site.sent == 2
    some = site.run(f"SELECT IssueId FROM Issues WHERE {column} = '{known}' ORDER BY 1")
    assert site.run(f"SELECT IssueId FROM Issues WHERE {column} IN ('{known}', 'nobody') ORDER BY 1") == some


def test_a_page_that_fails_is_an_error_never_a_short_result(site: Bench) -> None:
    path = "/issue/bulkfetch" if site.site.flavour == "cloud" else "/search"
    for kind, skip in (("status", 0), ("status", 1), ("truncated", 0), ("not json", 0), ("html", 0)):
        if site.site.flavour == "dc" and skip:
            continue
        site.site.faults.clear()
        site.site.faults.add(kind, path, status=400, times=None, skip=skip)
        try:
            with pytest.raises(duckdb.Error):
                site.run("SELECT IssueKey, Summary FROM Issues")
            failure = site.reports[0].failure
            assert isinstance(failure, Error), failure
            assert not site.reports[0].finished
        finally:
            site.site.faults.clear()
    assert len(site.run("SELECT IssueKey, Summary FROM Issues")) == 300


def test_cancelling_ends_a_scan(site: Bench) -> None:
    declared = site.catalog.find("Issues")
    assert declared is not None
    cancellation = Cancellation()
    source = TableSource(site.session, declared, hints=Hints(), cancellation=cancellation, on_scan=site.reports.append)
    site.connection._register_arrow_source("cancelled", source)
    site.reports.clear()
    cancellation.cancel()
    with pytest.raises(duckdb.Error):
        site.connection.execute("SELECT IssueId FROM cancelled").fetchall()
    assert isinstance(site.reports[0].failure, Cancelled)


def test_one_source_is_scanned_by_many(site: Bench) -> None:
    rows = site.run("SELECT count(*) FROM Issues a JOIN Issues b USING (IssueId) JOIN Requests r USING (IssueId)")
    assert rows == site.run("SELECT count(*) FROM Requests")
