"""The driver's half of HTTP against the sandbox, both flavours: whole answers under any trouble, or one error."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.sandbox.faults import CUTS
from jsdodbc.sandbox.server import Sandbox
from jsdodbc.settings import Settings
from jsdodbc.site import paging
from jsdodbc.site.session import Session

ISSUES = 350
FLAVOURS = ("cloud", "dc")


def settings_for(site: Sandbox) -> Settings:
    secret = {"api_token": site.token} if site.flavour == "cloud" else {"password": site.password}
    return Settings(url=site.url, user=site.user, page_size=50, retry_delay=0.001, **secret)


@pytest.fixture(scope="module", params=FLAVOURS)
def shared(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(request.param, issues=ISSUES, bulky=False, time_zone="Australia/Lord_Howe", clamp=50) as site:
        yield site


@pytest.fixture
def site(shared: Sandbox) -> Iterator[Sandbox]:
    yield shared
    shared.faults.clear()


@pytest.fixture
def session(site: Sandbox) -> Iterator[Session]:
    session = Session.open(settings_for(site), Cancellation(60))
    yield session
    session.close()


def keys(session: Session, jql: str = "", *, limit: int | None = None, ordered: bool = False) -> list[str]:
    fields = ["summary", "status", "created"]
    pages = paging.search_pages(session, jql, fields, limit=limit, cancellation=Cancellation(60), order_matters=ordered)
    return [issue["key"] for page in pages for issue in json.loads(page)["issues"]]


def test_account(session: Session) -> None:
    assert session.account.time_zone == "Australia/Lord_Howe"


def test_everything_once(session: Session) -> None:
    found = keys(session)
    assert len(found) == len(set(found)) == ISSUES
    assert paging.search_count(session, "", cancellation=Cancellation(60)) == ISSUES


def test_order_and_limit(session: Session) -> None:
    found = keys(session, "ORDER BY created DESC", ordered=True)
    assert len(found) == ISSUES
    assert keys(session, "ORDER BY created DESC", ordered=True, limit=120)[:120] == found[:120]
    assert keys(session, "ORDER BY created DESC", ordered=True, limit=7) == found[:7]
    assert sorted(keys(session, "ORDER BY created ASC", ordered=True)) == sorted(found)


def test_named_issues(session: Session) -> None:
    wanted = [*keys(session)[:130], "NOPE-1", "NOPE-99999"]
    pages = paging.bulk_issues(session, wanted, ["summary"], cancellation=Cancellation(60))
    assert sorted(issue["key"] for page in pages for issue in json.loads(page)["issues"]) == sorted(wanted[:-2])


def test_service_desks(session: Session) -> None:
    pages = paging.service_desk_pages(session, "/rest/servicedeskapi/servicedesk", cancellation=Cancellation(60))
    assert all("projectKey" in desk for page in pages for desk in json.loads(page)["values"])


@pytest.mark.parametrize("kind", sorted(CUTS | {"429", "429 html", "status"}))
def test_trouble_that_passes_costs_no_row(site: Sandbox, session: Session, kind: str) -> None:
    site.faults.add(kind, "/rest/api/2/(search|issue/bulkfetch)", times=3, retry_after=0)
    assert len(set(keys(session))) == ISSUES


@pytest.mark.parametrize(
    "kind", sorted((CUTS - {"chunked", "until close"}) | {"429", "429 html", "status", "truncated", "html", "not json"})
)
def test_trouble_that_stays_is_an_error(site: Sandbox, session: Session, kind: str) -> None:
    site.faults.add(kind, "/rest/api/2/(search|issue/bulkfetch)", times=None, skip=2, retry_after=0)
    with pytest.raises(Error) as caught:
        keys(session)
    assert caught.value.sqlstate in ("08S01", "HY000")
    assert site.url.partition("://")[2].partition(":")[0] in caught.value.message or "site" in caught.value.message


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize("disguise", ["401", "200"])
def test_refused(flavour: str, disguise: str) -> None:
    with Sandbox(flavour, issues=10, refused_login=disguise) as site:
        settings = Settings(url=site.url, user=site.user, api_token="wrong-secret")
        with pytest.raises(Error) as caught:
            Session.open(settings, Cancellation(60))
    assert caught.value.sqlstate == "28000"
    assert "wrong-secret" not in str(caught.value)


def test_captcha() -> None:
    with Sandbox("dc", issues=10, captcha=True) as site, pytest.raises(Error, match="CAPTCHA") as caught:
        Session.open(settings_for(site), Cancellation(60))
    assert caught.value.sqlstate == "28000"


def test_basic_turned_off_in_jira_11() -> None:
    with Sandbox("dc", issues=10, basic=False, version="11.0.1") as site, pytest.raises(Error, match="Jira 11"):
        Session.open(settings_for(site), Cancellation(60))


def test_context_path() -> None:
    with Sandbox("dc", issues=10, context="/jira") as site:
        session = Session.open(settings_for(site), Cancellation(60))
        assert len(keys(session)) == 10
        session.close()


def test_unlicensed_service_desk_is_told() -> None:
    with Sandbox("dc", issues=10, licensed=False) as site:
        session = Session.open(settings_for(site), Cancellation(60))
        with pytest.raises(Error, match="licence") as caught:
            list(paging.service_desk_pages(session, "/rest/servicedeskapi/servicedesk", cancellation=Cancellation(60)))
        assert caught.value.sqlstate == "42000"
        session.close()
