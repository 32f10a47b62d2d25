"""Cloud's gateway: a site below /ex/jira/{cloudId}, for tokens with scopes and for OAuth."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.replies import json as reply

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

CLOUD_ID = "5a4d3c2b-0000-4000-8000-5a4db0c5d0db"
PREFIX = f"/ex/jira/{CLOUD_ID}"
RESOURCES = "/oauth/token/accessible-resources"
_SCOPES = ["read:jira-work", "read:jira-user", "read:servicedesk-request"]


def enter(request: Request) -> bool:
    """Whether the request came through the gateway; its path is then that of the site."""
    if not request.path.startswith(PREFIX + "/"):
        return False
    request.path = request.path[len(PREFIX) :]
    return True


def resources(site: Site, request: Request) -> Reply:
    """The sites that a token is for."""
    if not known(site.access.introspection, request):
        return refusal()
    return reply([{"id": CLOUD_ID, "url": site.base, "name": "sandbox", "scopes": _SCOPES, "avatarUrl": site.base}])


def refusal() -> Reply:
    return reply({"code": 401, "message": "Unauthorized"}, 401)


def known(introspection: str, request: Request) -> bool:
    """Whether the server of the tokens knows the bearer. `introspection`: its address (RFC 7662), its client's id and
    secret in the query.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer" or not introspection:
        return False
    address, _, client = introspection.partition("?")
    body = f"{urlencode({'token': token})}&{client}".encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body), timeout=10) as answer:
            return bool(json.loads(answer.read()).get("active"))
    except urllib.error.HTTPError:
        return False
