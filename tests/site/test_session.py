"""Signing in: what a site may answer, and what the person at the other end is told."""

from __future__ import annotations

import socket
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.settings import Settings
from jsdodbc.site.deployment import Account, Deployment
from jsdodbc.site.session import Session
from tests.site.scripted import JSON, SERVER_INFO, SERVER_MYSELF, Answer, Asked, Scripted, serve_sign_in

MYSELF, INFO = "/rest/api/2/myself", "/rest/api/2/serverInfo"
HTML = {"Content-Type": "text/html;charset=UTF-8"}
Connect = Callable[..., Session]


def failure(settings: Settings, **changes: object) -> Error:
    with pytest.raises(Error) as caught:
        Session.open(replace(settings, **changes), Cancellation(20))  # type: ignore[arg-type]
    assert "open-sesame" not in str(caught.value)
    return caught.value


def test_data_center(site: Scripted, connect: Connect) -> None:
    serve_sign_in(site, cloud=False)
    session = connect()
    assert session.deployment is Deployment.DATA_CENTER
    assert session.account == Account("ann", "Ann", "Asia/Kathmandu")
    assert (session.max_threads, session.api) == (8, "/rest/api/2")
    assert sorted(asked.path for asked in site.asked) == [MYSELF, INFO]
    assert "authorization" not in site.at(INFO)[0].headers
    assert site.at(MYSELF)[0].headers["authorization"] == "Basic YW5uOm9wZW4tc2VzYW1l"


def test_cloud(site: Scripted, connect: Connect) -> None:
    serve_sign_in(site, cloud=True)
    session = connect(password="", api_token="t0ken", user="ann@example.com")
    assert session.deployment is Deployment.CLOUD
    assert session.account == Account("5b10:1", "Ann", "Australia/Lord_Howe")
    assert session.max_threads == 16


def test_both_secrets_given_the_site_decides(site: Scripted, connect: Connect) -> None:
    serve_sign_in(site, cloud=True)
    connect(api_token="t0ken")
    assert site.at(MYSELF)[0].headers["authorization"] == "Basic YW5uOnQwa2Vu"
    serve_sign_in(site, cloud=False)
    connect(api_token="t0ken")
    assert site.at(MYSELF)[1].headers["authorization"] == "Basic YW5uOm9wZW4tc2VzYW1l"


def test_server_info_that_strangers_are_not_told_is_asked_as_the_account(site: Scripted, connect: Connect) -> None:
    serve_sign_in(site, cloud=False)

    def info(asked: Asked) -> Answer:
        return (
            Answer(content=SERVER_INFO) if "authorization" in asked.headers else Answer(401, {"errorMessages": ["no"]})
        )

    site.routes[INFO] = info
    assert connect().site.version == "9.12.4"


@pytest.mark.parametrize("status", [200, 400, 401])
@pytest.mark.parametrize("reason", ["AUTHENTICATED_FAILED", "OUT, AUTHENTICATED_FAILED"])
def test_refused_sign_in_in_any_disguise(site: Scripted, settings: Settings, status: int, reason: str) -> None:
    serve_sign_in(site, cloud=False)
    site.answer(MYSELF, Answer(status, SERVER_MYSELF, JSON | {"X-Seraph-LoginReason": reason}))
    error = failure(settings)
    assert (error.sqlstate, error.native) == ("28000", status)
    assert "User=ann" in error.message
    assert len(site.at(MYSELF)) == 1, "a refused sign-in must not be tried again"


def test_refused_token_on_cloud(site: Scripted, settings: Settings) -> None:
    serve_sign_in(site, cloud=True)
    site.answer(
        MYSELF,
        Answer(
            401, body=b"Client must be authenticated to access this resource.", headers={"Content-Type": "text/plain"}
        ),
    )
    error = failure(settings, password="", api_token="open-sesame")
    assert error.sqlstate == "28000"
    assert "email address" in error.message
    assert "expired" in error.message


def test_password_on_cloud_behind_another_name(site: Scripted, settings: Settings) -> None:
    serve_sign_in(site, cloud=True)
    site.answer(MYSELF, Answer(401, {"errorMessages": ["Basic authentication with passwords is deprecated."]}))
    error = failure(settings)
    assert "set APIToken" in error.message
    assert "deprecated" in error.message


def test_jira_11_hint(site: Scripted, settings: Settings) -> None:
    site.answer(INFO, Answer(content=SERVER_INFO | {"version": "11.0.1"}))
    site.answer(MYSELF, Answer(401, {"errorMessages": []}))
    assert "Jira 11" in failure(settings).message


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (200, {"X-Seraph-LoginReason": "AUTHENTICATION_DENIED"}),
        (401, {"X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE; login-url=https://jira.example.com/login.jsp"}),
        (403, {"X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE; login-url=https://jira.example.com/login.jsp"}),
    ],
)
def test_captcha(site: Scripted, settings: Settings, status: int, headers: dict[str, str]) -> None:
    serve_sign_in(site, cloud=False)
    site.answer(MYSELF, Answer(status, {}, JSON | headers))
    error = failure(settings)
    assert error.sqlstate == "28000"
    assert "CAPTCHA" in error.message
    assert "/login.jsp" in error.message


def test_anonymous_answer(site: Scripted, settings: Settings) -> None:
    serve_sign_in(site, cloud=False)
    site.answer(MYSELF, Answer(content=SERVER_MYSELF, headers=JSON | {"X-AUSERNAME": "anonymous"}))
    error = failure(settings)
    assert error.sqlstate == "28000"
    assert "anonymous" in error.message


def test_html_instead_of_jira(site: Scripted, settings: Settings) -> None:
    page = Answer(body=b"<html><head><title>Acme &amp; Co\n intranet</title></head></html>", headers=HTML)
    site.answer(INFO, page)
    site.answer(MYSELF, page)
    error = failure(settings)
    assert error.sqlstate == "08001"
    assert "Acme & Co intranet" in error.message
    assert f"{site.url}{MYSELF}" in error.message


@pytest.mark.parametrize("content", [[], "x", {}])
def test_json_that_is_not_jiras(site: Scripted, settings: Settings, content: object) -> None:
    site.answer(INFO, Answer(content=content))
    site.answer(MYSELF, Answer(content=content))
    assert failure(settings).sqlstate == "08001"


def test_no_jira_at_the_address(site: Scripted, settings: Settings) -> None:
    error = failure(settings)
    assert (error.sqlstate, error.native) == ("08001", 404)
    assert "https://jira.example.com/jira" in error.message


def test_context_path_is_used(site: Scripted, connect: Connect) -> None:
    serve_sign_in(site, cloud=False)
    site.routes = {f"/jira{path}": route for path, route in site.routes.items()}
    connect(url=f"{site.url}/jira")
    assert site.at(f"/jira{MYSELF}")


def test_redirect_is_told_and_not_followed(site: Scripted, settings: Settings) -> None:
    serve_sign_in(site, cloud=False)
    site.answer(MYSELF, Answer(302, {}, JSON | {"Location": f"https://jira.example.com/jira{MYSELF}?secret=1"}))
    error = failure(settings)
    assert error.sqlstate == "08001"
    assert "Set URL=https://jira.example.com/jira" in error.message
    assert "secret" not in error.message
    site.answer(MYSELF, Answer(302, {}, JSON | {"Location": "/plugins/servlet/samlsso"}))
    assert "sign-in in a browser" in failure(settings).message
    assert {asked.path for asked in site.asked} == {MYSELF, INFO}


def test_nobody_there(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    error = failure(settings, url=f"http://127.0.0.1:{port}")
    assert error.sqlstate == "08001"
    assert "127.0.0.1 could not be reached" in error.message
    assert "jsdodbc.invalid" in failure(settings, url="https://jsdodbc.invalid").message


def test_tls_against_a_server_that_speaks_none(site: Scripted, settings: Settings) -> None:
    error = failure(settings, url=site.url.replace("http://", "https://"))
    assert error.sqlstate == "08001"
    assert "TLS" in error.message


def test_login_timeout(site: Scripted, settings: Settings) -> None:
    import threading

    release = threading.Event()
    serve_sign_in(site, cloud=False)
    site.answer(MYSELF, Answer(hold=release))
    try:
        with pytest.raises(Error) as caught:
            Session.open(settings, Cancellation(0.2))
    finally:
        release.set()
    assert caught.value.sqlstate == "HYT00"


def test_log_tells_all_and_holds_no_secret(
    site: Scripted, connect: Connect, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "driver.log"
    serve_sign_in(site, cloud=False)
    site.answer(
        "/rest/api/2/echo",
        Answer(
            content={"echo": "open-sesame YW5uOm9wZW4tc2VzYW1l"}, headers=JSON | {"Set-Cookie": "JSESSIONID=s3cret"}
        ),
    )
    session = connect(logfile=str(path), verbosity=5)
    for _ in range(2):
        session.request("GET", "/rest/api/2/echo", query={"jql": "x"}, cancellation=Cancellation())
    assert site.asked[-1].headers["cookie"] == "JSESSIONID=s3cret"
    session.close()
    text = path.read_text()
    assert "GET /rest/api/2/echo 200" in text
    assert "signed in to" in text
    for secret in ("open-sesame", "YW5uOm9wZW4tc2VzYW1l", "s3cret"):
        assert secret not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
