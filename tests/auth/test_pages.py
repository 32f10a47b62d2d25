"""Pages as identity providers write them: forms, and what they complain of."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from jsdodbc.auth.pages import Page

LOGIN = """<!DOCTYPE html><html><head><title>Log in &ndash; Crowd</title><base href="/crowd/console/">
<script>document.write("<form><input type=password name=script></form>")</script></head><body>
<input name="outside" value="no"><form action="search"><input type="search" name="q"></form>
<FORM action="j_security_check" method=POST><input type=hidden name=atl_token value='a&amp;b'>
<input name="j_username"><input type="password" name="j_password"><input type=checkbox name=remember value=1>
<input type="checkbox" name="tracked" value="yes" checked><button name="go" value="in">Log in</button>
</FORM><div class="aui-message aui-message-error"><div><p>Wrong
 password.</p></div> Try again.</div><p>Later</p></body></html>"""


def test_login_form() -> None:
    form = Page("https://c.example/crowd/x/login.action?y=1", LOGIN).login
    assert form is not None and form.action == "https://c.example/crowd/console/j_security_check"
    assert (form.user, form.password) == ("j_username", "j_password")
    assert form.fields == {"atl_token": "a&b", "j_username": "", "j_password": "", "tracked": "yes", "go": "in"}
    assert form.typed("ann", "pw") == {"j_username": "ann", "j_password": "pw"}


def test_complaint_before_title() -> None:
    assert Page("https://c.example/", LOGIN).words == "Wrong password. Try again."
    assert Page("https://c.example/", "<title>One\n two</title>three").words == "One two"
    assert Page("https://c.example/", "<title>" + "x" * 999 + "</title>").words == "x" * 200


def test_entities_in_a_form_that_sends_itself() -> None:
    text = """<body onload="x()"><form id="appForm" action="https&#x3a;&#x2f;&#x2f;j.example&#x2f;p" method="post">
    <input name="SAMLResponse" type="hidden" value="PHg&#x2b;&#x3d;"/>
    <input name="RelayState" value="a&quot;b"/></form>"""
    page = Page("https://c.example/", text)
    form = page.holding("SAMLResponse")
    assert form is not None and form.action == "https://j.example/p" and page.login is None
    assert form.fields == {"SAMLResponse": "PHg+=", "RelayState": 'a"b'}


def test_what_is_no_page() -> None:
    for text in ("", "{}", "<form", "</form></title>", "<input type=password name=a>", "\0" * 50):
        page = Page("https://c.example/", text)
        assert page.login is None and page.words == "" and page.holding("SAMLResponse") is None


def test_without_action_the_page_itself_is_meant() -> None:
    form = Page("https://c.example/a?b=c", "<form><input name=p type=password></form>").login
    assert form is not None and form.action == "https://c.example/a?b=c" and form.typed("u", "v") == {"p": "v"}


_PIECES = [*'<>/!["]= -;', "form", "input", "<![", "<!--", "script", "title", "base href", "http://[", "&#"]


@given(some.lists(some.sampled_from(_PIECES)))
@example(["<![foo["])
@example(["<base href='http://[::1'><form action='//[x'>"])
def test_no_page_is_too_odd(pieces: list[str]) -> None:
    page = Page("https://c.example/", "".join(pieces))
    assert len(page.words) <= 200 and page.login is None


@pytest.mark.parametrize("piece", ["<!--", "<a ", "<", "</", "<script>", "<a b='", "<div class=error>", "&"])
def test_pages_that_never_end(piece: str) -> None:
    """As large as the largest that is read; a parser that takes the square of it would not come back."""
    form = "<form action='/x'><input type='password' name='p'></form>"
    page = Page("https://c.example/", form + piece * ((2 << 20) // len(piece)))
    assert page.login is not None and page.login.action == "https://c.example/x"
