"""Pages: their clamps, their ends, and what is refused, in each flavour."""

from __future__ import annotations

from typing import Any

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.conftest import ISSUES

EVERYTHING = "created >= '1970-01-01'"


@pytest.fixture
def on_cloud(cloud: Sandbox) -> Client:
    return Client(cloud)


@pytest.fixture
def on_dc(dc: Sandbox) -> Client:
    return Client(dc)


def _page(client: Client, **asked: Any) -> Any:
    return client.post("/rest/api/2/search/jql", {"jql": EVERYTHING, **asked})


def test_cloud_answers_ids_alone_by_default(on_cloud: Client) -> None:
    page = _page(on_cloud)
    assert len(page["issues"]) == 50
    assert set(page["issues"][0]) == {"id"}
    assert set(page) == {"issues", "isLast", "nextPageToken"}


def test_cloud_gives_thousands_of_ids_but_a_hundred_issues(on_cloud: Client) -> None:
    assert len(_page(on_cloud, maxResults=5000)["issues"]) == ISSUES
    assert len(_page(on_cloud, maxResults=5000, fields=["id", "key"])["issues"]) == ISSUES
    assert len(_page(on_cloud, maxResults=5000, fields=["summary"])["issues"]) == 100


def test_cloud_clamps_ids_to_five_thousand() -> None:
    with Sandbox(issues=5001) as site:
        client = Client(site)
        assert len(_page(client, maxResults=9999)["issues"]) == 5000
        assert len(client.search(EVERYTHING, "id")) == 5001


def test_cloud_tokens_lead_through_everything_once(on_cloud: Client) -> None:
    found = [issue["id"] for issue in on_cloud.search(EVERYTHING, "summary", most=37)]
    assert len(found) == len(set(found)) == ISSUES


def test_a_token_of_another_query_is_refused(on_cloud: Client) -> None:
    token = _page(on_cloud)["nextPageToken"]
    for body in ({"jql": "project = SUP", "nextPageToken": token}, {"jql": EVERYTHING, "nextPageToken": "nonsense"}):
        assert on_cloud.call("POST", "/rest/api/2/search/jql", body).status == 400


@pytest.mark.parametrize("jql", ["", "order by created"])
def test_cloud_refuses_unbounded_queries(on_cloud: Client, jql: str) -> None:
    answer = on_cloud.call("POST", "/rest/api/3/search/jql", {"jql": jql})
    assert answer.status == 400
    assert answer.json["errorMessages"][0].startswith("Unbounded JQL queries are not allowed here.")


@pytest.mark.parametrize(("method", "api"), [("GET", 2), ("POST", 2), ("GET", 3), ("POST", 3)])
def test_the_old_search_is_gone(on_cloud: Client, method: str, api: int) -> None:
    answer = on_cloud.call(method, f"/rest/api/{api}/search", {"jql": ""} if method == "POST" else None)
    assert answer.status == 410
    assert "The requested API has been removed. Please migrate to" in answer.json["errorMessages"][0]


def test_bulk_fetch_ascends_and_leaves_out_the_unknown(on_cloud: Client) -> None:
    ids = [issue["id"] for issue in on_cloud.search(EVERYTHING, "id")][:5]
    answer = on_cloud.post("/rest/api/2/issue/bulkfetch", {"issueIdsOrKeys": [*ids, "SUP-1", "NONE-1", "1"]})
    numbers = [int(issue["id"]) for issue in answer["issues"]]
    assert numbers == sorted(numbers)
    assert len(numbers) == 6
    assert "comment" not in answer["issues"][0]["fields"], "only what is navigable"
    hundred_and_one = {"issueIdsOrKeys": [str(number) for number in range(101)]}
    assert on_cloud.call("POST", "/rest/api/2/issue/bulkfetch", hundred_and_one).status == 400


def test_versions_two_and_three_differ_in_rich_text(on_cloud: Client) -> None:
    plain, rich = (on_cloud.get(f"/rest/api/{api}/issue/SUP-1")["fields"]["description"] for api in (2, 3))
    assert isinstance(plain, str)
    assert rich["type"] == "doc"


def test_the_approximate_count(on_cloud: Client) -> None:
    assert on_cloud.post("/rest/api/3/search/approximate-count", {"jql": EVERYTHING}) == {"count": ISSUES}


def test_data_center_clamps_and_tells() -> None:
    with Sandbox("dc", issues=70, clamp=30) as site:
        client = Client(site)
        pages = [
            client.get(f"/rest/api/2/search?maxResults=100&startAt={start}&fields=key") for start in (0, 30, 60, 90)
        ]
    assert [page["maxResults"] for page in pages] == [30, 30, 30, 30]
    assert [len(page["issues"]) for page in pages] == [30, 30, 10, 0]
    assert {page["total"] for page in pages} == {70}


def test_data_center_counts_with_an_empty_page(on_dc: Client) -> None:
    page = on_dc.post("/rest/api/2/search", {"jql": "", "maxResults": 0})
    assert (page["total"], page["issues"]) == (ISSUES, [])


def test_data_center_may_warn_instead_of_refusing(on_dc: Client) -> None:
    asked: dict[str, Any] = {"jql": "status = Nope"}
    assert on_dc.call("POST", "/rest/api/2/search", asked).status == 400
    page = on_dc.post("/rest/api/2/search", asked | {"validateQuery": False})
    assert page["total"] == 0
    assert page["warningMessages"] == ["The value 'Nope' does not exist for the field 'status'."]


def test_comments_by_the_hundred(site: Sandbox, client: Client) -> None:
    issue = max(site.truth.issues(), key=lambda each: each["fields"]["comment"]["total"])
    total = issue["fields"]["comment"]["total"]
    assert total > 100
    page = client.get(f"/rest/api/2/issue/{issue['key']}/comment?startAt=100&maxResults=1000")
    assert page["total"] == total
    assert len(page["comments"]) == total - 100
    shown = len(issue["fields"]["comment"]["comments"])
    assert shown == (100 if site.flavour == "cloud" else total), "Cloud embeds no more than a hundred"


def test_desk_pages_keep_the_asked_limit_in_self(client: Client) -> None:
    first = client.get("/rest/servicedeskapi/servicedesk?limit=3")
    assert (first["size"], first["isLastPage"]) == (3, False)
    second = client.get(first["_links"]["next"].removeprefix(client.site.url))
    assert (second["size"], second["isLastPage"], second["start"]) == (1, True, 3)
    assert "next" not in second["_links"]
    asked = client.get("/rest/servicedeskapi/organization?limit=500")
    assert asked["limit"] == 50
    assert "limit=500" in asked["_links"]["self"]


def test_users_are_listed_in_each_flavours_way(cloud: Sandbox, dc: Sandbox) -> None:
    people = Client(cloud).get("/rest/api/3/users/search?maxResults=1000")
    assert {person["accountType"] for person in people} == {"atlassian", "app", "customer", "unknown"}
    names = [person["name"] for person in Client(dc).get("/rest/api/2/user/search?username=.&maxResults=1000")]
    listed, cursor = [], "0"
    while cursor:
        page = Client(dc).get(f"/rest/api/2/user/list?maxResults=20&cursor={cursor}")
        listed += [person["name"] for person in page["values"]]
        cursor = page.get("nextCursor", "")
    assert set(names) < set(listed), "the search leaves the inactive out"
