"""docs/authentication: every connection string of its pages signs in as it stands, but for names and secrets."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT, introspection
from tests.auth.flows.test_headless import code_by_browser
from tests.auth.peers import SECRET, Machine, Peer
from tests.auth.peers.crowd import Crowd
from tests.auth.peers.link import ApplicationLink
from tests.auth.peers.mellon import ServiceProvider
from tests.auth.peers.okta import Okta

PAGES = Path(__file__).parents[3] / "docs" / "authentication"
_BLOCK = re.compile(r"```(odbc|sql)\n(.*?)\n```", re.DOTALL)
_CLOUD = {"api-token", "oauth", "service-account"}
_FOR_PERSONS = "oauth"


def steps(page: str) -> list[tuple[str, str]]:
    """Connection strings, and the statement that follows one, else a count."""
    found: list[tuple[str, str]] = []
    for kind, text in _BLOCK.findall((PAGES / f"{page}.md").read_text("utf-8")):
        if kind == "odbc":
            found.append((text, COUNT))
        else:
            found[-1] = (found[-1][0], text)
    return found


@pytest.fixture
def real(provider: Peer, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], str]]:
    """A text of a page with what is there on this machine."""
    names: dict[str, str] = {}
    with contextlib.ExitStack() as running:

        def replaced(page: str, text: str) -> str:
            if not names:
                flavour, scoped = "cloud" if page in _CLOUD else "dc", page == "api-token"
                desk = running.enter_context(
                    Sandbox(flavour, 9, 1, bulky=False, scoped=scoped, introspection=introspection(provider))
                )
                monkeypatch.setenv("DESK_TOKEN", desk.token)
                names.update(_BEHIND.get(page, site_itself)(desk, running))
                names.update({
                    "your-client-id": "desk" if page == _FOR_PERSONS else "robot",
                    "your-client-secret": SECRET,
                    "http://localhost:33333": machine.callback,
                    "/home/me": str(machine.home),
                })  # fmt: skip
            for written, meant in names.items():
                text = text.replace(written, meant)
            return text

        yield replaced


def site_itself(desk: Sandbox, _: contextlib.ExitStack) -> dict[str, str]:
    """What the pages call the site and its account, and what these are."""
    return {
        "https://yoursite.atlassian.net": desk.url,
        "https://jira.example.com": desk.url,
        "me@example.org": desk.user,
        "=ann;": f"={desk.user};",
        "your-token": desk.token if desk.flavour == "cloud" else desk.pat,
        "your-password": desk.password,
    }


def behind_crowd(desk: Sandbox, running: contextlib.ExitStack) -> dict[str, str]:
    service = running.enter_context(ServiceProvider(desk))
    crowd = running.enter_context(Crowd(service))
    service.start(crowd.metadata)
    return {
        "https://jira.example.com": service.url,
        "https://crowd.example.com": crowd.url,
        "your-password": "{pw;d}",
        "jira-app": "jira",
        "your-app-password": "{apple;pie}",
    }


def behind_link(desk: Sandbox, running: contextlib.ExitStack) -> dict[str, str]:
    link = running.enter_context(ApplicationLink(desk))
    names = {"https://jira.example.com": link.url, "your-consumer-key": link.consumer}
    return {**names, "/home/me/jira.pem": link.key_file}



def behind_okta(desk: Sandbox, running: contextlib.ExitStack) -> dict[str, str]:
    service = running.enter_context(ServiceProvider(desk))
    okta = running.enter_context(Okta(service))
    return {
        "https://jira.example.com": service.url,
        "https://example.okta.com/home/appType/0bg4ivz6cJRZgCz5d6/46": okta.login_url,
        "your-password": "{pw;d}",
    }


_BEHIND = {"crowd": behind_crowd, "oauth-1.0": behind_link, "okta": behind_okta}


@pytest.mark.parametrize("page", sorted(each.stem for each in PAGES.glob("*.md")))
def test_page(page: str, real: Callable[[str, str], str], machine: Machine, provider: Peer) -> None:
    other = f"AuthorizationURL={provider.url}/authorize;TokenURL={provider.url}/oauth/token"
    code = ""
    assert steps(page)
    for string, statement in steps(page):
        written = real(page, string).replace("the-code", code)
        done = machine.ask(f"Driver=jsdodbc;{written}Other='{other}';", real(page, statement))
        assert not done.message, (string, done.message)
        if statement == COUNT:
            assert done.rows == [["9"]]
        else:
            code = code_by_browser(done.rows[0][0])


def test_every_page_is_listed() -> None:
    index = (PAGES.parent / "authentication.md").read_text("utf-8")
    listed = set(re.findall(r"\(authentication/([\w.-]+)\.md\)", index))
    assert listed == {each.stem for each in PAGES.glob("*.md")}
