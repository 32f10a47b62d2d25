"""Signing in, and the disguises of a refused login."""

from __future__ import annotations

from typing import Any

import pytest

from jsdodbc.sandbox.server import Options, Sandbox
from tests.sandbox.client import Client

REASON = "x-seraph-loginreason"


def test_good_credentials_are_told_who_they_are(cloud: Sandbox, dc: Sandbox) -> None:
    me = Client(cloud).call("GET", "/rest/api/3/myself")
    assert me.headers["x-aaccountid"].replace("%3A", ":") == me.json["accountId"]
    assert me.json["timeZone"] == "Australia/Lord_Howe"
    answer = Client(dc).call("GET", "/rest/api/2/myself")
    assert (answer.headers["x-ausername"], answer.headers[REASON]) == ("agent", "OK")


def test_a_personal_access_token(dc: Sandbox, cloud: Sandbox) -> None:
    assert Client(dc, Authorization=f"Bearer {dc.pat}").get("/rest/api/2/myself")["name"] == "agent"
    assert Client(dc, Authorization="Bearer wrong").call("GET", "/rest/api/2/myself").status == 401
    assert Client(cloud, Authorization=f"Bearer {cloud.token}").call("GET", "/rest/api/3/myself").status == 403


def test_wrong_credentials(site: Sandbox) -> None:
    answer = Client(site, "wrong").call("GET", "/rest/api/2/myself")
    assert (answer.status, answer.headers[REASON]) == (401, "AUTHENTICATED_FAILED")
    assert Client(site, "wrong").call("GET", "/rest/api/2/serverInfo").status == 200, "this one is open to all"


@pytest.mark.parametrize("flavour", ["cloud", "dc"])
def test_a_refusal_may_look_like_an_empty_site(flavour: str) -> None:
    with Sandbox(flavour, 20, refused_login="200") as site:
        client = Client(site, "wrong")
        path = "/rest/api/2/search/jql" if flavour == "cloud" else "/rest/api/2/search"
        answer = client.call("POST", path, {"jql": "project = SUP"})
        assert (answer.status, answer.json["issues"]) == (200, [])
        assert answer.headers[REASON] == "AUTHENTICATED_FAILED"
        assert client.call("GET", "/rest/api/2/myself").status == 401


@pytest.mark.parametrize(
    ("options", "status", "header", "said"),
    [
        ({"captcha": True}, 403, "x-authentication-denied-reason", "CAPTCHA_CHALLENGE; login-url="),
        ({"basic": False, "version": "11.0.0"}, 401, REASON, "AUTHENTICATED_FAILED"),
    ],
)
def test_other_refusals(options: Options, status: int, header: str, said: str) -> None:
    with Sandbox("dc", 5, **options) as site:
        answer = Client(site).call("GET", "/rest/api/2/myself")
        assert answer.status == status
        assert answer.headers[header].startswith(said)
        assert site.pat and Client(site, Authorization=f"Bearer {site.pat}").call(
            "GET", "/rest/api/2/myself"
        ).status == (200 if "basic" in options else 403)


@pytest.mark.parametrize(("flavour", "body"), [("cloud", b""), ("dc", b"<!DOCTYPE html>")])
def test_without_a_licence(flavour: str, body: bytes) -> None:
    with Sandbox(flavour, 5, licensed=False) as site:
        client = Client(site)
        assert client.get("/rest/servicedeskapi/info")["isLicensedForUse"] is False
        answer = client.call("GET", "/rest/servicedeskapi/servicedesk")
        assert answer.status == 403
        assert answer.body.startswith(body)
        assert client.call("GET", "/rest/api/2/field").status == 200


def test_credentials_revoked_while_running() -> None:
    with Sandbox(issues=5) as site:
        client = Client(site)
        assert client.call("GET", "/rest/api/3/myself").status == 200
        site.set(revoked=True)
        assert client.call("GET", "/rest/api/3/myself").status == 401


def test_a_browser_must_say_that_it_is_none(cloud: Sandbox) -> None:
    body: dict[str, Any] = {"jql": "project = SUP"}
    browser = {"User-Agent": "Mozilla/5.0 Chrome/120"}
    assert Client(cloud, **browser).call("POST", "/rest/api/3/search/jql", body).body == b"XSRF check failed"
    assert (
        Client(cloud, **browser, **{"X-Atlassian-Token": "no-check"})
        .call("POST", "/rest/api/3/search/jql", body)
        .status
        == 200
    )
