"""Long lists arrive whole, in few requests, or as an error."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable

import pytest

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.site import paging
from jsdodbc.site.session import Session
from tests.site.fake_searches import Cloud, DataCenter
from tests.site.scripted import Answer, Asked, Scripted

Connect = Callable[..., Session]


def numbers_of(pages: Iterable[bytes]) -> list[int]:
    return [int(issue["id"]) for page in pages for issue in json.loads(page)["issues"]]


def search(
    session: Session,
    jql: str = "project = A",
    *,
    limit: int | None = None,
    ordered: bool = False,
    fields: tuple[str, ...] = ("summary",),
) -> list[int]:
    return numbers_of(
        paging.search_pages(session, jql, fields, limit=limit, cancellation=Cancellation(20), order_matters=ordered)
    )


def test_cloud_reads_five_thousand_issues_in_51_requests(site: Scripted, connect: Connect) -> None:
    Cloud(site, list(range(1, 5001)))
    site.meet("/rest/api/2/issue/bulkfetch", 16)
    session = connect()
    before = len(site.asked)
    assert sorted(search(session)) == list(range(1, 5001))
    assert len(site.asked) - before == 51
    assert session.statistics.calls == 52  # with the sign-in; serverInfo is asked by strangers
    assert site.most_running == 16


def test_cloud_keeps_the_order_of_the_search(site: Scripted, connect: Connect) -> None:
    numbers = random.Random(5).sample(range(1, 10_000), 730)
    Cloud(site, numbers)
    assert search(connect(), "ORDER BY updated DESC", ordered=True) == numbers
    assert sorted(search(connect(), "ORDER BY updated DESC")) == sorted(numbers)


def test_cloud_reads_further_id_pages(site: Scripted, connect: Connect) -> None:
    cloud = Cloud(site, list(range(1, 1001)))
    cloud.most = 90
    assert sorted(search(connect())) == list(range(1, 1001))


def test_cloud_small_limit_is_one_direct_page(site: Scripted, connect: Connect) -> None:
    Cloud(site, list(range(1, 500)))
    session = connect()
    before = len(site.asked)
    assert search(session, limit=7) == [1, 2, 3, 4, 5, 6, 7]
    assert [asked.json()["maxResults"] for asked in site.asked[before:]] == [7]


def test_cloud_larger_limit_reads_no_more_issues_than_that(site: Scripted, connect: Connect) -> None:
    Cloud(site, list(range(1, 2000)))
    assert sorted(search(connect(), limit=250)) == list(range(1, 251))
    assert [asked.json()["maxResults"] for asked in site.at("/rest/api/2/search/jql")] == [250]
    sizes = [len(asked.json()["issueIdsOrKeys"]) for asked in site.at("/rest/api/2/issue/bulkfetch")]
    assert sorted(sizes) == [50, 100, 100]


def test_cloud_ids_alone_need_no_second_phase(site: Scripted, connect: Connect) -> None:
    Cloud(site, list(range(1, 7001)))
    assert search(connect(), fields=("key",)) == list(range(1, 7001))
    assert not site.at("/rest/api/2/issue/bulkfetch")
    assert len(site.at("/rest/api/2/search/jql")) == 2


def test_cloud_search_is_never_unrestricted(site: Scripted, connect: Connect) -> None:
    Cloud(site, [1])
    session = connect()
    for jql in ("", "ORDER BY created", 'summary ~ "order by x"'):
        search(session, jql)
    assert [asked.json()["jql"] for asked in site.at("/rest/api/2/search/jql")] == [
        'created >= "1970-01-01" ORDER BY id ASC',
        'created >= "1970-01-01" ORDER BY created, id ASC',
        'summary ~ "order by x" ORDER BY id ASC',
    ]


def test_cloud_issue_deleted_meanwhile_is_left_out(site: Scripted, connect: Connect) -> None:
    Cloud(site, list(range(1, 301))).deleted = {150}
    assert sorted(search(connect())) == [number for number in range(1, 301) if number != 150]


def test_cloud_issue_left_out_once_is_asked_for_again(site: Scripted, connect: Connect) -> None:
    Cloud(site, list(range(1, 301))).late = {7, 250}
    assert sorted(search(connect(), ordered=True)) == list(range(1, 301))


def test_cloud_issue_that_exists_and_never_comes_is_an_error(site: Scripted, connect: Connect) -> None:
    Cloud(site, list(range(1, 301))).hidden = {150}
    with pytest.raises(Error, match="issue 150"):
        search(connect())


def test_cloud_issue_that_is_only_named_by_another_is_missing(site: Scripted, connect: Connect) -> None:
    Cloud(site, [1, 2])
    parent = {"parent": {"id": "2", "self": "https://s/rest/api/2/issue/2"}}
    only = {"id": "1", "self": "https://s/rest/api/2/issue/1", "fields": parent}
    site.answer("/rest/api/2/issue/bulkfetch", Answer(content={"issues": [only]}))
    with pytest.raises(Error, match="issue 2"):
        search(connect(), fields=("summary", "parent"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"issues": [{"id": "1"}], "nextPageToken": "same", "isLast": False}, "came twice"),
        ({"issues": [{"id": "1"}], "isLast": False}, "no nextPageToken"),
        ({"values": []}, "no list of issues"),
    ],
)
def test_cloud_broken_tokens_are_errors(site: Scripted, connect: Connect, content: object, words: str) -> None:
    Cloud(site, [1])
    site.answer("/rest/api/2/search/jql", Answer(content=content))
    with pytest.raises(Error, match=words):
        search(connect())


def test_cloud_last_page_may_lack_the_mark(site: Scripted, connect: Connect) -> None:
    Cloud(site, [1])
    site.answer("/rest/api/2/search/jql", Answer(content={"issues": [{"id": "1"}]}))
    assert search(connect()) == [1]


def test_cloud_counts_ids_once(site: Scripted, connect: Connect) -> None:
    Cloud(site, [*range(1, 6001), 3])
    assert paging.search_count(connect(), "", cancellation=Cancellation(20)) == 6000


def test_cloud_bulk_reads_named_issues(site: Scripted, connect: Connect) -> None:
    Cloud(site, list(range(1, 400)))
    wanted = [f"A-{number}" for number in range(200, 420)] + ["5", "no key", 'x" or 1', "A-200"]
    assert sorted(numbers_of(paging.bulk_issues(connect(), wanted, ["summary"], cancellation=Cancellation(20)))) == [
        5,
        *range(200, 400),
    ]


def test_nothing_is_asked_before_the_first_page_is_taken(site: Scripted, connect: Connect) -> None:
    Cloud(site, [1])
    session = connect()
    before = len(site.asked)
    paging.search_pages(session, "", ("summary",), limit=None, cancellation=Cancellation(), order_matters=False)
    assert search(session, limit=0) == []
    assert len(site.asked) == before


def test_data_center_pages_are_clamped_and_read_at_once(site: Scripted, connect: Connect) -> None:
    center = DataCenter(site, list(range(1, 1051)))
    center.most = 100
    site.meet("/rest/api/2/search", 4, skip=1)
    assert search(connect(max_threads=4)) == list(range(1, 1051))
    assert len(site.at("/rest/api/2/search")) == 11
    assert site.most_running == 4
    assert {asked.json()["jql"] for asked in site.at("/rest/api/2/search")} == {"project = A ORDER BY id ASC"}


def test_data_center_limit(site: Scripted, connect: Connect) -> None:
    DataCenter(site, list(range(1, 1051))).most = 100
    session = connect()
    assert search(session, limit=5) == [1, 2, 3, 4, 5]
    assert search(session, limit=250)[:250] == list(range(1, 251))
    assert len(site.at("/rest/api/2/search")) == 4


def test_data_center_issue_that_leaves_meanwhile_loses_no_other(site: Scripted, connect: Connect) -> None:
    center = DataCenter(site, list(range(1, 501)))
    center.most = 50
    center.changes = {300: [4]}
    assert set(search(connect())) | {4} == set(range(1, 501))


def test_data_center_issues_that_come_in_meanwhile_are_read(site: Scripted, connect: Connect) -> None:
    center = DataCenter(site, list(range(1, 101)))
    center.most = 50
    route = site.routes["/rest/api/2/search"]

    def growing(asked: Asked) -> Answer:
        if asked.json()["startAt"] == 50:
            center.numbers = list(range(1, 171))
        return route(asked)

    site.routes["/rest/api/2/search"] = growing
    assert search(connect()) == list(range(1, 171))


def test_data_center_short_page_is_an_error(site: Scripted, connect: Connect) -> None:
    center = DataCenter(site, list(range(1, 501)))
    center.most = 50
    center.short = {250}
    with pytest.raises(Error, match="from 250"):
        search(connect())


def test_data_center_short_first_page_loses_nothing(site: Scripted, connect: Connect) -> None:
    center = DataCenter(site, list(range(1, 501)))
    center.most = 50
    center.short = {0}
    assert search(connect()) == list(range(1, 501))


def test_data_center_counts(site: Scripted, connect: Connect) -> None:
    DataCenter(site, list(range(1, 1051)))
    session = connect()
    assert paging.search_count(session, "", cancellation=Cancellation(20)) == 1050
    assert site.asked[-1].json()["maxResults"] == 0


def test_data_center_bulk_reads_named_issues(site: Scripted, connect: Connect) -> None:
    DataCenter(site, list(range(1, 400))).most = 30
    wanted = [f"A-{number}" for number in range(250, 420)] + ["5", "6"]
    found = numbers_of(paging.bulk_issues(connect(), wanted, ["summary"], cancellation=Cancellation(20)))
    assert sorted(found) == [5, 6, *range(250, 400)]
    assert all(asked.json()["validateQuery"] is False for asked in site.at("/rest/api/2/search"))


def desk_page(values: list[int], start: int, *, last: bool) -> Answer:
    return Answer(content={"size": len(values), "start": start, "isLastPage": last, "values": values})


def test_service_desk_pages_advance_by_what_came(site: Scripted, connect: Connect) -> None:
    DataCenter(site, [])
    path = "/rest/servicedeskapi/request"
    answers = (desk_page([1, 2, 3], 0, last=False), desk_page([4], 3, last=False), desk_page([5], 4, last=True))
    site.answer(path, *answers)
    query = {"expand": ["a", "b"]}
    pages = list(paging.service_desk_pages(connect(), path, query=query, cancellation=Cancellation(20)))
    assert [value for page in pages for value in json.loads(page)["values"]] == [1, 2, 3, 4, 5]
    assert [asked.query for asked in site.at(path)] == [f"expand=a&expand=b&start={at}&limit=100" for at in (0, 3, 4)]


def test_service_desk_page_that_is_empty_but_not_last_is_an_error(site: Scripted, connect: Connect) -> None:
    DataCenter(site, [])
    site.answer("/rest/servicedeskapi/request", desk_page([], 0, last=False))
    with pytest.raises(Error, match="more follows"):
        list(paging.service_desk_pages(connect(), "/rest/servicedeskapi/request", cancellation=Cancellation(20)))


def test_offset_pages_of_objects_and_of_bare_arrays(site: Scripted, connect: Connect) -> None:
    DataCenter(site, [])

    def comments(asked: Asked) -> Answer:
        start = int(asked.query.partition("startAt=")[2].partition("&")[0])
        return Answer(
            content={"startAt": start, "maxResults": 2, "total": 5, "comments": list(range(5))[start : start + 2]}
        )

    def users(asked: Asked) -> Answer:
        start = int(asked.query.partition("startAt=")[2].partition("&")[0])
        return Answer(content=list(range(25))[start : start + 10][: 9 if start == 0 else 10])

    site.routes |= {"/rest/api/2/issue/1/comment": comments, "/rest/api/2/users/search": users}
    session, cancellation = connect(), Cancellation(20)
    pages = paging.offset_pages(session, "/rest/api/2/issue/1/comment", cancellation=cancellation)
    assert [each for page in pages for each in json.loads(page)["comments"]] == [0, 1, 2, 3, 4]
    arrays = paging.offset_pages(session, "/rest/api/2/users/search", cancellation=cancellation, page_size=10)
    assert [each for page in arrays for each in json.loads(page)] == [*range(9), *range(10, 25)]


def test_array_page(site: Scripted, connect: Connect) -> None:
    DataCenter(site, [])
    site.answer("/rest/api/2/field", Answer(content=[{"id": "summary"}]))
    assert [
        json.loads(page) for page in paging.array_page(connect(), "/rest/api/2/field", cancellation=Cancellation(20))
    ] == [[{"id": "summary"}]]
