"""Servers that send on to another origin: what signs in is not sent there, whatever the status says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.flows.test_service_accounts import client
from tests.auth.peers import Machine
from tests.site.machines import Authority, nginx

STATUSES = (301, 302, 303, 307, 308)


class Server(ThreadingHTTPServer):
    """Sends each request on to the address in `onward`, or answers 404; `asked`: what came."""

    def __init__(self, host: str, onward: str = "", status: int = 307) -> None:
        super().__init__((host, 0), _Handler)
        self.url = f"http://{host}:{self.server_port}"
        self.onward, self.status = onward, status
        self.asked: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.asked.append(f"{self.command} {self.path} {dict(self.headers)} {body.decode()}")
        self.send_response(self.server.status if self.server.onward else 404)
        if self.server.onward:
            self.send_header("Location", self.server.onward + self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    started: list[Server] = []

    def start(*given: object, **more: object) -> Server:
        started.append(Server(*given, **more))  # type: ignore[arg-type]
        threading.Thread(target=started[-1].serve_forever, daemon=True).start()
        return started[-1]

    yield start
    for each in started:
        each.shutdown()
        each.server_close()


@pytest.fixture(params=["127.0.0.1", "127.0.0.8"], ids=["other port", "other host"])
def trap(serve: Callable[..., Server], request: pytest.FixtureRequest) -> Server:
    return serve(request.param)


@pytest.mark.parametrize("status", STATUSES)
def test_site_that_sends_on_while_signing_in(
    machine: Machine, serve: Callable[..., Server], trap: Server, status: int
) -> None:
    site = serve("127.0.0.1", trap.url, status)
    failed = machine.ask(f"Driver=jsdodbc;URL={site.url};AuthScheme=PAT;APIToken=t0ken;", COUNT)
    assert failed.state == "08001" and f"on to {trap.url}/rest/api/2/" in failed.message
    assert trap.asked == []


@pytest.mark.parametrize("status", STATUSES)
def test_site_that_sends_on_in_the_middle_of_a_query(machine: Machine, trap: Server, status: int) -> None:
    with Sandbox("dc", 9, 1, bulky=False) as desk:
        for method in ("GET", "POST"):
            desk.serve(method, "/rest/api/2/search", "", status, {"Location": f"{trap.url}/rest/api/2/search"})
        failed = machine.ask(f"Driver=jsdodbc;{desk.connection_string}", COUNT)
    assert failed.state == "08001" and f"on to {trap.url}/rest/api/2/search" in failed.message
    assert trap.asked == []


@pytest.mark.parametrize("status", STATUSES)
def test_tokens_server_that_sends_on(
    machine: Machine, serve: Callable[..., Server], trap: Server, string: str, status: int
) -> None:
    tokens = serve("127.0.0.1", trap.url, status)
    elsewhere = string.replace("TokenURL=", f"TokenURL={tokens.url}/token;Ignored=")
    refreshing = f"{elsewhere}InitiateOAuth=REFRESH;"
    for asking in (f"{refreshing}OAuthRefreshToken=t0ken;", f"{refreshing}OAuthVerifier=c0de;", client(elsewhere)):
        failed = machine.ask(asking, COUNT)
        assert failed.state == "08001" and f"on to {trap.url}/token" in failed.message, failed
        assert "t0ken" not in failed.message and "c0de" not in failed.message
    assert len(tokens.asked) == 3 and trap.asked == []


def test_from_https_to_http_and_back(
    machine: Machine, serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("nginx")
    authority = Authority(folder)
    trap = serve("127.0.0.1")
    sending = serve("127.0.0.1", trap.url)
    string = f"Driver=jsdodbc;AuthScheme=PAT;APIToken=t0ken;SSLServerCert={authority.file};"
    with nginx(folder, sending.url, authority.issue("site")[0]) as port:
        failed = machine.ask(f"{string}URL=https://127.0.0.1:{port};")
        assert failed.state == "08001" and f"on to {trap.url}/rest" in failed.message
        assert trap.asked == []
        asked = len(sending.asked)
        to_secure = serve("127.0.0.1", f"https://127.0.0.1:{port}")
        failed = machine.ask(f"{string}URL={to_secure.url};")
        assert failed.state == "08001" and f"Set URL=https://127.0.0.1:{port} " in failed.message
        assert len(sending.asked) == asked


@pytest.mark.parametrize(
    "given",
    ["URL=http://jira.example.com;", "URL=http://10.0.0.1;", "URL=http://127.0.0.1.example.com;"],
)
def test_http_to_another_machine_is_refused_unless_told(machine: Machine, given: str) -> None:
    string = f"Driver=jsdodbc;{given}AuthScheme=PAT;APIToken=t0ken;"
    failed = machine.ask(string)
    assert failed.state == "08001" and "AllowHttp" in failed.message
    proxied = f"{string}Other='AllowHttp=true';ProxyServer=127.0.0.1;ProxyPort=1;"
    assert "AllowHttp" not in machine.ask(proxied).message


def test_tokens_over_http_from_another_machine_are_refused(machine: Machine, string: str) -> None:
    elsewhere = string.replace("TokenURL=", "TokenURL=http://login.example.com/token;Ignored=")
    for given in (client(elsewhere), f"{elsewhere}InitiateOAuth=REFRESH;OAuthRefreshToken=t0ken;"):
        failed = machine.ask(given)
        assert failed.state == "08001" and "login.example.com is to be asked over http" in failed.message
