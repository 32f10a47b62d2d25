"""A plain client for tests of the sandbox: urllib, JSON in and out."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from jsdodbc.sandbox.server import Sandbox


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    json: Any = field(init=False)

    def __post_init__(self) -> None:
        is_json = self.headers.get("content-type", "").startswith("application/json")
        self.json = json.loads(self.body) if is_json and self.body else None


class Client:
    def __init__(self, site: Sandbox, secret: str | None = None, **headers: str) -> None:
        self.site = site
        own = secret if secret is not None else site.token if site.flavour == "cloud" else site.password
        basic = base64.b64encode(f"{site.user}:{own}".encode()).decode()
        self.headers = {"Authorization": f"Basic {basic}", "X-ExperimentalApi": "opt-in", **headers}

    def call(self, method: str, path: str, body: object = None) -> Answer:
        return self.send(method, path, None if body is None else json.dumps(body).encode(), "application/json")

    def send(self, method: str, path: str, data: bytes | None, kind: str) -> Answer:
        """A body as it is, of a content type."""
        headers = {**self.headers, "Content-Type": kind}
        request = urllib.request.Request(self.site.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as reply:
                return Answer(reply.status, _lower(reply.headers), reply.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, _lower(error.headers), error.read())

    def get(self, path: str) -> Any:
        answer = self.call("GET", path)
        assert answer.status == 200, answer.body
        return answer.json

    def post(self, path: str, body: object) -> Any:
        answer = self.call("POST", path, body)
        assert answer.status == 200, answer.body
        return answer.json

    def search(self, jql: str, *fields: str, most: int = 5000) -> list[dict[str, Any]]:
        """Every issue of a search, page by page, in the flavour's way."""
        if self.site.flavour == "dc":
            found, start = [], 0
            while True:
                asked = {"jql": jql, "startAt": start, "maxResults": most, "fields": list(fields)}
                page = self.post("/rest/api/2/search", asked)
                found += page["issues"]
                start += len(page["issues"])
                if start >= page["total"]:
                    return found
        return self._search_by_token(jql, fields, most)

    def _search_by_token(self, jql: str, fields: tuple[str, ...], most: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        asked: dict[str, Any] = {"jql": jql, "maxResults": most, "fields": list(fields)}
        while True:
            page = self.post("/rest/api/2/search/jql", asked)
            found += page["issues"]
            if page["isLast"]:
                return found
            asked["nextPageToken"] = page["nextPageToken"]


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
