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
        "More for the identity provider, as name=value pairs separated by semicolons, the whole in quotes or braces.",
        secret=True,
    ),
)

_INNER = "SSOProperties"

SSO_PROPERTIES: tuple[Property, ...] = (
    Property(
        "APIToken",
        _INNER,
        "string",
        "",
        "Okta: an API token of an Okta administrator, where this machine is a trusted application that signs in for "
        "its users. Not needed otherwise.",
        secret=True,
    ),
    Property(
        "MFAType",
        _INNER,
        "enum",
        "",
        "Okta: the second factor. OktaVerify asks on the phone, or takes the app's code from MFAPassCode; Email and "
        "SMS send a code, which MFAPassCode then takes.",
        values=("OktaVerify", "Email", "SMS"),
    ),
    Property(
        "MFAPassCode",
        _INNER,
        "string",
        "",
        "Okta: the code of the second factor. Without it a code is sent, and the connect fails and says so; connect "
        "again with the code. One that was used may stay.",
        secret=True,
    ),
    Property(
        "MFARememberDevice",
        _INNER,
        "boolean",
        "true",
        "Okta: have this device remembered where Okta's policy lets it, so that the second factor is not asked "
        "each time.",
    ),
    Property(
        "RemoteAddress",
        _INNER,
        "string",
        "",
        "The address of this machine as the identity provider is to see it: Crowd, where that is not the machine's "
        "own; Okta, for a trusted application's X-Forwarded-For.",
    ),
)
