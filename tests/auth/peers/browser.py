"""A person at a browser: opens the address it is given, signs in, consents, and goes where it is sent.

BROWSER_DOES says what else: decline; nothing (closes the page); foreign (an answer with a state of its own comes
first). BROWSER_LOG names a file that a line is added to for each call.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin

_ACTION = re.compile(r'<form[^>]*action="([^"]+)"')
_ABORT = re.compile(r'href="([^"]+/abort)"')


def main(url: str, does: str) -> str:
    """Where the browser ends."""
    if does == "nothing":
        return url
    if does == "foreign":
        foreign = f"{os.environ['BROWSER_CALLBACK']}?{urlencode({'code': 'c', 'state': 'of-another'})}"
        try:
            urllib.request.urlopen(foreign, timeout=10)
        except urllib.error.HTTPError as error:
            assert error.code == 400, error.code
    return consented(url, decline=does == "decline")


def consented(url: str, *, decline: bool = False) -> str:
    """Fill in each form until there is none; the last address."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), Stop())
    answer = opener.open(url, timeout=30)
    for _ in range(8):
        page, here = answer.read().decode(), answer.geturl()
        form = _ACTION.search(page)
        if form is None:
            return here
        if decline and "consent" in page:
            abort = _ABORT.search(page)
            assert abort is not None, page
            answer = opener.open(urljoin(here, abort[1]), timeout=30)
            continue
        prompt = "login" if 'name="login"' in page else "consent"
        fields = {"prompt": prompt, "login": "ann", "password": "x"}
        answer = opener.open(urljoin(here, form[1]), urlencode(fields).encode(), timeout=30)
    raise AssertionError("the pages do not end")


class Stop(urllib.request.HTTPRedirectHandler):
    """On a machine without a listener the last address is what a person would copy."""

    def redirect_request(self, request, file, code, message, headers, newurl):  # type: ignore[no-untyped-def]
        if "--no-callback" in sys.argv and any(f"{name}=" in newurl for name in ("code", "error", "oauth_verifier")):
            print(newurl)
            raise SystemExit(0)
        return super().redirect_request(request, file, code, message, headers, newurl)


if __name__ == "__main__":
    if "BROWSER_LOG" in os.environ:
        with Path(os.environ["BROWSER_LOG"]).open("a") as log:
            log.write("opened\n")
        running = [each.read_bytes() for each in Path("/proc").glob("[0-9]*/cmdline") if each.exists()]
        Path(os.environ["BROWSER_LOG"]).with_suffix(".processes").write_bytes(b"\n".join(running))
    with contextlib.suppress(urllib.error.HTTPError):  # a page that says what is wrong is a page
        main(sys.argv[1], os.environ.get("BROWSER_DOES", ""))
