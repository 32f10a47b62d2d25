"""`jsdodbc login`: walks a person through a way of signing in, tries it, and writes a data source."""

from __future__ import annotations

import time
import webbrowser
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from jsdodbc import properties, settings, site_url
from jsdodbc.auth.settings_file import MEMORY, default_path
from jsdodbc.cancel import Cancellation
from jsdodbc.cli import asking, connecting, data_sources
from jsdodbc.errors import Error
from jsdodbc.site.session import Session

Pairs = list[tuple[str, str]]
_URL = ("URL", "Address of the site, as https://yoursite.atlassian.net")
_POINTLESS = {"SSOAppPassword": "SSOAppName"}  # without the other
_FILES = ("OAuthJWTCert",)  # what is typed is a name
_BELOW_URL = {"SSOExchangeUrl": "/plugins/servlet/samlconsumer"}
_APPLICATION = (("OAuthClientId", "Client id of the application"), ("OAuthClientSecret", "Client secret"))


@dataclass(frozen=True, slots=True)
class Way:
    """`asked`: properties and their questions, in order; those that are given already are not asked for. `sealed_with`:
    the property that the tokens are encrypted with, "" where there are none.
    """

    scheme: str
    text: str
    asked: tuple[tuple[str, str], ...]
    version: str = ""
    sealed_with: str = ""


WAYS = (
    Way("APIToken", "Cloud, with an API token", (
        _URL, ("User", "Email address of the account"),
        ("APIToken", "API token (https://id.atlassian.com/manage-profile/security/api-tokens)"),
    )),
    Way("OAuth", "Cloud or Data Center, by consent in a browser (OAuth 2.0)", (
        _URL, *_APPLICATION, ("CallbackURL", "Callback of the application [http://localhost:33333]"),
    ), "2.0", "OAuthClientSecret"),
    Way("OAuthClient", "a service account (OAuth 2.0 client credentials)", (_URL, *_APPLICATION)),
    Way("PAT", "Data Center, with a personal access token", (_URL, ("APIToken", "Personal access token"))),
    Way("Basic", "Data Center, with user and password", (_URL, ("User", "User name"), ("Password", "Password"))),
    Way("Crowd", "Data Center, by Atlassian Crowd's single sign-on", (
        _URL, ("SSOLoginURL", "Crowd's single sign-on URL, as https://crowd.example.com/crowd/console/secure/saml/sso.action"),
        ("SSOExchangeUrl", "Where the site takes Crowd's answer [URL/plugins/servlet/samlconsumer]"),
        ("User", "User name at Crowd"), ("Password", "Password"),
        ("SSOAppName", "Name of the application in Crowd, empty to go by the login page"),
        ("SSOAppPassword", "Password of that application"),
    )),
    Way("Okta", "Data Center, by Okta's single sign-on", (
        _URL, ("SSOLoginURL", "Embed link of Jira's app at Okta, as https://example.okta.com/home/appType/0bg4ivz6cJRZgCz5d6/46"),
        ("SSOExchangeUrl", "Where the site takes Okta's answer [URL/plugins/servlet/samlconsumer]"),
        ("User", "User name at Okta"), ("Password", "Password"),
        ("SSOProperties", "For a second factor MFAType=OktaVerify, Email or SMS, empty without one"),
    )),
    Way("OAuth", "Data Center, by an application link and a private key (OAuth 1.0)", (
        _URL, ("OAuthClientId", "Consumer key of the link"), ("OAuthJWTCert", "File of the private key"),
        ("OAuthJWTCertPassword", "Password of that file, empty for none"),
        ("CallbackURL", "Where the browser brings the answer [http://localhost:33333]"),
    ), "1.0", "OAuthJWTCert"),
)  # fmt: skip


def run(scope: str, name: str, given: Iterable[tuple[str, str]], *, browser: bool) -> int:
    """Ask, connect, write data source `name`. Raises Error for what fails; nothing is written then."""
    data_sources.check_name(name)
    pairs = _completed(list(given))
    way = _way(dict(pairs))
    if way.sealed_with:
        pairs = _with_oauth(pairs)
    begun = time.perf_counter()
    session = _open([*pairs, *(_once(pairs, browser=browser) if way.sealed_with else [])])
    try:
        print(f"signed in to {session.settings.url} as {session.account.display_name} "
              f"({session.account.identifier}) in {time.perf_counter() - begun:.1f} s")  # fmt: skip
    finally:
        session.close()
    _say_tokens(way, pairs)
    return data_sources.add(scope, name, pairs)


def _completed(given: Pairs) -> Pairs:
    """With what the way asks for, under the properties' own names."""
    known = {name: value or "" for name, value in data_sources.checked(given).items()}
    way = _way(known)
    known["AuthScheme"] = way.scheme
    if way.version:
        known["OAuthVersion"] = way.version
    for name, question in way.asked:
        if name not in known and known.get(_POINTLESS.get(name, ""), name):
            hidden = properties.is_secret(name) and name not in _FILES
            known[name] = asking.secret(question) if hidden else asking.line(question)
        if name in _BELOW_URL:
            known[name] = known[name] or site_url.normalize(known["URL"]) + _BELOW_URL[name]
    return [(name, value) for name, value in known.items() if value]


def _way(known: Mapping[str, str]) -> Way:
    """The one that is meant, or chosen by a person."""
    scheme, version = known.get("AuthScheme", ""), known.get("OAuthVersion", "")
    if scheme:
        found = [way for way in WAYS if way.scheme.casefold() == scheme.casefold()]
        if not found:
            names = ", ".join(dict.fromkeys(way.scheme for way in WAYS))
            raise Error("HY024", f"AuthScheme is {scheme}, but must be one of {names}.")
        version = "1.0" if not version and known.get("OAuthJWTCert") else version
        return next((way for way in found if way.version == version), found[0])
    for number, way in enumerate(WAYS, 1):
        print(f"{number}  {way.text}")
    answer = asking.line(f"Which way (1-{len(WAYS)})")
    if not answer.isdigit() or not 1 <= int(answer) <= len(WAYS):
        raise Error("HY024", f"{answer!r} is not a number from 1 to {len(WAYS)}.")
    return WAYS[int(answer) - 1]


def _with_oauth(pairs: Pairs) -> Pairs:
    """What stays in the data source: tokens are refreshed, nobody is asked again."""
    kept = [(key, value) for key, value in pairs if key not in ("InitiateOAuth", "OAuthVerifier")]
    return [*kept, ("InitiateOAuth", "REFRESH")]


def _once(pairs: Pairs, *, browser: bool) -> Pairs:
    """What is for this one connect."""
    if browser and _has_browser():
        return [("InitiateOAuth", "GETANDREFRESH")]
    with_procedures = _open([*pairs, ("InitiateOAuth", "OFF")])
    try:
        url = with_procedures.scheme.authorization_url({}, Cancellation())["URL"]
    finally:
        with_procedures.close()
    print(f"Open this in a browser on any machine, and consent:\n\n{url}\n")
    answer = asking.line("The address that the browser was then sent to, or the code in it")
    said = parse_qs(urlsplit(answer).query)
    return [("OAuthVerifier", (said.get("code") or said.get("oauth_verifier") or [answer])[0])]


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _open(pairs: Sequence[tuple[str, str]]) -> Session:
    """Sign in; the last of a property counts."""
    resolved, notices = settings.resolve(list(reversed(pairs)))
    connecting.tell(notices)
    return Session.open(resolved, Cancellation())


def _say_tokens(way: Way, pairs: Pairs) -> None:
    location = dict(pairs).get("OAuthSettingsLocation", "") or str(default_path())
    if way.sealed_with and not location.startswith(MEMORY):
        print(f"{location}: wrote the tokens, encrypted with {way.sealed_with}")
