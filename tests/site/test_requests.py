"""Requests on a site that is slow, busy, failing or gone: repeated when that helps, else one clear error, never a
short answer.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Cancelled, Error, TimedOut
from jsdodbc.site import pacing
from jsdodbc.site.errors import ServiceError
from jsdodbc.site.session import Session
from tests.site.scripted import JSON, Answer, Asked, Scripted, serve_sign_in

PATH = "/rest/api/2/thing"
FINE = Answer(content={"fine": True})
HTML = {"Content-Type": "text/html"}
Connect = Callable[..., Session]


@pytest.fixture
def session(site: Scripted, connect: Connect) -> Session:
    serve_sign_in(site, cloud=False)
    return connect()


def ask(session: Session, method: str = "GET", **more: Any) -> Any:
    return json.loads(session.request(method, PATH, cancellation=more.pop("cancellation", Cancellation(20)), **more))


def failure(session: Session, **more: Any) -> Error:
    with pytest.raises(Error) as caught:
        ask(session, **more)
    return caught.value


def test_what_is_sent(site: Scripted, session: Session) -> None:
    site.answer(PATH, FINE)
    ask(session, "POST", query={"a": "ä b&c", "flag": True, "none": None, "many": [1, 2]}, body={"jql": "naïve"})
    asked = site.asked[-1]
    assert asked.query == "a=%C3%A4+b%26c&flag=true&many=1&many=2"
    assert asked.json() == {"jql": "naïve"}
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["user-agent"].startswith("jsdodbc/")
    assert "mozilla" not in asked.headers["user-agent"].casefold()
    assert (asked.headers["x-atlassian-token"], asked.headers["x-experimentalapi"]) == ("no-check", "opt-in")


def test_connections_are_kept(site: Scripted, session: Session) -> None:
    peers: set[str] = set()
    site.answer(PATH, FINE)
    for _ in range(5):
        ask(session)
    peers = {asked.peer for asked in site.at(PATH)}
    assert len(peers) == 1


def test_gzip(site: Scripted, session: Session) -> None:
    body = gzip.compress(json.dumps({"text": "x" * 1000}).encode())
    site.answer(PATH, Answer(body=body, headers=JSON | {"Content-Encoding": "gzip"}))
    assert ask(session) == {"text": "x" * 1000}
    assert site.asked[-1].headers["accept-encoding"] == "gzip"


CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n[1, 2, 3\r\n"
CUTS = {
    "in the body": Answer(content={"text": "x" * 5000}, announced=9000),
    "in a chunk": Answer(raw=CHUNKED[:-4]),
    "between chunks": Answer(raw=CHUNKED),
    "in a compressed body": Answer(body=gzip.compress(b"x" * 9000)[:-9], headers=JSON | {"Content-Encoding": "gzip"}),
    "before the answer": Answer(raw=b""),
    "in the headers": Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Ty"),
    "without a length": Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[{}"),
    "with nonsense": Answer(raw=b"SSH-2.0-OpenSSH_9\r\n"),
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_cut_answer_is_asked_for_again(site: Scripted, session: Session, cut: Answer) -> None:
    site.answer(PATH, cut, cut, FINE)
    assert ask(session, "POST", body={}) == {"fine": True}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_answer_that_is_always_cut_is_an_error(site: Scripted, session: Session, cut: Answer) -> None:
    site.answer(PATH, cut)
    error = failure(session)
    assert error.sqlstate == "08S01"
    assert f"GET {PATH}" in error.message
    assert 4 <= len(site.at(PATH)) <= 5  # one more where the kept connection may just have been too old


def test_write_is_not_sent_twice(site: Scripted, session: Session) -> None:
    site.answer(PATH, CUTS["in the body"])
    assert failure(session, method="POST", idempotent=False).sqlstate == "08S01"
    site.answer(PATH, Answer(503, {}))
    assert failure(session, method="POST", idempotent=False).native == 503
    assert len(site.at(PATH)) == 1 + 4, "a busy site has not touched the request"


def test_hung_up_while_idle(site: Scripted, session: Session) -> None:
    site.answer(PATH, Answer(content=1, headers=JSON | {"Connection": "close"}), FINE)
    assert ask(session) == 1
    assert ask(session) == {"fine": True}


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_busy_or_failing_site_is_asked_again(site: Scripted, session: Session, status: int) -> None:
    site.answer(PATH, Answer(status, body=b"<html><title>Busy</title>", headers=HTML | {"Retry-After": "0"}), FINE)
    assert ask(session) == {"fine": True}
    assert session.statistics.retries == 1


def test_storm_of_429_ends_in_one_error(site: Scripted, session: Session) -> None:
    site.answer(
        PATH, Answer(429, {"errorMessages": ["The request has been rate-limited."]}, JSON | {"Retry-After": "0"})
    )
    error = failure(session)
    assert error.native == 429
    assert "rate-limited" in error.message
    assert "MaxThreads" in error.message
    assert len(site.at(PATH)) == 4


def test_429_of_some_does_not_fail_those_that_wait_long(site: Scripted, connect: Connect) -> None:
    """A bucket of one: each request is refused whenever another is under way, some more often than they may fail."""
    serve_sign_in(site, cloud=True)
    session = connect(retry_delay=0.001)
    inside = threading.Lock()

    def bucket(asked: Asked) -> Answer:
        if not inside.acquire(blocking=False):
            return Answer(429, {}, JSON | {"Retry-After": "0"})
        try:
            return Answer(content=asked.query)
        finally:
            inside.release()

    site.routes[PATH] = bucket
    cancellation = Cancellation(60)
    found = session.map(
        lambda number: json.loads(session.request("GET", PATH, query={"n": number}, cancellation=cancellation)),
        range(100),
        cancellation=cancellation,
    )
    assert list(found) == [f"n={number}" for number in range(100)]


def test_site_that_wants_too_long_a_wait(site: Scripted, session: Session) -> None:
    site.answer(PATH, Answer(429, {}, JSON | {"Retry-After": "3000", "RateLimit-Reason": "jira-quota-tenant-based"}))
    error = failure(session)
    assert "jira-quota-tenant-based" in error.message
    assert "RetryLimit" in error.message
    assert len(site.at(PATH)) == 1


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"Retry-After": "7"}, 7, 8.4),
        ({"Retry-After": "0"}, 0.35, 0.65),
        ({"Retry-After": "soon"}, 1.4, 2.6),
        ({}, 1.4, 2.6),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.35, 0.65),
        ({"RateLimit-Reason": "jira-quota-global-based", "X-RateLimit-Reset": "2999-01-01T00:00Z"}, 1e9, 1e11),
    ],
)
def test_wait_that_the_site_asks_for(headers: dict[str, str], least: float, most: float) -> None:
    from email.message import Message

    from jsdodbc.site.transport import Response

    message = Message()
    for name, value in headers.items():
        message[name] = value
    assert least <= pacing.wait_asked(0, 2, Response(429, message, b"")) <= most


def test_back_off_doubles_up_to_thirty_seconds() -> None:
    assert 2.8 <= pacing.back_off(1, 2) <= 5.2
    assert 21 <= pacing.back_off(9, 2) <= 39


def test_pace_slows_down_once_a_round_and_recovers() -> None:
    pace = pacing.Pace(8)
    with pace.slot(Cancellation()) as entered:
        pace.slow_down(entered, 0)
        pace.slow_down(entered, 0)
    assert pace.limit == 4
    for _ in range(40):
        pace.succeeded()
    assert pace.limit == 8


def test_cancel_while_the_site_thinks(site: Scripted, session: Session) -> None:
    arrived, release, cancellation = threading.Event(), threading.Event(), Cancellation()

    def slow(asked: Asked) -> Answer:
        arrived.set()
        return Answer(content=1, hold=release)

    site.routes[PATH] = slow
    threading.Thread(target=lambda: (arrived.wait(20), cancellation.cancel())).start()
    try:
        with pytest.raises(Cancelled):
            ask(session, cancellation=cancellation)
    finally:
        release.set()


def test_cancel_while_waiting_for_a_busy_site(site: Scripted, session: Session) -> None:
    cancellation = Cancellation()

    def busy(asked: Asked) -> Answer:
        threading.Timer(0.05, cancellation.cancel).start()
        return Answer(429, {}, JSON | {"Retry-After": "200"})

    site.routes[PATH] = busy
    with pytest.raises(Cancelled):
        ask(session, cancellation=cancellation)


def test_query_timeout_and_silence(site: Scripted, connect: Connect) -> None:
    serve_sign_in(site, cloud=False)
    release = threading.Event()
    site.answer(PATH, Answer(content=1, hold=release))
    try:
        with pytest.raises(TimedOut) as caught:
            ask(connect(), cancellation=Cancellation(0.2))
        assert caught.value.sqlstate == "HYT00"
        session = connect(timeout=1)
        with pytest.raises(TimedOut, match="within 1 s") as silent:
            ask(session)
        assert silent.value.sqlstate == "HYT01"
    finally:
        release.set()


@pytest.mark.parametrize(
    ("answer", "sqlstate", "words"),
    [
        (
            Answer(400, {"errorMessages": ["Error in the JQL Query: 'SET' is a reserved JQL word."]}),
            "42000",
            "reserved JQL word",
        ),
        (Answer(400, {"errorMessages": [], "errors": {"jql": "bad"}}), "HY000", "jql: bad"),
        (Answer(401, {}), "28000", "Check User"),
        (Answer(403, body=b"", headers=HTML), "42000", "permission"),
        (Answer(404, {"errorMessages": ["Issue does not exist"]}), "HY000", "Issue does not exist"),
        (Answer(410, {"errorMessages": ["The requested API has been removed."]}), "HY000", "removed"),
        (Answer(418, {"message": "teapot"}), "HY000", "teapot"),
        (Answer(200, body=b"<title>Loading</title>", headers=HTML), "08S01", "Loading"),
        (Answer(302, {}, JSON | {"Location": "/login.jsp"}), "08001", "login.jsp"),
        (Answer(200, [], JSON | {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}), "28000", "AUTHENTICATED_FAILED"),
        (Answer(200, [], JSON | {"X-AUSERNAME": "anonymous"}), "28000", "anonymous"),
    ],
)
def test_no_is_told_with_the_sites_words(
    site: Scripted, session: Session, answer: Answer, sqlstate: str, words: str
) -> None:
    site.answer(PATH, answer)
    error = failure(session, query={"jql": "confidential"})
    assert isinstance(error, ServiceError)
    assert (error.sqlstate, error.native) == (sqlstate, answer.status)
    assert words in error.message
    assert f"GET {PATH}" in error.message or "answered" in error.message
    assert "confidential" not in error.message
    assert len(site.at(PATH)) == 1


def test_empty_answer_is_asked_for_again(site: Scripted, session: Session) -> None:
    site.answer(PATH, Answer(body=b""), FINE)
    assert ask(session) == {"fine": True}
    site.answer(PATH, Answer(body=b""))
    assert "nothing else" in failure(session).message


def test_no_content_is_an_answer(site: Scripted, session: Session) -> None:
    site.answer(PATH, Answer(204, body=b""))
    assert session.request("PUT", PATH, body={}, cancellation=Cancellation(20)) == b""


def test_map_keeps_order_fails_at_its_place_and_stops(site: Scripted, session: Session) -> None:
    def half(number: int) -> int:
        if number == 5:
            raise Error("HY000", "five")
        return number * 2

    found = session.map(half, iter(range(10**9)), cancellation=Cancellation(20), ahead=4)
    assert [next(found) for _ in range(5)] == [0, 2, 4, 6, 8]
    with pytest.raises(Error, match="five"):
        next(found)
    with pytest.raises(StopIteration):
        next(found)


def test_map_reads_no_further_ahead_than_told(session: Session) -> None:
    taken: list[int] = []

    def items() -> Any:
        for number in range(1000):
            taken.append(number)
            yield number

    found = session.map(str, items(), cancellation=Cancellation(20), ahead=3)
    assert next(found) == "0"
    found.close()  # type: ignore[attr-defined]
    assert len(taken) <= 4
    cancellation = Cancellation()
    waiting = session.map(lambda _: threading.Event().wait(0.3), range(50), cancellation=cancellation)
    cancellation.cancel()
    with pytest.raises(Cancelled):
        list(waiting)
