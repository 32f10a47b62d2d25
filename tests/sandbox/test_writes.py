"""What changes the sandbox: answers against the vendor's documents, and the change seen by those who read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.specification import CLOUD, DC, DESK_CLOUD, DESK_DC, complaints
from tests.shared_data import needs_shared

PREFIX = "/rest/servicedeskapi"
ISSUE = "/issue/{issueIdOrKey}"


@pytest.fixture(scope="module", params=["cloud", "dc"])
def own(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A site that these tests change."""
    with Sandbox(request.param, 60, bulky=False) as site:
        yield site


def judged(site: Sandbox, document: str, method: str, path: str, answer: Any) -> None:
    name = {"desk": (DESK_CLOUD, DESK_DC), "platform": (CLOUD, DC)}[document][site.flavour == "dc"]
    prefix = PREFIX if document == "desk" else "/rest/api/3" if site.flavour == "cloud" else "/api/2"
    assert complaints(name, method, prefix + path, answer) == []


def created(site: Sandbox, path: str, body: object) -> Any:
    answer = Client(site).call("POST", path, body)
    assert answer.status == 201, answer.body
    return answer.json


def a_request(site: Sandbox) -> str:
    """The key of a request."""
    kind = "customfield_10010" if site.flavour == "cloud" else "customfield_10001"
    return str(next(issue["key"] for issue in site.truth.issues() if issue["fields"][kind]))


@needs_shared
def test_organizations_come_and_go(own: Sandbox) -> None:
    client = Client(own)
    made = created(own, f"{PREFIX}/organization", {"name": "New & Sons"})
    judged(own, "desk", "POST", "/organization", made)
    assert client.get(f"{PREFIX}/organization/{made['id']}")["name"] == "New & Sons"
    assert client.call("DELETE", f"{PREFIX}/organization/{made['id']}").status == 204
    assert client.call("GET", f"{PREFIX}/organization/{made['id']}").status == 404
    assert client.call("POST", f"{PREFIX}/organization", {"name": ""}).status == 400


@needs_shared
def test_customers_join_organizations_and_desks(own: Sandbox) -> None:
    cloud, client = own.flavour == "cloud", Client(own)
    name = "displayName" if cloud else "fullName"
    person = created(own, f"{PREFIX}/customer", {"email": "new@example.com", name: "New One"})
    judged(own, "desk", "POST", "/customer", person)
    assert client.call("POST", f"{PREFIX}/customer", {"email": "new@example.com", name: "Again"}).status == 400
    assert client.call("POST", f"{PREFIX}/customer", {"email": "nobody", name: "No"}).status == 400
    who = {"accountIds": [person["accountId"]]} if cloud else {"usernames": [person["name"]]}
    made = created(own, f"{PREFIX}/organization", {"name": "Members"})
    members = f"{PREFIX}/organization/{made['id']}/user"
    assert client.call("POST", members, who).status == 204
    assert [each["displayName"] for each in client.get(members)["values"]] == ["New One"]
    assert client.call("DELETE", members, who).status == 204
    assert client.get(members)["values"] == []
    of_desk = f"{PREFIX}/servicedesk/1/organization"
    assert client.call("POST", of_desk, {"organizationId": int(made["id"])}).status == 204
    assert "Members" in [each["name"] for each in client.get(of_desk)["values"]]
    assert "Members" not in [each["name"] for each in client.get(f"{PREFIX}/servicedesk/2/organization")["values"]]
    assert client.call("DELETE", of_desk, {"organizationId": int(made["id"])}).status == 204
    assert "Members" not in [each["name"] for each in client.get(of_desk)["values"]]


@needs_shared
def test_comments_are_written_changed_and_deleted(own: Sandbox) -> None:
    client, key = Client(own), a_request(own)
    internal = created(own, f"{PREFIX}/request/{key}/comment", {"body": "between us", "public": False})
    judged(own, "desk", "POST", "/request/{issueIdOrKey}/comment", internal)
    assert internal["public"] is False and internal["body"] == "between us"
    plain = created(own, f"/rest/api/2/issue/{key}/comment", {"body": "for all"})
    page = client.get(f"/rest/api/2/issue/{key}/comment")
    assert [each["body"] for each in page["comments"][-2:]] == ["between us", "for all"]
    one = f"/rest/api/2/issue/{key}/comment/{plain['id']}"
    assert client.call("PUT", one, {"body": "changed"}).json["body"] == "changed"
    assert client.call("PUT", one, {"body": ""}).status == 400
    assert client.call("DELETE", one).status == 204
    assert client.call("GET", one).status == 404
    embedded = client.search(f"key = {key}", "comment")[0]["fields"]["comment"]
    assert embedded["total"] == page["total"] - 1
    assert embedded["comments"][-1]["body"] == "between us"


def test_permissions_are_enforced(own: Sandbox) -> None:
    client, key = Client(own), a_request(own)
    own.set(denied=["ADD_COMMENTS"])
    try:
        assert client.call("POST", f"{PREFIX}/request/{key}/comment", {"body": "x"}).status == 403
        assert client.call("POST", f"/rest/api/2/issue/{key}/comment", {"body": "x"}).status == 403
    finally:
        own.set(denied=[])


def raised(site: Sandbox, summary: str = "new") -> Any:
    """A new request that the account must approve."""
    fields = {"summary": summary, "priority": {"name": "High"}}
    return created(
        site, f"{PREFIX}/request", {"serviceDeskId": "2", "requestTypeId": "22", "requestFieldValues": fields}
    )


@needs_shared
def test_a_request_is_raised_answered_rated_and_closed(own: Sandbox) -> None:
    client, made = Client(own), raised(own)
    judged(own, "desk", "POST", "/request", made)
    path = f"{PREFIX}/request/{made['issueKey']}"
    approval = client.get(f"{path}/approval")["values"][0]
    assert approval["canAnswerApproval"] is True
    answered = client.post(f"{path}/approval/{approval['id']}", {"decision": "approve"})
    judged(own, "desk", "POST", "/request/{issueIdOrKey}/approval/{approvalId}", answered)
    assert answered["finalDecision"] == "approved"
    assert client.call("POST", f"{path}/approval/{approval['id']}", {"decision": "approve"}).status == 403
    user = own.truth.all("user")[1]
    who = {"accountIds": [user["accountId"]]} if own.flavour == "cloud" else {"usernames": [user["name"]]}
    judged(own, "desk", "POST", "/request/{issueIdOrKey}/participant", client.post(f"{path}/participant", who))
    assert client.call("DELETE", f"{path}/participant", who).json["values"] == []
    way = client.get(f"{path}/transition")["values"][0]
    asked = {"id": way["id"], "additionalComment": {"body": "done"}}
    assert client.call("POST", f"{path}/transition", asked).status == 204
    assert client.call("POST", f"{path}/transition", asked).status == 400
    assert client.get(path)["currentStatus"]["status"] == "Resolved"
    assert [each["status"] for each in client.get(f"{path}/status")["values"]].count("Resolved") == 1
    assert client.get(f"{path}/comment")["values"][-1]["body"] == "done"


@needs_shared
def test_feedback_and_notifications_are_clouds_own(own: Sandbox) -> None:
    client, made = Client(own), raised(own)
    path, rating = f"{PREFIX}/request/{made['issueKey']}", {"type": "csat", "rating": 5, "comment": {"body": "nice"}}
    if own.flavour == "dc":
        assert client.call("POST", f"{path}/feedback", rating).status == 404
        return
    judged(own, "desk", "POST", "/request/{requestIdOrKey}/feedback", created(own, f"{path}/feedback", rating))
    assert client.get(f"{path}/feedback") == rating
    assert client.call("POST", f"{path}/feedback", rating | {"rating": 6}).status == 400
    assert client.call("DELETE", f"{path}/feedback").status == 204
    assert client.call("GET", f"{path}/feedback").status == 404
    assert client.get(f"{path}/notification") == {"subscribed": True}
    assert client.call("DELETE", f"{path}/notification").status == 204
    assert client.get(f"{path}/notification") == {"subscribed": False}


@needs_shared
def test_issues_are_created_edited_moved_and_deleted(own: Sandbox) -> None:
    client = Client(own)
    fields = {"project": {"key": "DEV"}, "issuetype": {"name": "Bug"}, "summary": "a bug", "labels": ["x"]}
    made = created(own, "/rest/api/2/issue", {"fields": fields})
    judged(own, "platform", "POST", "/issue", made)
    path = f"/rest/api/2/issue/{made['id']}"
    assert client.get(path)["fields"]["labels"] == ["x"]
    assert client.call("PUT", path, {"fields": {"summary": "amended", "duedate": "2027-01-01"}}).status == 204
    found = client.search("project = DEV and due = 2027-01-01 and summary ~ amended", "summary", "duedate")
    assert made["id"] in [each["id"] for each in found]
    wrong = client.call("PUT", path, {"fields": {"nope": 1}}).json
    assert wrong["errors"]["nope"].startswith("Field 'nope' cannot be set")
    ways = client.get(f"{path}/transitions")
    judged(own, "platform", "GET", "/issue/{issueIdOrKey}/transitions", ways)
    to = next(each for each in ways["transitions"] if each["to"]["name"] == "Closed")
    assert client.call("POST", f"{path}/transitions", {"transition": {"id": to["id"]}}).status == 204
    assert client.get(path)["fields"]["resolution"]["name"] == "Done"
    assert client.call("POST", f"{path}/transitions", {"transition": {"id": to["id"]}}).status == 400
    assert client.call("DELETE", path).status == 204
    assert client.call("GET", path).status == 404
    assert made["id"] not in [each["id"] for each in client.search("project = DEV", "summary")]


@needs_shared
def test_queues_of_data_center(own: Sandbox) -> None:
    client, path = Client(own), f"{PREFIX}/servicedesk/1/queue"
    body = {"name": "Mine", "jql": "project = SUP", "fields": ["summary"]}
    if own.flavour == "cloud":
        assert client.call("POST", path, body).status == 404
        return
    made = client.post(path, body)
    judged(own, "desk", "POST", "/servicedesk/{serviceDeskId}/queue", made)
    assert client.call("POST", path, body | {"jql": "nope = 1"}).status == 400
    assert client.post(f"{path}/{made['id']}", body | {"name": "Ours"})["name"] == "Ours"
    assert "Ours" in [each["name"] for each in client.get(path)["values"]]
    assert client.call("DELETE", f"{path}/{made['id']}").status == 204
    assert "Ours" not in [each["name"] for each in client.get(path)["values"]]


@needs_shared
def test_files_are_uploaded_attached_fetched_and_deleted(own: Sandbox) -> None:
    key, form = a_request(own), "multipart/form-data; boundary=xx"
    body = b'--xx\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--xx--\r\n'
    client = Client(own, **{"X-Atlassian-Token": "no-check"})
    temporary = client.send("POST", f"{PREFIX}/servicedesk/1/attachTemporaryFile", body, form).json
    (upload,) = temporary["temporaryAttachments"]
    assert upload["fileName"] == "a.txt"
    asked = {"temporaryAttachmentIds": [upload["temporaryAttachmentId"]], "additionalComment": {"body": "see"}}
    made = created(own, f"{PREFIX}/request/{key}/attachment", asked | {"public": True})
    judged(own, "desk", "POST", "/request/{issueIdOrKey}/attachment", made)
    assert client.call("POST", f"{PREFIX}/request/{key}/attachment", asked).status == 400  # used up
    path = f"/rest/api/2/issue/{key}"
    attached = client.send("POST", f"{path}/attachments", body, form)
    assert attached.status == 200 and attached.json[0]["size"] == 5
    number = attached.json[0]["id"]
    told = client.get(f"/rest/api/2/attachment/{number}")
    judged(own, "platform", "GET", "/attachment/{id}", told)
    fetched = client.call("GET", told["content"].removeprefix(own.url) + "?redirect=false")
    assert fetched.body == b"hello"
    assert client.call("DELETE", f"/rest/api/2/attachment/{number}").status == 204
    assert client.call("GET", f"/rest/api/2/attachment/{number}").status == 404
    assert [each["filename"] for each in client.get(path)["fields"]["attachment"]].count("a.txt") == 1
    assert Client(own).send("POST", f"{path}/attachments", body, form).status == 403


def test_issues_are_linked_and_unlinked(own: Sandbox) -> None:
    client, other = Client(own), raised(own)["issueKey"]
    key = raised(own)["issueKey"]
    body = {"type": {"name": "Blocks"}, "inwardIssue": {"key": key}, "outwardIssue": {"key": other}}
    assert client.call("POST", "/rest/api/2/issueLink", body).status == 201
    (link,) = client.get(f"/rest/api/2/issue/{key}")["fields"]["issuelinks"]
    assert link["outwardIssue"]["key"] == other
    (back,) = client.get(f"/rest/api/2/issue/{other}")["fields"]["issuelinks"]
    assert back["inwardIssue"]["key"] == key and back["id"] == link["id"]
    assert client.call("POST", "/rest/api/2/issueLink", body | {"type": {"name": "Nope"}}).status == 404
    assert client.call("DELETE", f"/rest/api/2/issueLink/{link['id']}").status == 204
    assert client.call("DELETE", f"/rest/api/2/issueLink/{link['id']}").status == 404
    assert client.get(f"/rest/api/2/issue/{other}")["fields"]["issuelinks"] == []


@needs_shared
def test_work_is_logged_changed_and_deleted(own: Sandbox) -> None:
    client, key = Client(own), raised(own)["issueKey"]
    path = f"/rest/api/{'3' if own.flavour == 'cloud' else '2'}/issue/{key}/worklog"
    said: Any = {"type": "doc", "version": 1, "content": [{"type": "text", "text": "dug"}]}
    body = {"timeSpent": "1h 30m", "started": "2026-11-01T10:00:00.000+0000"}
    made = created(own, path, body | {"comment": said if own.flavour == "cloud" else "dug"})
    judged(own, "platform", "POST", "/issue/{issueIdOrKey}/worklog", made)
    assert made["timeSpentSeconds"] == 5400
    changed = client.call("PUT", f"{path}/{made['id']}", {"timeSpentSeconds": 60})
    assert changed.status == 200 and changed.json["timeSpentSeconds"] == 60
    assert client.get(f"/rest/api/2/issue/{key}")["fields"]["timespent"] == 60
    assert client.call("POST", path, {"timeSpent": "soon"}).json["errors"].keys() == {"timeLogged"}
    assert client.call("DELETE", f"{path}/{made['id']}").status == 204
    assert client.get(path)["total"] == 0


def test_customers_of_a_desk(own: Sandbox) -> None:
    client, user = Client(own), own.truth.all("user")[1]
    path = f"{PREFIX}/servicedesk/1/customer"
    who = {"accountIds": [user["accountId"]]} if own.flavour == "cloud" else {"usernames": [user["name"]]}
    assert client.call("POST", path, who).status == 204
    assert client.call("DELETE", path, who).status == (204 if own.flavour == "cloud" else 404)
    assert client.call("POST", path, {name: ["nobody"] for name in who}).status == 400


@needs_shared
@pytest.mark.parametrize("kind", ["component", "version"])
def test_parts_of_projects_come_and_go(own: Sandbox, kind: str) -> None:
    client, project = Client(own), {"project": "DEV"} if kind == "component" else {"projectId": 10003}
    path = f"/rest/api/2/{kind}"
    made = created(own, path, {"name": "New", "description": "of today", **project})
    judged(own, "platform", "POST", f"/{kind}", made)
    assert client.call("POST", path, {"name": "New", **project}).status == 400
    changed = client.call("PUT", f"{path}/{made['id']}", {"description": "changed"})
    if own.flavour == "cloud":  # the other document says nothing of what a version's PUT answers
        judged(own, "platform", "PUT", f"/{kind}/{{id}}", changed.json)
    listed = f"/rest/api/2/project/DEV/{kind}s"
    assert {row["name"]: row.get("description") for row in client.get(listed)}["New"] == "changed"
    if kind == "component":
        assert client.call("DELETE", f"{path}/{made['id']}").status == 204
    else:
        assert client.call("POST", f"{path}/{made['id']}/removeAndSwap", {}).status == 204
    assert "New" not in [row["name"] for row in client.get(listed)]
    assert client.call("PUT", f"{path}/{made['id']}", {}).status == 404
