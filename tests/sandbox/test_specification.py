"""Every route's answer against the vendor's OpenAPI documents."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from jsdodbc.sandbox.router import router
from jsdodbc.sandbox.routes_assets import OWN, ROOTS
from jsdodbc.sandbox.server import Sandbox
from tests.sandbox.client import Client
from tests.sandbox.specification import (
    AGILE_CLOUD,
    ASSETS_CLOUD,
    ASSETS_DC,
    CLOUD,
    DC,
    DESK_CLOUD,
    DESK_DC,
    complaints,
    document,
)
from tests.shared_data import needs_shared

SEARCH = {"jql": "project = SUP", "fields": ["*all"], "maxResults": 40}
# path of the document -> (path asked, body); {key} is a request's key, {long} one of an issue with many comments
PLATFORM: dict[str, tuple[str, Any]] = {
    "GET /serverInfo": ("/serverInfo", None),
    "GET /myself": ("/myself", None),
    "GET /field": ("/field", None),
    "GET /issue/{issueIdOrKey}": ("/issue/{key}", None),
    "GET /issue/{issueIdOrKey}/comment": ("/issue/{long}/comment", None),
    "GET /project/{projectIdOrKey}": ("/project/SUP", None),
    "GET /priority": ("/priority", None),
    "GET /status": ("/status", None),
    "GET /issuetype": ("/issuetype", None),
    "GET /resolution": ("/resolution", None),
    "GET /statuscategory": ("/statuscategory", None),
    "GET /project": ("/project", None),
    "GET /issue/{issueIdOrKey}/worklog": ("/issue/{logged}/worklog", None),
    "GET /issue/{issueIdOrKey}/transitions": ("/issue/{key}/transitions", None),
    "GET /issue/{issueIdOrKey}/properties": ("/issue/{first}/properties", None),
    "GET /issue/{issueIdOrKey}/properties/{propertyKey}": ("/issue/{first}/properties/app.note", None),
    "GET /project/{projectIdOrKey}/components": ("/project/SUP/components", None),
    "GET /project/{projectIdOrKey}/versions": ("/project/SUP/versions", None),
    "GET /filter/favourite": ("/filter/favourite", None),
}
# The documents declare a permission where the answer has one for each key, and a user where it has a page of them.
BESIDE: dict[str, tuple[str, Any]] = {
    "GET /mypermissions": ("/mypermissions?permissions=BROWSE_PROJECTS,ADMINISTER", None),
    "GET /group/member": ("/group/member?groupId={group}&groupname=jira-administrators", None),
}
CLOUD_PLATFORM: dict[str, tuple[str, Any]] = BESIDE | {
    "GET /issue/{issueIdOrKey}/changelog": ("/issue/{changed}/changelog", None),
    "POST /changelog/bulkfetch": ("/changelog/bulkfetch", {"issueIdsOrKeys": ["{changed}", "{key}"]}),
    "GET /group/bulk": ("/group/bulk", None),
    "GET /filter/search": ("/filter/search?expand=jql,owner,description", None),
    "GET /field/{fieldId}/context": ("/field/customfield_10032/context", None),
    "GET /field/{fieldId}/context/{contextId}/option": ("/field/customfield_10032/context/100321/option", None),
    "GET /auditing/record": ("/auditing/record?limit=20", None),
    "POST /search/jql": ("/search/jql", SEARCH),
    "GET /search/jql": ("/search/jql?jql=project%20%3D%20ITH&fields=*navigable", None),
    "POST /search/approximate-count": ("/search/approximate-count", {"jql": "project = SUP"}),
    "POST /issue/bulkfetch": ("/issue/bulkfetch", {"issueIdsOrKeys": ["SUP-1", "SUP-2", "DEV-3"], "fields": ["*all"]}),
    "GET /field/search": ("/field/search", None),
    "POST /comment/list": ("/comment/list", {"ids": ["{comment}"]}),
    "GET /project/search": ("/project/search?maxResults=2", None),
    "GET /users/search": ("/users/search?maxResults=200", None),
    "GET /users": ("/users", None),
    "GET /user/search": ("/user/search?query=a", None),
    "GET /user/bulk": ("/user/bulk?accountId={account}", None),
    "GET /user": ("/user?accountId={account}", None),
}
DC_PLATFORM: dict[str, tuple[str, Any]] = {
    "GET /groups/picker": ("/groups/picker?maxResults=100", None),
    "GET /customFields/{customFieldId}/options": ("/customFields/10032/options", None),
    "POST /search": ("/search", SEARCH),
    "GET /search": ("/search?jql=project%20%3D%20ITH", None),
    "GET /user/search": ("/user/search?username=.&includeInactive=true", None),
    "GET /user/list": ("/user/list?maxResults=20", None),
    "GET /user": ("/user?username=agent", None),
}
DESK: dict[str, str] = {
    "/info": "/info",
    "/servicedesk": "/servicedesk?limit=2",
    "/servicedesk/{serviceDeskId}": "/servicedesk/1",
    "/servicedesk/{serviceDeskId}/requesttype": "/servicedesk/1/requesttype",
    "/servicedesk/{serviceDeskId}/requesttype/{requestTypeId}": "/servicedesk/1/requesttype/10",
    "/servicedesk/{serviceDeskId}/requesttypegroup": "/servicedesk/1/requesttypegroup",
    "/servicedesk/{serviceDeskId}/queue": "/servicedesk/1/queue?includeCount=true",
    "/servicedesk/{serviceDeskId}/organization": "/servicedesk/1/organization",
    "/organization": "/organization",
    "/organization/{organizationId}": "/organization/1",
    "/organization/{organizationId}/user": "/organization/1/user",
    "/request": "/request?expand=sla,participant,status,requestType,serviceDesk,comment",
    "/request/{issueIdOrKey}": "/request/{key}?expand=sla,participant,status,comment",
    "/request/{issueIdOrKey}/comment": "/request/{key}/comment",
    "/request/{issueIdOrKey}/participant": "/request/{key}/participant",
    "/request/{issueIdOrKey}/status": "/request/{key}/status",
    "/request/{issueIdOrKey}/approval": "/request/{approved}/approval",
    "/request/{issueIdOrKey}/sla": "/request/{key}/sla",
    "/servicedesk/{serviceDeskId}/queue/{queueId}": "/servicedesk/1/queue/1",
    "/servicedesk/{serviceDeskId}/queue/{queueId}/issue": "/servicedesk/1/queue/101/issue",
    "/servicedesk/{serviceDeskId}/requesttype/{requestTypeId}/field": "/servicedesk/1/requesttype/10/field",
}
CLOUD_DESK: dict[str, str] = {
    "/requesttype": "/requesttype",
    "/servicedesk/{serviceDeskId}/customer": "/servicedesk/1/customer",
    "/servicedesk/{serviceDeskId}/knowledgebase/article": "/servicedesk/1/knowledgebase/article?query=print",
    "/knowledgebase/article": "/knowledgebase/article?query=print",
}
PREFIX = "/rest/servicedeskapi"
WRITTEN = {path for _, path, _, handler, _ in router.routes if re.search("writes|attachments", handler.__module__)}


def names_of(site: Sandbox) -> dict[str, str]:
    """Names that stand in the paths above."""
    issues = list(site.truth.issues())
    request_type = "customfield_10010" if site.flavour == "cloud" else "customfield_10001"
    requests = [issue for issue in issues if issue["fields"][request_type]]
    long = max(issues, key=lambda issue: issue["fields"]["comment"]["total"])
    return {
        "{key}": next(issue["key"] for issue in requests if issue["fields"]["customfield_10130"]),
        "{approved}": next(issue["key"] for issue in requests if issue["fields"]["customfield_10003"]),
        "{long}": long["key"],
        "{comment}": long["fields"]["comment"]["comments"][0]["id"],
        "{logged}": max(issues, key=lambda issue: issue["fields"]["worklog"]["total"])["key"],
        "{changed}": issues[7]["key"],
        "{first}": issues[0]["key"],
        "{group}": next(iter(site.truth.all("group"))).get("groupId", ""),
        "{account}": site.truth.all("user")[0].get("accountId", ""),
    }


def _filled(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        for name, text in names.items():
            value = value.replace(name, text)
        return value
    if isinstance(value, dict):
        return {key: _filled(inner, names) for key, inner in value.items()}
    return [_filled(inner, names) for inner in value] if isinstance(value, list) else value


def _asked(site: Sandbox, method: str, path: str, body: Any) -> Any:
    names = names_of(site)
    answer = Client(site).call(method, _filled(path, names), _filled(body, names))
    assert answer.status == 200, answer.body
    return answer.json


@needs_shared
@pytest.mark.parametrize("operation", [*PLATFORM, *CLOUD_PLATFORM])
def test_cloud_platform(cloud: Sandbox, operation: str) -> None:
    method, path = operation.split()
    asked, body = (PLATFORM | CLOUD_PLATFORM)[operation]
    assert complaints(CLOUD, method, f"/rest/api/3{path}", _asked(cloud, method, f"/rest/api/3{asked}", body)) == []


@needs_shared
@pytest.mark.parametrize("operation", [name for name in [*PLATFORM, *DC_PLATFORM] if not name.endswith("/myself")])
def test_data_center_platform(dc: Sandbox, operation: str) -> None:
    method, path = operation.split()
    asked, body = (PLATFORM | DC_PLATFORM)[operation]
    assert complaints(DC, method, f"/api/2{path}", _asked(dc, method, f"/rest/api/2{asked}", body)) == []


@needs_shared
@pytest.mark.parametrize("path", [*DESK, *CLOUD_DESK])
def test_cloud_service_desk(cloud: Sandbox, path: str) -> None:
    answer = _asked(cloud, "GET", PREFIX + (DESK | CLOUD_DESK)[path], None)
    assert complaints(DESK_CLOUD, "GET", PREFIX + path, answer) == []


@needs_shared
@pytest.mark.parametrize("path", DESK)
def test_data_center_service_desk(dc: Sandbox, path: str) -> None:
    assert complaints(DESK_DC, "GET", PREFIX + path, _asked(dc, "GET", PREFIX + DESK[path], None)) == []


def test_every_route_is_judged() -> None:
    """A route that is added must be added above too, or named here with its reason."""
    no_document = {
        "/rest/api/{}/mypermissions", "/rest/api/{}/group/member",  # on Data Center
        "/_edge/tenant_info", "/rest/api/{}/search",  # 410 on Cloud
        # one item of a judged list
        "/rest/servicedeskapi/request/{}/comment/{}", "/rest/servicedeskapi/request/{}/sla/{}",
    }  # fmt: skip
    judged = {f"/rest/api/{{}}{name.split()[1]}" for name in (PLATFORM | CLOUD_PLATFORM | DC_PLATFORM)}
    judged |= {PREFIX + path for path in [*DESK, *CLOUD_DESK]} | set(AGILE)
    judged |= {root + path for root in (*ROOTS, OWN) for path in ASSETS} | {f"{PREFIX}/assets/workspace"}
    judged |= {f"{root}/object/aql" for root in ROOTS} | {f"{OWN}/aql/objects"}
    judged = {re.sub(r"\{\w*\}", "{}", path) for path in judged}
    # What changes the site is judged in test_writes.py.
    served = {
        re.sub(r"\{\w*\}", "{}", path)
        for method, path, *_ in router.routes
        if not path.startswith("/__sandbox__") and path not in WRITTEN and method in ("GET", "POST")
    }
    assert served - judged - no_document == set()


AGILE = {"/rest/agile/1.0/board": "/rest/agile/1.0/board", "/rest/agile/1.0/board/{boardId}/sprint": ""}


@needs_shared
def test_boards(site: Sandbox) -> None:
    answer = _asked(site, "GET", "/rest/agile/1.0/board", None)
    name, path = (AGILE_CLOUD, "/rest/agile/1.0/board") if site.flavour == "cloud" else (DC, "/agile/1.0/board")
    judged = answer if site.flavour == "cloud" else answer["values"]
    assert complaints(name, "GET", path, judged) == []


@needs_shared
def test_sprints_have_the_members_of_the_documented_example(site: Sandbox) -> None:
    responses = document(AGILE_CLOUD)["paths"]["/rest/agile/1.0/board/{boardId}/sprint"]["get"]["responses"]
    example = json.loads(responses["200"]["content"]["application/json"]["example"])
    answer = _asked(site, "GET", "/rest/agile/1.0/board/2/sprint", None)
    assert set(answer) == set(example)
    assert set().union(*answer["values"]) == set().union(*example["values"])


# Below Cloud's workspace and Data Center's /rest/assets/1.0 alike.
ASSETS = {
    "/objectschema/list": "/objectschema/list",
    "/objectschema/{id}/objecttypes/flat": "/objectschema/1/objecttypes/flat",
    "/objecttype/{id}/attributes": "/objecttype/11/attributes",
    "/object/{id}": "/object/110002",
    "/objectconnectedtickets/{id}/tickets": "/objectconnectedtickets/110001/tickets",
}
NEW_OBJECT = {
    "objectTypeId": "12",
    "attributes": [{"objectTypeAttributeId": "1202", "objectAttributeValues": [{"value": "New"}]}],
}


@needs_shared
@pytest.mark.parametrize("path", ASSETS)
def test_assets(site: Sandbox, path: str) -> None:
    cloud = site.flavour == "cloud"
    answer = _asked(site, "GET", (ROOTS[0] if cloud else OWN) + ASSETS[path], None)
    document_path = path.replace("{id}/tickets", "{objectId}/tickets") if cloud else OWN + path
    assert complaints(ASSETS_CLOUD if cloud else ASSETS_DC, "GET", document_path, answer) == []


@needs_shared
def test_objects_that_are_found(site: Sandbox) -> None:
    if site.flavour == "cloud":
        answer = _asked(site, "POST", f"{ROOTS[0]}/object/aql?maxResults=40", {"qlQuery": "objectTypeId in (11, 12)"})
        assert complaints(ASSETS_CLOUD, "POST", "/object/aql", answer) == []
    else:
        answer = _asked(site, "GET", f"{OWN}/aql/objects?qlQuery=objectTypeId%20%3D%2011", None)
        assert complaints(ASSETS_DC, "GET", f"{OWN}/aql/objects", answer) == []


@needs_shared
def test_objects_that_are_made_and_changed(site: Sandbox) -> None:
    cloud = site.flavour == "cloud"
    root, name, prefix = (ROOTS[1], ASSETS_CLOUD, "") if cloud else (OWN, ASSETS_DC, OWN)
    made = Client(site).call("POST", f"{root}/object/create", NEW_OBJECT)
    assert made.status == 201 and complaints(name, "POST", f"{prefix}/object/create", made.json) == []
    changed = Client(site).call("PUT", f"{root}/object/{made.json['id']}", NEW_OBJECT)
    assert changed.status == 200 and complaints(name, "PUT", f"{prefix}/object/{{id}}", changed.json) == []


@needs_shared
def test_the_judge_finds_faults() -> None:
    assert complaints(CLOUD, "POST", "/rest/api/3/search/jql", {"issues": [{"id": 3}], "total": 4}) != []
