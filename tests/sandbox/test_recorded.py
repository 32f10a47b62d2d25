"""Sites made of recorded issues: served as they are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.handmade import FIELDS, ISSUES
from tests.shared_data import needs_shared, payload


@pytest.mark.parametrize("flavour", ["cloud", "dc"])
def test_documents_come_back_as_they_were(flavour: str) -> None:
    with Sandbox.from_recorded(ISSUES, FIELDS, flavour) as site:
        client = Client(site)
        assert client.search("id > 0 order by id", "*all") == ISSUES
        assert client.get("/rest/api/2/issue/A-3") == ISSUES[2]
        assert [issue["key"] for issue in client.search("labels = vpn", "key")] == ["A-1"]
        assert client.get("/rest/api/2/field")[1]["id"] == "summary"
        assert client.get("/rest/api/2/issue/A-1/comment")["comments"] == ISSUES[0]["fields"]["comment"]["comments"]
        some = client.search("key = A-1", "summary", "nothing")[0]
        assert some["fields"] == {"summary": "Printer jams on Monday"}


def test_two_issues_of_one_id_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="same id"):
        Sandbox.from_recorded([ISSUES[0], ISSUES[0]]).start()


def _recorded(name: str) -> list[dict[str, Any]]:
    body = json.loads(payload(name).read_text(encoding="utf-8"))
    body = body["response"]["body"] if "response" in body else body
    found: list[dict[str, Any]] = body.get("issues", body) if isinstance(body, dict) else body
    return found


@needs_shared
@pytest.mark.parametrize(
    "name",
    [
        "search/airbyte_issues.json",
        "search/bitovi_issues_chunk02.json",
        "search/oca_dc_GET_search_d08f52.http.json",
        "search/perceval_jira_issues_page_1.json",
        "search/rh_dc_GET_search_4ba3f4.http.json",
        "search/jrjc_search_many-issues.json",
    ],
)
def test_recorded_searches(name: str) -> None:
    issues = {issue["id"]: issue for issue in _recorded(name)}
    with Sandbox.from_recorded(list(issues.values())) as site:
        found = Client(site).search("id > 0", "*all")
    assert len(found) == len(issues) > 0
    for issue in found:
        assert issue == {"fields": {}, **issues[issue["id"]]}
