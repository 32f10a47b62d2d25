"""Rarely needed settings, which stand inside the property Other."""

from __future__ import annotations

from jsdodbc.properties.declaration import Property

OTHER: tuple[Property, ...] = (
    Property(
        "AllowHttp",
        "Other",
        "boolean",
        "false",
        "Allow http:// to other machines. User and secret then travel in clear text.",
        aliases=("AllowInsecureHttp",),
    ),
    Property(
        "Retries",
        "Other",
        "integer",
        "3",
        "How often a request is sent again when the site is busy, fails or drops the connection.",
        minimum=0,
        maximum=20,
    ),
    Property(
        "RetryDelay",
        "Other",
        "number",
        "2",
        "Seconds before the first repeat when the site does not name a time; doubled each time, up to 30.",
        minimum=0,
        maximum=30,
    ),
    Property(
        "RetryLimit",
        "Other",
        "integer",
        "300",
        "Longest wait in seconds that the site may ask for; beyond it the statement fails at once.",
        minimum=0,
        maximum=86400,
    ),
    Property(
        "DefaultColumnSize",
        "Other",
        "integer",
        "8000",
        "Characters that computed text, whose length nobody knows, is said to hold. Longer values still arrive whole.",
        minimum=1,
        maximum=2_147_483_647,
    ),
    Property(
        "GatewayURL",
        "Other",
        "string",
        "",
        "Address of the gateway that tokens with scopes and OAuth go through on Cloud; government clouds have their "
        "own. Empty: https://api.atlassian.com, for a site on this machine the site itself.",
    ),
    Property(
        "AuthorizationURL",
        "Other",
        "string",
        "",
        "Page where a person consents to OAuth. Empty: Atlassian's on Cloud, the site's own on Data Center.",
    ),
    Property(
        "TokenURL",
        "Other",
        "string",
        "",
        "Address that OAuth tokens come from. Empty: Atlassian's on Cloud, the site's own on Data Center.",
    ),
    Property(
        "RevocationURL",
        "Other",
        "string",
        "",
        "Where `jsdodbc logout` gives OAuth tokens back (RFC 7009). Empty: Atlassian's address for Cloud, none for "
        "Data Center.",
    ),
    Property(
        "PKCE",
        "Other",
        "boolean",
        "true",
        "Send a proof key when OAuth asks for consent in a browser. Turn it off for servers that refuse it.",
    ),
    Property(
        "BrowserTimeout",
        "Other",
        "integer",
        "300",
        "Seconds that a person has to consent in the browser.",
        minimum=1,
        maximum=3600,
    ),
)
