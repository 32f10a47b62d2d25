"""Clients that others wrote read both flavours: the sandbox is a site to them."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from jsdodbc.sandbox.server import Sandbox

jira = pytest.importorskip("jira")
atlassian = pytest.importorskip("atlassian")


def _secret(site: Sandbox) -> str:
    return site.token if site.flavour == "cloud" else site.password


def _values(page: Any) -> list[Any]:
    """This client unwraps some pages and leaves others as they are."""
    found: list[Any] = page["values"] if isinstance(page, dict) else page
    return found


@pytest.fixture
def of_pycontribs(site: Sandbox) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return jira.JIRA(site.url, basic_auth=(site.user, _secret(site)), max_retries=0)


@pytest.fixture
def of_atlassian_api(site: Sandbox) -> Any:
    return atlassian.Jira(site.url, username=site.user, password=_secret(site), cloud=site.flavour == "cloud")


@pytest.fixture
def desk(site: Sandbox) -> Any:
    cloud = site.flavour == "cloud"
    return atlassian.ServiceDesk(site.url, username=site.user, password=_secret(site), cloud=cloud)


def test_pycontribs_jira_reads_issues(site: Sandbox, of_pycontribs: Any) -> None:
    wanted = {
        issue["key"]: issue["fields"]["summary"] for issue in site.truth.issues() if issue["key"].startswith("ITH")
    }
    search = of_pycontribs.enhanced_search_issues if site.flavour == "cloud" else of_pycontribs.search_issues
    found = search("project = ITH", maxResults=0 if site.flavour == "cloud" else False, fields="summary")
    assert {issue.key: issue.fields.summary for issue in found} == wanted


def test_pycontribs_jira_reads_one_issue_with_its_comments(site: Sandbox, of_pycontribs: Any) -> None:
    index = next(at for at in range(len(site.truth)) if 2 < len(site.truth.comments(at)) < 10)
    truth = site.truth.issue(index)
    issue = of_pycontribs.issue(truth["key"])
    assert (issue.id, issue.fields.status.name) == (truth["id"], truth["fields"]["status"]["name"])
    comments = of_pycontribs.comments(truth["key"])
    assert [comment.body for comment in comments] == [comment["body"] for comment in site.truth.comments(index)]


def test_pycontribs_jira_reads_the_configuration(site: Sandbox, of_pycontribs: Any) -> None:
    assert {field["id"] for field in of_pycontribs.fields()} == {field.id for field in site.truth.store.fields}
    assert [project.key for project in of_pycontribs.projects()] == ["SUP", "ITH", "SET", "DEV", "NIL"]
    assert of_pycontribs.myself()["displayName"] == "Ada Agent"
    assert "Blocker" in [priority.name for priority in of_pycontribs.priorities()]


def test_pycontribs_jira_is_refused(site: Sandbox) -> None:
    with pytest.raises(jira.JIRAError) as refused:
        jira.JIRA(site.url, basic_auth=(site.user, "wrong"), max_retries=0).myself()
    assert refused.value.status_code == 401


def test_atlassian_api_reads_issues(site: Sandbox, of_atlassian_api: Any) -> None:
    wanted = sorted(issue["key"] for issue in site.truth.issues() if issue["fields"]["status"]["name"] == "Open")
    if site.flavour == "cloud":
        found, token = [], None
        while True:
            page = of_atlassian_api.enhanced_jql("status = Open", fields=["summary"], nextPageToken=token, limit=100)
            found += page["issues"]
            token = page.get("nextPageToken")
            if not token:
                break
    else:
        found = of_atlassian_api.jql("status = Open", fields="summary", limit=1000)["issues"]
    assert sorted(issue["key"] for issue in found) == wanted


def test_atlassian_api_reads_the_rest(site: Sandbox, of_atlassian_api: Any) -> None:
    assert (
        of_atlassian_api.issue_field_value("SUP-1", "summary")
        == site.truth.issue(site.truth.store.index_of_key("SUP-1") or 0)["fields"]["summary"]
    )
    assert {field["id"] for field in of_atlassian_api.get_all_fields()} == {
        field.id for field in site.truth.store.fields
    }


def test_atlassian_api_reads_the_desks(site: Sandbox, desk: Any) -> None:
    desks = desk.get_service_desks()
    assert [each["projectKey"] for each in desks] == ["SUP", "ITH", "SET", "NIL"]
    types = desk.get_request_types(1)["values"]
    assert [each["name"] for each in types] == ["Get help", "Report a bug", 'Ask a "billing" question']
    assert desk.get_organisations(service_desk_id=None, start=0, limit=5)["size"] == 5


def test_atlassian_api_reads_a_request(site: Sandbox, desk: Any) -> None:
    field = "customfield_10130"
    index = next(
        at for at in range(len(site.truth)) if site.truth.issue(at)["fields"][field] and site.truth.comments(at)
    )
    issue = site.truth.issue(index)
    request = desk.get_customer_request(issue["key"])
    assert request["issueId"] == issue["id"]
    newest_first = issue["fields"]["status"]["name"] if site.flavour == "cloud" else "Open"
    assert desk.get_customer_request_status(issue["key"]) == newest_first
    slas = {sla["name"]: sla for sla in _values(desk.get_sla(issue["key"]))}
    assert slas["Time to first response"]["completedCycles"] == issue["fields"][field]["completedCycles"]
    comments = _values(desk.get_request_comments(issue["key"]))
    truth = site.truth.comments(index)
    assert [(each["id"], each["public"]) for each in comments] == [(each["id"], each["jsdPublic"]) for each in truth][
        :50
    ]
