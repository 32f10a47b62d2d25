"""Every property of a connection: the one table that parsing, validation, completion and the reference documentation
read.

`PROPERTIES` are understood. `NOT_YET` are names that the commercial driver knows and this one does not act on: they are
accepted with a warning (01S00) that says why. Any other name is a warning with the nearest name that exists.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Property:
    """One connection property.

    `type`: "string", "boolean", "integer", "number", "enum" or "path". `default`: as it would be written. `values`:
    allowed values of an enum. `minimum`, `maximum`: of an integer or number, None for no bound. `secret`: never shown,
    logged or returned. `text`: what it does, for people.
    """

    name: str
    group: str
    type: str
    default: str
    text: str
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    secret: bool = False
    minimum: int | None = None
    maximum: int | None = None


PROPERTIES: tuple[Property, ...] = (
    Property(
        "URL",
        "Authentication",
        "string",
        "",
        "Address of the site, for example https://yoursite.atlassian.net or https://jira.example.com/jira. https:// is "
        "added when no "
        "scheme is given; the rest of an address copied from the browser is cut off. http:// is allowed for this "
        "machine only, "
        "unless Other=AllowHttp=true.",
        aliases=("Server", "Host", "Site", "JiraURL", "BaseURL"),
    ),
    Property(
        "AuthScheme",
        "Authentication",
        "enum",
        "Basic",
        "How to sign in. Basic (or Auto, APIToken): User with APIToken on Cloud, User with Password on Data Center.",
        aliases=("Authentication", "AuthMode"),
        values=("Basic", "APIToken", "Auto"),
    ),
    Property(
        "User",
        "Authentication",
        "string",
        "",
        "The account: its email address on Cloud, its user name on Data Center.",
        aliases=("UID", "Username", "UserName", "UserID", "User ID", "Login"),
    ),
    Property(
        "Password",
        "Authentication",
        "string",
        "",
        "The account's password on Data Center or Server. Cloud sites refuse passwords: use APIToken there.",
        aliases=("PWD", "Pass"),
        secret=True,
    ),
    Property(
        "APIToken",
        "Authentication",
        "string",
        "",
        "The API token of a Cloud account, made at https://id.atlassian.com/manage-profile/security/api-tokens.",
        aliases=("Token", "API Token", "API_Token"),
        secret=True,
    ),
    Property(
        "Timeout",
        "Connection",
        "integer",
        "60",
        "Seconds that the site may stay silent before a request fails. 0: no limit.",
        minimum=0,
        maximum=86400,
    ),
    Property(
        "MaxThreads",
        "Connection",
        "integer",
        "0",
        "Most requests sent at once. 0: 16 on Cloud, 8 on Data Center.",
        aliases=("Threads",),
        minimum=0,
        maximum=64,
    ),
    Property(
        "Pagesize",
        "Connection",
        "integer",
        "0",
        "Issues asked for in one page, within what the site allows. 0: the best size for the columns asked.",
        minimum=0,
        maximum=5000,
    ),
    Property(
        "MaxRows",
        "Data",
        "integer",
        "-1",
        "Most rows that a SELECT without aggregates and without a LIMIT of its own returns. -1: all.",
        minimum=-1,
    ),
    Property(
        "IncludeCustomFields",
        "Data",
        "boolean",
        "false",
        "Whether the custom fields of the site appear as columns of Issues and Requests.",
    ),
    Property(
        "ServiceDeskID",
        "Data",
        "string",
        "",
        "Limits the tables of the service desk to this service desk, by its id. Empty: all service desks.",
        aliases=("ServiceDesk",),
    ),
    Property(
        "Readonly",
        "Data",
        "boolean",
        "true",
        "Whether statements that change the site are refused.",
        aliases=("Read Only", "Read_Only"),
    ),
    Property(
        "Logfile",
        "Logging",
        "path",
        "",
        "File that what the driver does is written to, readable by its owner only. Secrets are never written. Empty: "
        "no log.",
        aliases=("Log File", "LogFilePath"),
    ),
    Property(
        "Verbosity",
        "Logging",
        "integer",
        "1",
        "How much is logged. 1: connections and errors. 2: every request. 3: what was asked. 4: headers. 5: answers.",
        minimum=1,
        maximum=5,
    ),
    Property(
        "Other",
        "Miscellaneous",
        "string",
        "",
        "Rarely needed settings, as a connection string of their own, for example Other='AllowHttp=true;Retries=2'.",
    ),
    Property(
        "DSN",
        "ODBC",
        "string",
        "",
        "Data source in odbc.ini that the other properties are read from.",
        aliases=("DataSourceName",),
    ),
    Property("FILEDSN", "ODBC", "path", "", "File data source; the driver manager reads it."),
    Property(
        "SAVEFILE", "ODBC", "path", "", "File data source to write the connection to; the driver manager writes it."
    ),
    Property("Driver", "ODBC", "string", "", "Name or path of the driver; the driver manager uses it."),
    Property("Description", "ODBC", "string", "", "Text of a data source for people."),
)

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
)

# Keys of odbc.ini and odbcinst.ini that belong to the driver manager.
MANAGER_KEYS: frozenset[str] = (
    frozenset(("driver32", "driver64", "setup", "setup64", "threading", "trace", "tracefile", "traceautostop"))
    | frozenset(("usagecount", "fileusage", "cptimeout", "cpreuse", "cpprobe", "dontdlclose", "dmenvattr"))
    | frozenset(("dmconnattr", "dmstmtattr", "iconvencoding", "disablegetfunctions", "exbuflen", "locale", "debug"))
)

_LATER_SIGN_IN = "this way of signing in is not there yet; use AuthScheme=Basic"
_LATER_PROXY = "proxies and firewalls are not there yet; the site must be reachable directly"
_LATER_TLS = "the certificate is checked against the trusted certificates of this machine (SSL_CERT_FILE names others)"
_LATER_CACHE = "there is no cache yet; every statement reads the site"
_LATER_LOG = "the log is one file that is only appended to"
_NO_POOL = "pooling is the driver manager's (CPTimeout in odbcinst.ini); connections share one engine"
_NO_FILES = "tables are not described by files here"
_LATER = "it is not there yet"
_FIXED = "it is always done in the one right way"

# Properties of the commercial driver without effect here: names -> why.
NOT_YET: dict[tuple[str, ...], str] = {
    ("SSOLoginURL", "SSOProperties", "SSOExchangeUrl", "SSOAppName", "SSOAppPassword"): _LATER_SIGN_IN,
    (
        "InitiateOAuth",
        "OAuthVersion",
        "OAuthClientId",
        "OAuthClientSecret",
        "OAuthAccessToken",
        "OAuthAccessTokenSecret",
        "Scope",
        "OAuthSettingsLocation",
        "CallbackURL",
        "CloudId",
        "OAuthVerifier",
        "AuthToken",
        "AuthKey",
        "OAuthRefreshToken",
        "OAuthExpiresIn",
        "OAuthTokenTimestamp",
        "CertificateStoreType",
        "CertificateStore",
        "CertificateStorePassword",
        "CertificateSubject",
        "OAuthJWTCert",
        "OAuthJWTCertType",
        "OAuthJWTCertPassword",
        "OAuthJWTCertSubject",
    ): _LATER_SIGN_IN,
    (
        "SSLClientCert",
        "SSLClientCertType",
        "SSLClientCertPassword",
        "SSLClientCertSubject",
        "SSLServerCert",
    ): _LATER_TLS,
    ("FirewallType", "FirewallServer", "FirewallPort", "FirewallUser", "FirewallPassword"): _LATER_PROXY,
    (
        "ProxyAutoDetect",
        "ProxyServer",
        "ProxyPort",
        "ProxyAuthScheme",
        "ProxyUser",
        "ProxyPassword",
        "ProxySSLType",
        "ProxyExceptions",
    ): _LATER_PROXY,
    ("LogModules", "MaxLogFileSize", "MaxLogFileCount"): _LATER_LOG,
    ("Location", "UserDefinedViews"): _NO_FILES,
    ("BrowsableSchemas", "Tables", "Views"): "all tables are always listed",
    (
        "AutoCache",
        "CacheDriver",
        "CacheProvider",
        "CacheConnection",
        "CacheLocation",
        "CacheTolerance",
        "Offline",
        "CacheMetadata",
    ): _LATER_CACHE,
    ("RequestLanguage",): "names come in the language of the account; " + _LATER,
    ("PseudoColumns",): "every column is always there",
    ("BatchSize", "ConnectOnOpen", "ConnectionLifeTime"): _FIXED,
    ("PoolIdleTimeout", "PoolMaxSize", "PoolMinSize", "PoolWaitTime", "UseConnectionPooling"): _NO_POOL,
    ("RTK",): "the driver needs no licence key",
    ("Timezone",): "all times are UTC",
    ("UseDefaultOrderBy", "UseDisplayNames", "UseSimpleNames"): "names and order are always those of the reference",
    ("SupportEnhancedSQL",): "all SQL is always supported",
    ("MapToLongVarchar", "MapToWVarchar", "MaximumColumnSize", "UpperCaseIdentifiers"): _FIXED,
    ("Port",): "the port is part of URL, as in https://jira.example.com:8443",
    ("Database", "Catalog", "Schema"): "a connection is one site: set URL",
}

LATER_SCHEMES: tuple[str, ...] = (
    "OAuth",
    "OAuthClient",
    "OAuthJWT",
    "OAuthPKCE",
    "PAT",
    "Bearer",
    "Crowd",
    "Okta",
    "None",
)


def folded(name: str) -> str:
    """A name as names are compared: case, spaces and underscores do not matter."""
    return name.casefold().replace(" ", "").replace("_", "")


def index(properties: tuple[Property, ...]) -> dict[str, Property]:
    """Folded name or alias -> property."""
    return {folded(key): entry for entry in properties for key in (entry.name, *entry.aliases)}


BY_NAME: dict[str, Property] = index(PROPERTIES)
OTHER_BY_NAME: dict[str, Property] = index(OTHER)
REASONS: dict[str, str] = {folded(name): reason for names, reason in NOT_YET.items() for name in names}
NAMES_NOT_YET: dict[str, str] = {folded(name): name for names in NOT_YET for name in names}
SECRET_WORDS: tuple[str, ...] = (
    "password",
    "pwd",
    "token",
    "secret",
    "passcode",
    "authkey",
    "jwtcert",
    "ssoproperties",
    "verifier",
)


def is_secret(name: str) -> bool:
    """Whether the value of `name`, known or not, must never be shown."""
    entry = BY_NAME.get(folded(name))
    return entry.secret if entry else any(word in folded(name) for word in SECRET_WORDS)
