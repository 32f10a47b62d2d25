"""Which Cloud site a token is for."""

from __future__ import annotations

import json
from dataclasses import dataclass

from jsdodbc import site_url
from jsdodbc.auth.scheme import SignIn
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error


@dataclass(frozen=True, slots=True)
class CloudSite:
    """`identifier`: the cloud id. `url`: the address that people know."""

    identifier: str
    url: str


def told_by_site(context: SignIn, cancellation: Cancellation) -> str:
    """The cloud id that the site tells anybody; "" where it doesn't."""
    url = f"{context.settings.url}/_edge/tenant_info"
    answer = context.network.send("GET", url, headers={"Accept": "application/json"}, cancellation=cancellation)
    try:
        return str(json.loads(answer.body)["cloudId"]) if answer.status == 200 else ""
    except (ValueError, KeyError, TypeError):
        return ""


def site_of_token(context: SignIn, access_token: str, cancellation: Cancellation) -> CloudSite | None:
    """The site of URL, or the only one that the token may see; None when the token is not taken. Raises Error 28000
    when there is no such site or more than one.
    """
    url = f"{context.settings.gateway}/oauth/token/accessible-resources"
    headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
    answer = context.network.send("GET", url, headers=headers, cancellation=cancellation)
    if answer.status in (401, 403):
        return None
    try:
        sites = {str(each["id"]): str(each["url"]).rstrip("/").lower() for each in json.loads(answer.body)}
    except (ValueError, KeyError, TypeError):
        raise Error("08S01", f"{url} answered {answer.status} without a list of sites. Try again later.") from None
    return _chosen(context, sites, cancellation)


def _chosen(context: SignIn, sites: dict[str, str], cancellation: Cancellation) -> CloudSite:
    wanted = context.settings.url.lower()
    if not wanted and len(sites) == 1:
        return next(CloudSite(*each) for each in sites.items())
    for identifier, url in sites.items():
        if wanted and wanted == url:
            return CloudSite(identifier, url)
    if wanted:  # a site may have an address of its own besides
        told = told_by_site(context, cancellation)
        if told in sites:
            return CloudSite(told, wanted)
    shown = ", ".join(sorted(set(sites.values()))) or "none"
    reason = f"The tokens are not for URL={wanted}." if wanted else "URL is missing and there is more than one site."
    raise Error("28000", f"{reason} They are for: {shown}. Set URL to one of these, or consent anew for the right one.")


def gateway_address(context: SignIn, cloud_id: str) -> str:
    """Where requests go for the site of that id."""
    url = context.settings.url
    return url if site_url.is_gateway(url) else f"{context.settings.gateway}/ex/jira/{cloud_id}"
