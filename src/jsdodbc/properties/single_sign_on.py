"""Signing in through an identity provider: Crowd, Okta."""

from __future__ import annotations

from jsdodbc.properties.declaration import Property

_GROUP = "Single sign-on"

SINGLE_SIGN_ON: tuple[Property, ...] = (
    Property(
        "SSOLoginURL",
        _GROUP,
        "string",
        "",
        "The identity provider's single sign-on address for the site. Password is sent to its host only.",
    ),
    Property(
        "SSOExchangeUrl",
        _GROUP,
        "string",
        "",
        "Where the site takes the identity provider's answer: URL/plugins/servlet/samlconsumer (Jira's own single "
        "sign-on) or URL/plugins/servlet/samlsso (the SAML SSO app of re:solution). An answer for any other address is "
        "not sent.",
    ),
    Property(
        "SSOAppName",
        _GROUP,
        "string",
        "",
        "AuthScheme=Crowd: name of the Crowd application in which single sign-on is enabled. Without it Crowd's login "
        "page is filled in.",
    ),
    Property("SSOAppPassword", _GROUP, "string", "", "AuthScheme=Crowd: password of that application.", secret=True),
    Property(
        "SSOProperties",
        _GROUP,
        "string",
        "",
        "More for the identity provider, as name=value pairs separated by semicolons, the whole in quotes. Crowd: "
        "RemoteAddress, the address of this machine as Crowd sees it, where that is not the machine's own.",
        secret=True,
    ),
)
