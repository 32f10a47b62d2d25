"""Trouble on demand, on the wire; the log of requests; a process of its own."""

from __future__ import annotations

import gzip
import http.client
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.sandbox.client import Client

PATH = "/rest/api/2/field"


@pytest.fixture(scope="module", params=[False, True], ids=["thread", "process"])
def running(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(issues=10, process=request.param) as site:
        yield site


@pytest.fixture
def fresh(running: Sandbox) -> Sandbox:
    running.faults.clear()
    running.clear()
    return running


def test_as_often_as_told_and_after_as_many_as_told(fresh: Sandbox) -> None:
    fresh.faults.add("status", "/field", status=502, times=2, skip=1)
    assert [Client(fresh).call("GET", PATH).status for _ in range(5)] == [200, 502, 502, 200, 200]
    assert Client(fresh).call("GET", "/rest/api/2/myself").status == 200


def test_too_many_requests(fresh: Sandbox) -> None:
    fresh.faults.add("429", "/field", retry_after=3)
    fresh.faults.add("429 html", "/field")
    told, html = Client(fresh).call("GET", PATH), Client(fresh).call("GET", PATH)
    assert (told.status, told.headers["retry-after"], told.json["status"]) == (429, "3", 429)
    assert (html.status, "retry-after" in html.headers, html.headers["content-type"]) == (
        429,
        False,
        "text/html;charset=UTF-8",
    )


def test_a_storm_lasts(fresh: Sandbox) -> None:
    fresh.faults.add("429", times=None)
    assert {Client(fresh).call("GET", PATH).status for _ in range(20)} == {429}


def test_bodies_that_are_not_what_they_say(fresh: Sandbox) -> None:
    for kind in ("html", "empty", "not json", "truncated"):
        fresh.faults.add(kind, "/rest/api/2/project", title="Loading…")
    answers = [_raw(fresh, "/rest/api/2/project") for _ in range(4)]
    assert [reply.status for reply, _ in answers] == [200, 200, 200, 200]
    assert b"<title>Loading" in answers[0][1]
    assert answers[1][1] == b""
    assert answers[2][1].startswith(b"{'not")
    assert answers[3][1].startswith(b"[{") and not answers[3][1].endswith(b"]")


def _raw(site: Sandbox, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
    connection.request("GET", path, headers={**Client(site).headers, **headers})
    reply = connection.getresponse()
    body = reply.read()
    connection.close()
    return reply, body


@pytest.mark.parametrize("kind", ["before headers", "after headers", "mid body", "wrong content-length", "chunked cut"])
def test_a_connection_that_breaks(fresh: Sandbox, kind: str) -> None:
    fresh.faults.add(kind, "/field")
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        _raw(fresh, PATH)
    assert _raw(fresh, PATH)[0].status == 200


def test_other_ways_to_end_a_body(fresh: Sandbox) -> None:
    whole = _raw(fresh, PATH)[1]
    fresh.faults.add("chunked", "/field")
    fresh.faults.add("until close", "/field")
    assert _raw(fresh, PATH)[1] == whole
    assert len(_raw(fresh, PATH)[1]) == len(whole) // 2


def test_compressed_when_asked(fresh: Sandbox) -> None:
    reply, body = _raw(fresh, PATH, **{"Accept-Encoding": "gzip"})
    assert reply.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == _raw(fresh, PATH)[1]


def test_a_connection_is_kept(fresh: Sandbox) -> None:
    connection = http.client.HTTPConnection(urlsplit(fresh.url).netloc, timeout=10)
    for _ in range(3):
        connection.request("GET", PATH, headers=Client(fresh).headers)
        assert connection.getresponse().read()
    connection.close()


def test_the_log_of_requests(fresh: Sandbox) -> None:
    Client(fresh).call("POST", "/rest/api/2/search/jql?x=1", {"jql": "project = SUP"})
    Client(fresh, "wrong").call("GET", PATH)
    first, second = fresh.requests
    assert (first.method, first.path, first.query, first.status) == (
        "POST",
        "/rest/api/2/search/jql",
        (("x", "1"),),
        200,
    )
    assert first.body == b'{"jql": "project = SUP"}'
    assert (second.path, second.status) == (PATH, 401)
    fresh.clear()
    assert fresh.requests == []


def test_many_requests_wait_at_the_same_time(fresh: Sandbox) -> None:
    fresh.set(latency=0.3)
    threads = [threading.Thread(target=Client(fresh).call, args=("GET", PATH)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fresh.set(latency=0.0)
    assert fresh.most_at_once == 8


def test_a_route_overridden(fresh: Sandbox) -> None:
    fresh.serve("GET", r"/rest/api/\d/field", [{"id": "summary"}], headers={"X-Recorded": "yes"})
    answer = Client(fresh).call("GET", PATH)
    assert (answer.json, answer.headers["x-recorded"]) == ([{"id": "summary"}], "yes")
    assert Client(fresh, "wrong").call("GET", PATH).status == 401, "signing in still counts"


def test_unknown_faults_and_settings_are_refused() -> None:
    with Sandbox(issues=1) as site:
        with pytest.raises(ValueError, match="unknown fault"):
            site.faults.add("flood")
        with pytest.raises(ValueError, match="unknown setting"):
            site.set(colour="red")
    with pytest.raises(TypeError, match="unknown option colour"):
        Sandbox(colour="red")  # type: ignore[call-arg]


def test_a_path_before_all_others() -> None:
    with Sandbox("dc", 3, context="/jira") as site:
        assert site.url.endswith("/jira")
        assert Client(site).get("/rest/api/2/search")["issues"][0]["self"].startswith(site.url)
        assert _raw(site, "/rest/api/2/search")[0].status == 404


def test_unknown_routes_answer_xml(fresh: Sandbox) -> None:
    reply, body = _raw(fresh, "/rest/api/2/nothing/here")
    assert (reply.status, reply.headers.get_content_type()) == (404, "application/xml")
    assert b"<status-code>404" in body
