"""Signing in with OAuth: the application, the tokens, and where they are kept."""

from __future__ import annotations

from jsdodbc.properties.declaration import Property
from jsdodbc.properties.key_stores import KEY_STORE_TYPES

_GROUP = "OAuth"

OAUTH: tuple[Property, ...] = (
    Property(
        "InitiateOAuth",
        _GROUP,
        "enum",
        "OFF",
        "Where tokens come from. OFF: OAuthAccessToken as it is given, never refreshed. REFRESH: those of "
        "OAuthSettingsLocation, refreshed when they expire; OAuthVerifier fills it for the first time. GETANDREFRESH: "
        "the same, and a browser opens when there are none.",
        values=("OFF", "REFRESH", "GETANDREFRESH"),
    ),
    Property(
        "OAuthVersion",
        _GROUP,
        "enum",
        "Auto",
        "2.0, or 1.0 for an application link of Data Center. Auto: 1.0 when OAuthJWTCert is given, else 2.0.",
        values=("Auto", "1.0", "2.0"),
    ),
    Property("OAuthClientId", _GROUP, "string", "", "The application's client id (OAuth 1.0: its consumer key)."),
    Property("OAuthClientSecret", _GROUP, "string", "", "The application's client secret.", secret=True),
    Property(
        "CallbackURL",
        _GROUP,
        "string",
        "http://localhost:33333",
        "Where the browser brings the answer: exactly the callback that the application is registered with, port "
        "included. For GETANDREFRESH it must be an address of this machine.",
        aliases=("OAuthCallbackURL", "RedirectURI"),
    ),
    Property(
        "Scope",
        _GROUP,
        "string",
        "",
        "What the tokens may be used for, separated by spaces. Empty: no more than is needed to read, and to write if "
        "Readonly is false. It takes effect with the next consent.",
        aliases=("OAuthScope",),
    ),
    Property(
        "CloudId",
        _GROUP,
        "string",
        "",
        "Id of the Cloud site, where it is not to be looked up by URL.",
    ),
    Property("OAuthAccessToken", _GROUP, "string", "", "An access token got elsewhere.", secret=True),
    Property("OAuthAccessTokenSecret", _GROUP, "string", "", "The secret of an OAuth 1.0 access token.", secret=True),
    Property("OAuthRefreshToken", _GROUP, "string", "", "A refresh token got elsewhere.", secret=True),
    Property(
        "OAuthExpiresIn",
        _GROUP,
        "integer",
        "0",
        "Seconds that OAuthAccessToken is good for, counted from OAuthTokenTimestamp. 0: not known.",
        minimum=0,
    ),
    Property(
        "OAuthTokenTimestamp",
        _GROUP,
        "integer",
        "0",
        "When OAuthAccessToken was made, in milliseconds since 1970. 0: not known.",
        minimum=0,
    ),
    Property(
        "OAuthVerifier",
        _GROUP,
        "string",
        "",
        "The code that the browser was sent back with, for a machine without one. Used once; it may stay.",
        secret=True,
    ),
    Property(
        "OAuthSettingsLocation",
        _GROUP,
        "path",
        "",
        "File that tokens are kept in, encrypted. Empty: OAuthSettings.txt in the user's folder for such data. "
        "memory://NAME: nowhere, for as long as the driver is loaded.",
    ),
    Property(
        "OAuthSettingsPassphrase",
        _GROUP,
        "string",
        "",
        "What the file of OAuthSettingsLocation is encrypted with, on each machine that it is copied to. Empty: what "
        "the way of signing in holds itself, as OAuthClientSecret.",
        secret=True,
    ),
    Property(
        "OAuthJWTCert",
        _GROUP,
        "string",
        "",
        "OAuth 1.0: the private key that requests are signed with, its public key being with the application link: a "
        "file, or for the BLOB types its content (text, or base64).",
        aliases=("CertificateStore",),
        secret=True,
    ),
    Property(
        "OAuthJWTCertType",
        _GROUP,
        "enum",
        "AUTO",
        "What OAuthJWTCert is. AUTO tells by the content, and a file from its content.",
        aliases=("CertificateStoreType",),
        values=KEY_STORE_TYPES,
    ),
    Property(
        "OAuthJWTCertPassword",
        _GROUP,
        "string",
        "",
        "Password of OAuthJWTCert.",
        aliases=("CertificateStorePassword",),
        secret=True,
    ),
    Property(
        "OAuthJWTCertSubject",
        _GROUP,
        "string",
        "",
        "Which certificate of OAuthJWTCert, by its subject or a part of it; `*` or empty for the first.",
        aliases=("CertificateSubject",),
    ),
    Property(
        "AuthToken",
        _GROUP,
        "string",
        "",
        "OAuth 1.0: the request token that OAuthVerifier was given for. Empty: the one that GetOAuthAuthorizationURL "
        "has kept in OAuthSettingsLocation.",
        secret=True,
    ),
    Property(
        "AuthKey",
        _GROUP,
        "string",
        "",
        "OAuth 1.0: the secret of AuthToken. Signatures by a private key need none, so it may be left out.",
        secret=True,
    ),
)
