"""The address of a site, from whatever a person copies out of a browser."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from jsdodbc.errors import Error

_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
_CLOUD_DOMAINS = (".atlassian.net", ".jira.com", ".jira-dev.com")
_GATEWAY = re.compile(r"^/ex/jira/[0-9A-Za-z-]+")
# First segments of pages of a site; what stands before them is the context path of a Data Center site.
_PAGES = frozenset(
    ("browse", "secure", "servicedesk", "projects", "issues", "rest", "login", "plugins", "dashboards", "wiki", "agile")
) | frozenset(("filter", "people", "software", "core", "helpcenter", "admin"))


def normalize(text: str, *, allow_http: bool = False) -> str:
    """`https://host[:port][/context]` of a site, without a slash at the end.

    Raises Error HY024 for what is no address, 08001 for http:// to another machine unless `allow_http`.
    """
    parts = _split(text.strip())
    host = _host(parts, text)
    if parts.scheme == "http" and not allow_http and not is_loopback(host):
        raise Error(
            "08001",
            f"URL=http://{host} would send User and its secret in clear text. Use https://{host}, or say "
            "Other=AllowHttp=true "
            "if the way to the site is protected otherwise.",
        )
    return f"{parts.scheme}://{_authority(host, parts)}{_context(host, parts.path)}"


def gateway(text: str, site: str, *, allow_http: bool = False) -> str:
    """`https://host[:port]` of the gateway before `site`, by default. Raises Error HY024, 08001 as `normalize` does."""
    if not text and not is_local(site):
        return "https://api.atlassian.com"
    try:
        parts = urlsplit(normalize(text or site, allow_http=allow_http))
    except Error as error:
        raise Error(error.sqlstate, error.message.replace("URL=", "GatewayURL=", 1)) from None
    return f"{parts.scheme}://{parts.netloc}"


def is_loopback(host: str) -> bool:
    """Whether `host` can only be this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_cloud(url: str) -> bool:
    """Whether the address alone says that the site is on Jira Cloud."""
    host = urlsplit(url).hostname or ""
    return host.endswith(_CLOUD_DOMAINS) or host == "api.atlassian.com"


def is_local(url: str) -> bool:
    """Whether the address is on this machine."""
    return is_loopback(urlsplit(url).hostname or "")


def is_gateway(url: str) -> bool:
    """Whether the address is a site's at Cloud's gateway already."""
    return _GATEWAY.match(urlsplit(url).path) is not None


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text if _SCHEME.match(text) else f"https://{text}")
        _ = parts.port
    except ValueError as error:
        raise Error(
            "HY024", f"URL={_shown(text)} is not an address: {error}. Write https://yoursite.atlassian.net."
        ) from None
    return parts


def _host(parts: SplitResult, text: str) -> str:
    if parts.scheme not in ("http", "https"):
        raise Error("HY024", f"URL={_shown(text)} is not a web address. Write https://yoursite.atlassian.net.")
    if parts.username is not None or parts.password is not None:
        raise Error("HY024", "URL holds a user or password before '@'. Put them in User and APIToken or Password.")
    host = (parts.hostname or "").rstrip(".")
    if not host or any(character.isspace() or character in "\\%\"'<>{}|^`" for character in host):
        raise Error("HY024", f"URL={_shown(text)} names no host. Write https://yoursite.atlassian.net.")
    return _ascii(host)


def _ascii(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise Error("HY024", f"URL={host} is not a host name. Write https://yoursite.atlassian.net.") from None


def _authority(host: str, parts: SplitResult) -> str:
    shown = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}[parts.scheme]
    return shown if parts.port in (None, default) else f"{shown}:{parts.port}"


def _context(host: str, path: str) -> str:
    """The part of a path that belongs to the site: a Data Center site's context, a gateway's cloud id; nothing else on
    Cloud.
    """
    if host == "api.atlassian.com":
        found = _GATEWAY.match(path)
        return found.group(0) if found else ""
    if is_cloud(f"https://{host}"):
        return ""
    kept: list[str] = []
    for segment in filter(None, path.split("/")):
        if segment.casefold() in _PAGES or segment.casefold().endswith((".jspa", ".jsp")):
            break
        kept.append(segment)
    return "".join(f"/{segment}" for segment in kept)


def _shown(text: str) -> str:
    """An address for a message, without what may be a secret in front of '@'."""
    return repr(text.rpartition("@")[2][:200])
