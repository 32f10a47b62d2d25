"""From a connection string and its data source to typed, checked settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jsdodbc import connection_string, dsn, secret_references, site_url
from jsdodbc.errors import Error, Notice
from jsdodbc.properties import (
    BY_NAME,
    LATER_SCHEMES,
    MANAGER_KEYS,
    NAMES_NOT_YET,
    OTHER,
    OTHER_REASONS,
    PROPERTIES,
    REASONS,
    SSO_PROPERTIES,
    Property,
    folded,
    index,
    is_secret,
)
from jsdodbc.properties.groups import OAuth, SingleSignOn, Value, Way, grouped
from jsdodbc.redaction import redacted

_TRUE = frozenset(("true", "yes", "on", "1", "t", "y"))
_FALSE = frozenset(("false", "no", "off", "0", "f", "n"))
_SECRETS = tuple(entry.name for entry in PROPERTIES if entry.secret)
_INNER = tuple(entry.name for entry in SSO_PROPERTIES if entry.secret)
_SCHEME_NAMES = {"Bearer": "PAT"}
_OAUTH_SIGNS = (
    "InitiateOAuth",
    "OAuthClientId",
    "OAuthAccessToken",
    "OAuthVerifier",
    "OAuthSettingsLocation",
    "OAuthJWTCert",
)
_SSO = ("Crowd", "Okta")
_WITHOUT_URL = ("OAuth 2.0", "OAuthClient")  # the tokens tell the site
# Scheme -> what it can't do without. Basic is more complicated.
_NEEDED = {
    "PAT": ("URL", "APIToken"),
    "OAuth 1.0": ("URL", "OAuthClientId", "OAuthJWTCert"),
    "OAuth 2.0": (),
    "OAuthClient": ("OAuthClientId", "OAuthClientSecret"),
    "Crowd": ("URL", "User", "Password", "SSOLoginURL", "SSOExchangeUrl"),
    "Okta": ("URL", "User", "Password", "SSOLoginURL", "SSOExchangeUrl"),
}

Pairs = Iterable[tuple[str, str]]
Lookup = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a connection is to be, in types. Secrets don't show in its repr.

    `url`: `https://host[:port][/context]`. `timeout`: seconds, 0 without limit. `max_rows`: -1 all. `max_requests`,
    `warn_requests`: of a statement, 0 any number. `page_size`, `max_threads`: 0 for what suits the site. `retries`,
    `retry_delay` (s), `retry_limit` (s), `allow_http`: from Other.
    `maximum_column_size`, `long_text_from`, `wide_text`, `unknown_text_size`: how types are shown (model/shown.py).
    `pseudo_columns`: (table, column) in lower case of those to list, `*` for any. `browsable_…`: names in lower case
    that lists show, () for all. `charset`: encoding of the
    application's narrow text, "" for UTF-8.
    """

    url: str
    user: str = ""
    auth_scheme: str = "Basic"  # a key of auth.SCHEMES
    password: str = field(default="", repr=False)
    api_token: str = field(default="", repr=False)
    timeout: int = 60
    max_rows: int = -1
    max_requests: int = 0
    warn_requests: int = 1_000
    page_size: int = 0
    include_custom_fields: bool = False
    service_desk_id: str = ""
    scratch_location: str = ""
    pseudo_columns: tuple[tuple[str, str], ...] = ()
    browsable_schemas: tuple[str, ...] = ()
    browsable_tables: tuple[str, ...] = ()
    browsable_views: tuple[str, ...] = ()
    read_only: bool = True
    stop_on_error: bool = True
    logfile: str = ""
    verbosity: int = 1
    max_threads: int = 0
    dsn: str = ""
    allow_http: bool = False
    retries: int = 3
    retry_delay: float = 2.0
    retry_limit: int = 300
    maximum_column_size: int = 32_767
    charset: str = ""
    long_text_from: int = -1
    wide_text: bool = True
    unknown_text_size: int = 8_000
    gateway: str = "https://api.atlassian.com"
    oauth: OAuth = field(default_factory=OAuth)
    way: Way = field(default_factory=Way)
    sso: SingleSignOn = field(default_factory=SingleSignOn)
    hidden: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that must never appear anywhere, the longest first. `hidden`: those of any secret property."""
        values = {value for value in (self.password, self.api_token, *self.hidden) if value}
        return tuple(sorted(values, key=len, reverse=True))

    def redact(self, text: str) -> str:
        """`text` with secrets made unreadable."""
        return redacted(text, self.secrets, self.user)

    @property
    def is_cloud(self) -> bool:
        """Whether URL alone says that the site is on Jira Cloud."""
        return site_url.is_cloud(self.url)


def resolve(pairs: Pairs, *, dsn_lookup: Lookup = dsn.read) -> tuple[Settings, list[Notice]]:
    """Settings of a connection, and warnings (01S00) for what has no effect.

    Of a repeated property the first counts, a property of the string counts before the same one of the data source, and
    an empty value counts as not given. Raises Error IM002 (no such data source), HY024 (a value that cannot be), HYC00
    (a way of signing in to come), 08001 (http), 28000 (no user or secret).
    """
    given, notices = gather(pairs, dsn_lookup=dsn_lookup)
    other, more = _inside("Other", given.get("Other", ""), OTHER, OTHER_REASONS)
    notices += more
    values = {
        entry.name: checked(entry, given.get(entry.name, entry.default))
        for entry in PROPERTIES
        if entry.name != "Other"
    }
    values |= {name: secret_references.looked_up(name, str(values[name])) for name in _SECRETS if values.get(name)}
    scheme = _scheme(given)
    sso, more = _inside("SSOProperties", str(values["SSOProperties"]) if scheme in _SSO else "", SSO_PROPERTIES, {})
    notices += more
    url = _url(given, scheme, allow_http=bool(other["AllowHttp"]))
    settings = Settings(
        auth_scheme=scheme,
        url=url,
        user=str(values["User"]),
        password=str(values["Password"]),
        api_token=str(values["APIToken"]),
        timeout=_integer(values["Timeout"]),
        max_rows=_integer(values["MaxRows"]),
        max_requests=_integer(values["MaxRequests"]),
        warn_requests=_integer(values["WarnRequests"]),
        page_size=_integer(values["Pagesize"]),
        include_custom_fields=bool(values["IncludeCustomFields"]),
        service_desk_id=str(values["ServiceDeskID"]),
        scratch_location=str(values["ScratchLocation"]),
        browsable_schemas=_names(str(values["BrowsableSchemas"])),
        browsable_tables=_names(str(values["Tables"])),
        browsable_views=_names(str(values["Views"])),
        pseudo_columns=_pseudo_columns(str(values["PseudoColumns"])),
        read_only=bool(values["Readonly"]),
        stop_on_error=values["BatchErrors"] == "stop",
        logfile=str(values["Logfile"]),
        verbosity=_integer(values["Verbosity"]),
        max_threads=_integer(values["MaxThreads"]),
        dsn=str(values["DSN"]),
        allow_http=bool(other["AllowHttp"]),
        retries=_integer(other["Retries"]),
        retry_delay=float(other["RetryDelay"]),
        retry_limit=_integer(other["RetryLimit"]),
        maximum_column_size=_integer(values["MaximumColumnSize"]),
        charset=_charset(str(values["Charset"])),
        long_text_from=_integer(values["MapToLongVarchar"]),
        wide_text=bool(values["MapToWVarchar"]),
        unknown_text_size=_integer(other["DefaultColumnSize"]),
        gateway=site_url.gateway(str(other["GatewayURL"]), url, allow_http=bool(other["AllowHttp"])),
        oauth=grouped(OAuth, {**values, **other}),
        way=grouped(Way, values),
        sso=grouped(SingleSignOn, {**values, **sso}),
        hidden=tuple(
            str(each[name]) for each, names in ((values, _SECRETS), (sso, _INNER)) for name in names if each[name]
        ),
    )
    check_credentials(settings)
    return settings, notices


def gather(pairs: Pairs, *, dsn_lookup: Lookup = dsn.read) -> tuple[dict[str, str], list[Notice]]:
    """Property name -> value as given, unchecked, from the string and its data source; warnings for names without
    effect.
    """
    given: dict[str, str] = {}
    notices: list[Notice] = []
    pairs = list(pairs)
    _take(pairs, given, notices)
    name = given.get("DSN", "")
    if name and not _driver_first(pairs):
        section = dsn_lookup(name)
        if not section and "URL" not in given:
            raise Error(
                "IM002",
                f"There is no data source {name!r} in odbc.ini, and the connection string has no URL. Add one of them.",
            )
        _take(section.items(), given, notices)
    return given, notices


def checked(entry: Property, text: str) -> str | int | float | bool:
    """The value of a property in its type. Raises Error HY024 that names property, value and what is allowed."""
    if entry.type == "boolean":
        return _boolean(entry, text)
    if entry.type in ("integer", "number"):
        return _number(entry, text)
    if entry.type == "enum":
        return _choice(entry, text)
    return text


def missing(pairs: Pairs, *, dsn_lookup: Lookup = dsn.read) -> list[Property]:
    """The properties that a connection still lacks, for a dialog or SQLBrowseConnect."""
    given, _ = gather(pairs, dsn_lookup=dsn_lookup)
    scheme = _scheme(given)
    if scheme in _NEEDED:
        return [BY_NAME[folded(name)] for name in _NEEDED[scheme] if not given.get(name)]
    names = [name for name in ("URL", "User") if not given.get(name)]
    if not given.get("APIToken") and not given.get("Password"):
        url = given.get("URL", "")
        names += (
            ["APIToken"]
            if url and site_url.is_cloud(site_url.normalize(url, allow_http=True))
            else ["APIToken", "Password"]
        )
    return [BY_NAME[folded(name)] for name in names]


def browse(pairs: Pairs, *, dsn_lookup: Lookup = dsn.read) -> str:
    """SQLBrowseConnect's answer: what is still wanted, with `*` where another will do; "" when all is there."""
    wanted = missing(pairs, dsn_lookup=dsn_lookup)
    optional = {"APIToken", "Password"} if len(wanted) > 1 and wanted[-1].name == "Password" else set()
    return ";".join(_attribute(entry, optional) for entry in wanted)


def completed(pairs: Pairs) -> str:
    """The string that SQLDriverConnect gives back: what the caller gave, in its order, nothing from the data source."""
    return connection_string.build(pairs)


def check_credentials(settings: Settings) -> None:
    """Raise Error 28000 when there is no account or no secret that the site could take."""
    if settings.auth_scheme in _NEEDED:
        _check_needed(settings)
        return
    if not settings.user:
        raise Error(
            "28000",
            "User is missing. Set User to the account's email address on Cloud, to its user name on Data Center.",
        )
    if settings.api_token:
        return
    if settings.password and not settings.is_cloud and settings.auth_scheme != "APIToken":
        return
    if settings.password:
        raise Error(
            "28000",
            "Jira Cloud does not take passwords. Make an API token at "
            "https://id.atlassian.com/manage-profile/security/api-tokens and "
            "set APIToken to it instead of Password.",
        )
    raise Error(
        "28000",
        "The secret is missing. Set APIToken on Cloud (https://id.atlassian.com/manage-profile/security/api-tokens), "
        "Password on Data Center.",
    )


def _check_needed(settings: Settings) -> None:
    secret = settings.api_token or settings.password
    given = {
        "URL": settings.url,
        "User": settings.user,
        "Password": settings.password,
        "SSOLoginURL": settings.sso.sso_login_url,
        "SSOExchangeUrl": settings.sso.sso_exchange_url,
        "APIToken": secret,
        "OAuthClientId": settings.oauth.oauth_client_id,
        "OAuthClientSecret": settings.oauth.oauth_client_secret,
        "OAuthJWTCert": settings.oauth.oauth_jwt_cert,
    }
    absent = [name for name in _NEEDED[settings.auth_scheme] if not given[name]]
    if absent:
        raise Error("28000", f"{' and '.join(absent)} missing; signing in with {settings.auth_scheme} needs it.")


def _scheme(given: Mapping[str, str]) -> str:
    """The key of auth.SCHEMES that the properties mean. Raises Error HY024, HYC00."""
    named = str(checked(BY_NAME["authscheme"], given.get("AuthScheme") or "Auto"))
    if named == "Auto":
        basic = given.get("APIToken") or given.get("Password") or not any(given.get(name) for name in _OAUTH_SIGNS)
        named = "Basic" if basic else "OAuth"
    return _oauth_version(given) if named == "OAuth" else _SCHEME_NAMES.get(named, named)


def _oauth_version(given: Mapping[str, str]) -> str:
    version = str(checked(BY_NAME["oauthversion"], given.get("OAuthVersion") or "Auto"))
    if version == "Auto":
        version = "1.0" if given.get("OAuthJWTCert") else "2.0"
    return f"OAuth {version}"


def _take(pairs: Pairs, given: dict[str, str], notices: list[Notice]) -> None:
    for key, value in pairs:
        entry = BY_NAME.get(folded(key))
        if entry is not None:
            if value:
                given.setdefault(entry.name, value)
        elif folded(key) not in MANAGER_KEYS:
            notices.append(_unknown(key))


def _unknown(key: str) -> Notice:
    reason = REASONS.get(folded(key))
    if reason:
        return Notice("01S00", f"{NAMES_NOT_YET[folded(key)]} has no effect: {reason}.")
    return Notice("01S00", f"{key!r} is not a connection property and was ignored.{hint(key)}")


def hint(key: str) -> str:
    """ " Did you mean X?" for the known property whose name is nearest to `key`, or nothing."""
    import difflib  # only for mistakes; connecting must not wait for it

    nearest = difflib.get_close_matches(folded(key), [*BY_NAME, *NAMES_NOT_YET], n=1)
    if not nearest:
        return ""
    known = BY_NAME.get(nearest[0])
    return f" Did you mean {known.name if known else NAMES_NOT_YET[nearest[0]]}?"


def _driver_first(pairs: Sequence[tuple[str, str]]) -> bool:
    """ODBC: of DSN and DRIVER in one string the first counts."""
    first = next((folded(key) for key, _ in pairs if folded(key) in ("dsn", "driver")), "")
    return first == "driver"


def _url(given: Mapping[str, str], scheme: str, *, allow_http: bool) -> str:
    if not given.get("URL") and scheme in _WITHOUT_URL:
        return ""
    if not given.get("URL"):
        raise Error(
            "HY024",
            "URL is missing. Set it to the address of the site, for example URL=https://yoursite.atlassian.net.",
        )
    return site_url.normalize(given["URL"], allow_http=allow_http)


def _inside(
    name: str, text: str, known: tuple[Property, ...], reasons: Mapping[str, str]
) -> tuple[dict[str, Value], list[Notice]]:
    """Values of the properties that stand inside the property `name`; warnings for those that aren't `known`."""
    by_name = index(known)
    given: dict[str, str] = {}
    notices: list[Notice] = []
    for key, value in _pairs_inside(name, text):
        entry = by_name.get(folded(key))
        if entry is None and folded(key) in reasons:
            notices.append(Notice("01S00", f"{key} in {name} has no effect: {reasons[folded(key)]}."))
        elif entry is None:
            names = ", ".join(entry.name for entry in known)
            notices.append(Notice("01S00", f"{key!r} is not known in {name} and was ignored. Known are {names}."))
        else:
            given.setdefault(entry.name, secret_references.looked_up(entry.name, value) if entry.secret else value)
    written = {entry.name: given.get(entry.name) or entry.default for entry in known}
    return {entry.name: checked(entry, written[entry.name]) if written[entry.name] else "" for entry in known}, notices


def _pairs_inside(name: str, text: str) -> list[tuple[str, str]]:
    try:
        return list(connection_string.parse(text))
    except Error as error:
        raise Error("HY024", f"{name} can't be read. It holds pairs: {name}='Name=value;Name=value'.") from error


def _boolean(entry: Property, text: str) -> bool:
    if text.casefold() in _TRUE:
        return True
    if text.casefold() in _FALSE:
        return False
    raise _refused(entry, text, "true or false")


def _number(entry: Property, text: str) -> int | float:
    kind = int if entry.type == "integer" else float
    least = f" from {entry.minimum}" if entry.minimum is not None else ""
    most = f" to {entry.maximum}" if entry.maximum is not None else ""
    try:
        value = kind(text)
    except ValueError:
        raise _refused(entry, text, f"a number{least}{most}") from None
    if not (entry.minimum is None or value >= entry.minimum) or not (entry.maximum is None or value <= entry.maximum):
        raise _refused(entry, text, f"a number{least}{most}")
    return value


def _choice(entry: Property, text: str) -> str:
    for value in entry.values:
        if value.casefold() == text.casefold():
            return value
    if entry.name == "AuthScheme" and text.casefold() in {scheme.casefold() for scheme in LATER_SCHEMES}:
        raise Error(
            "HYC00",
            f"AuthScheme={text} is not there yet. Use AuthScheme=Basic with User and APIToken (Cloud) or Password "
            "(Data Center).",
        )
    raise _refused(entry, text, "one of " + ", ".join(entry.values))


def _refused(entry: Property, text: str, allowed: str) -> Error:
    shown = "***" if is_secret(entry.name) else repr(text)
    return Error("HY024", f"{entry.name} is {shown}, but must be {allowed}.")


def _names(text: str) -> tuple[str, ...]:
    """Names with commas between them, quoted or not, a schema or catalog before them or not; in lower case."""
    found = (next(filter(None, each), "").strip() for each in _LISTED.findall(text))
    return tuple(name.lower() for name in found if name)


# A name that is no prefix of another by a dot.
_LISTED = re.compile(r"""(?:\[([^\]]*)\]|"([^"]*)"|`([^`]*)`|([^\[\]"`,.]+))\s*(?=,|$)""")


def _pseudo_columns(text: str) -> tuple[tuple[str, str], ...]:
    """`Issues=JQL;Requests=*` → names in lower case. Error HY024 for anything else."""
    pairs = [part.partition("=") for part in text.lower().replace(",", ";").split(";") if part.strip()]
    if not all(table.strip() and column.strip() for table, _, column in pairs):
        raise _refused(BY_NAME["pseudocolumns"], text, "pairs like Issues=JQL;Requests=*, or *=* for all")
    return tuple((table.strip(), column.strip()) for table, _, column in pairs)


def _charset(name: str) -> str:
    return "" if name.replace("-", "").casefold() == "utf8" else name


def _integer(value: str | int | float | bool) -> int:
    return int(value)


def _attribute(entry: Property, optional: set[str]) -> str:
    return f"{'*' if entry.name in optional else ''}{entry.name}:{entry.name}={{?}}"
