"""A web server on this machine that answers as told: for what no well-behaved site does."""

from __future__ import annotations

import itertools
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JSON = {"Content-Type": "application/json"}


@dataclass
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    peer: str = ""

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Answer:
    """`announced`: Content-Length to claim, None for the true one; `raw`: sent instead of an HTTP answer; `hold`:
    waited for before answering.
    """

    status: int = 200
    content: object = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    announced: int | None = None
    raw: bytes | None = None
    hold: threading.Event | None = None

    def bytes(self) -> bytes:
        return self.body if self.body is not None else json.dumps(self.content).encode()


Route = Callable[[Asked], Answer]


class Scripted:
    """`routes`: path -> what answers it; an unknown path is a 404. `asked`: all requests so far."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []
        self.running = self.most_running = 0
        self.lock = threading.Lock()
        self.url = ""

    def answer(self, path: str, *answers: Answer) -> None:
        """Answer `path` with these one after the other, the last one for ever."""
        left = list(answers)

        def route(asked: Asked) -> Answer:
            with self.lock:
                return left.pop(0) if len(left) > 1 else left[0]

        self.routes[path] = route

    def meet(self, path: str, number: int, *, skip: int = 0) -> None:
        """Hold the first requests to `path` after `skip` until `number` of them are under way at once."""
        barrier, route, order = threading.Barrier(number), self.routes[path], itertools.count()

        def held(asked: Asked) -> Answer:
            if skip <= next(order) < skip + number:
                barrier.wait(20)
            return route(asked)

        self.routes[path] = held

    def at(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, *_: object) -> None:
        pass

    def _serve(self) -> None:
        site = self.server.site
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.casefold(): value for name, value in self.headers.items()}
        asked = Asked(self.command, path, query, headers, body, str(self.client_address))
        with site.lock:
            site.asked.append(asked)
            site.running += 1
            site.most_running = max(site.most_running, site.running)
        try:
            answer = site.routes.get(path, lambda _: Answer(404, {"errorMessages": ["nothing here"]}, JSON))(asked)
            if answer.hold is not None:
                answer.hold.wait(30)
        finally:
            with site.lock:
                site.running -= 1
        self._write(answer)

    def _write(self, answer: Answer) -> None:
        if answer.raw is not None:
            self.wfile.write(answer.raw)
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        content = answer.bytes()
        self.send_response(answer.status)
        for name, value in (answer.headers or JSON).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) if answer.announced is None else answer.announced))
        self.end_headers()
        self.wfile.write(content)
        if answer.announced is not None:
            self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Scripted

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


@contextmanager
def scripted() -> Iterator[Scripted]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = Scripted()
    server.site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


CLOUD_INFO = {"deploymentType": "Cloud", "version": "1001.0.0-SNAPSHOT", "serverTimeZone": "Europe/Berlin"}
SERVER_INFO = {"deploymentType": "Server", "version": "9.12.4"}
CLOUD_MYSELF = {"accountId": "5b10:1", "displayName": "Ann", "timeZone": "Australia/Lord_Howe"}
SERVER_MYSELF = {"name": "ann", "key": "JIRAUSER1", "displayName": "Ann", "timeZone": "Asia/Kathmandu"}


def serve_sign_in(site: Scripted, *, cloud: bool) -> None:
    """Make the site one that anybody signs in to."""
    site.answer("/rest/api/2/serverInfo", Answer(content=CLOUD_INFO if cloud else SERVER_INFO))
    site.answer(
        "/rest/api/2/myself",
        Answer(content=CLOUD_MYSELF if cloud else SERVER_MYSELF, headers=JSON | {"X-Seraph-LoginReason": "OK"}),
    )
