"""Who is asking: Basic and bearer credentials, and the ways a site refuses them."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from jsdodbc.sandbox import gateway
from jsdodbc.sandbox.generate.entities import Entity
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.replies import html, json

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

_OPEN = re.compile(r"/rest/api/\d/serverInfo|/_edge/tenant_info|/rest/servicedeskapi/info")
_PUBLIC = re.compile(
    r"/rest/api/\d/(search|search/jql|field|project|project/search|priority|status|issuetype|resolution|user/search|users/search)"
    r"|/rest/servicedeskapi/.*"
)
_BROWSER = re.compile(r"Mozilla|Chrome|Safari|Opera")


@dataclass(slots=True)
class Access:
    """`refused_login`: "401", or "200" (refused credentials are answered like nobody's). `captcha`: the account is
    locked.

    `basic`: whether Basic is accepted (Jira 11 refuses it as shipped). `anonymous`: whether no credentials are let in
    to public data. `scoped`: the API token is one with scopes, good at the gateway only. `introspection`: where bearers
    that were got by OAuth are asked for (see gateway.known).
    """

    account: Entity | None
    user: str
    token: str
    password: str
    pat: str
    refused_login: str = "401"
    captcha: bool = False
    basic: bool = True
    anonymous: bool = False
    revoked: bool = False
    scoped: bool = False
    introspection: str = ""

    def judge(self, site: Site, request: Request) -> str:
        """ok, none, refused, denied (CAPTCHA), forbidden (a bearer on Cloud's site host)."""
        given = request.headers.get("authorization", "")
        if not given:
            return "none"
        if self.captcha:
            return "denied"
        scheme, _, value = given.partition(" ")
        if scheme == "Bearer":
            return self._bearer(site, request, value)
        if self.scoped and not request.gateway:
            return "refused"
        return self._basic(site, scheme, value)

    def _bearer(self, site: Site, request: Request, value: str) -> str:
        if site.cloud and not request.gateway:
            return "forbidden"
        if self.revoked:
            return "refused"
        personal = not site.cloud and value == self.pat
        return "ok" if personal or gateway.known(self.introspection, request) else "refused"

    def _basic(self, site: Site, scheme: str, value: str) -> str:
        if scheme != "Basic":
            return "none"
        try:
            user, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "refused"
        wanted = self.token if site.cloud else self.password
        right = user.lower() == self.user.lower() and secret == wanted
        return "ok" if right and self.basic and not self.revoked else "refused"

    def refusal(self, site: Site, request: Request) -> Reply | None:
        """The reply to a request that may not pass, or None."""
        verdict = self.judge(site, request)
        request.account = self.user if verdict == "ok" else None
        if verdict == "ok":
            return self._scripts(request) or self._license(site, request)
        if verdict == "forbidden":
            return json({"error": "Failed to parse Connect Session Auth Token"}, 403)
        if _OPEN.fullmatch(request.path):
            return None
        if verdict == "denied":
            return self._captcha(site)
        if (verdict == "refused" and self.refused_login == "200") or (verdict == "none" and self.anonymous):
            return self._nobody(request)
        return gateway.refusal() if request.gateway else self._unauthorized(site)

    @staticmethod
    def _scripts(request: Request) -> Reply | None:
        """Mutating requests of what looks like a browser need the header against forged ones."""
        browser = _BROWSER.search(request.headers.get("user-agent", ""))
        if (
            request.method == "GET"
            or not browser
            or request.headers.get("x-atlassian-token") in ("no-check", "nocheck")
        ):
            return None
        return Reply(403, b"XSRF check failed", {}, "text/html;charset=UTF-8")

    @staticmethod
    def _license(site: Site, request: Request) -> Reply | None:
        if (
            site.licensed
            or not request.path.startswith("/rest/servicedeskapi/")
            or request.path == "/rest/servicedeskapi/info"
        ):
            return None
        return Reply(403, b"") if site.cloud else html(403, "Forbidden (403)")

    @staticmethod
    def _captcha(site: Site) -> Reply:
        return html(
            403, "Forbidden (403)", X_Authentication_Denied_Reason=f"CAPTCHA_CHALLENGE; login-url={site.base}/login.jsp"
        )

    @staticmethod
    def _unauthorized(site: Site) -> Reply:
        if site.cloud:
            return Reply(401, b"Client must be authenticated to access this resource.", {}, "text/plain;charset=UTF-8")
        reply = json({"message": "Client must be authenticated to access this resource.", "status-code": 401}, 401)
        reply.headers["WWW-Authenticate"] = f'OAuth realm="{quote(site.base, safe="")}"'
        return reply

    def _nobody(self, request: Request) -> Reply | None:
        """What nobody sees: empty lists."""
        if not _PUBLIC.fullmatch(request.path):
            return json({"message": "Client must be authenticated to access this resource.", "status-code": 401}, 401)
        if request.path.endswith("/search/jql"):
            return json({"issues": [], "isLast": True})
        if request.path.startswith("/rest/servicedeskapi"):
            return json(
                {"_expands": [], "size": 0, "start": 0, "limit": 50, "isLastPage": True, "_links": {}, "values": []}
            )
        if request.path.endswith("/project/search"):
            return json({"startAt": 0, "maxResults": 50, "total": 0, "isLast": True, "values": []})
        if request.path.endswith("api/2/search"):
            return json({"expand": "schema,names", "startAt": 0, "maxResults": 50, "total": 0, "issues": []})
        return json([])

    def marked(self, site: Site, request: Request, reply: Reply) -> Reply:
        """The headers that tell who was recognised."""
        verdict = self.judge(site, request)
        reason = {"ok": "OK", "refused": "AUTHENTICATED_FAILED", "denied": "AUTHENTICATION_DENIED"}.get(verdict)
        if reason and not (site.cloud and reason == "OK"):
            reply.headers.setdefault("X-Seraph-LoginReason", reason)
        if site.cloud:
            if verdict == "ok" and self.account is not None:
                reply.headers["X-AAccountId"] = quote(self.account.id, safe="")
        else:
            reply.headers["X-AUSERNAME"] = quote(self.user) if verdict == "ok" else "anonymous"
        return reply
