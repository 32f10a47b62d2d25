"""Answers in Jira's shapes, and the exception that becomes one."""

from __future__ import annotations

from typing import Any

import orjson

from jsdodbc.sandbox.http import Reply


class Refusal(Exception):
    """Raised by a route; `reply` is what the client gets."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def json(value: Any, status: int = 200, **headers: str) -> Reply:
    return Reply(status, orjson.dumps(value), {name.replace("_", "-"): text for name, text in headers.items()})


def errors(status: int, *messages: str) -> Refusal:
    """The platform's error collection."""
    return Refusal(json({"errorMessages": list(messages), "errors": {}}, status))


def desk_error(status: int, message: str, key: str = "sd.error") -> Refusal:
    """servicedeskapi's error."""
    return Refusal(json({"errorMessage": message, "i18nErrorMessage": {"i18nKey": key, "parameters": []}}, status))


def html(status: int, title: str, **headers: str) -> Reply:
    body = f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><h1>{title}</h1></body></html>'
    return Reply(
        status,
        body.encode(),
        {name.replace("_", "-"): text for name, text in headers.items()},
        "text/html;charset=UTF-8",
    )


def unknown_route() -> Reply:
    body = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b"<status><status-code>404</status-code><message>HTTP 404 Not Found</message></status>"
    )
    return Reply(404, body, {}, "application/xml;charset=UTF-8")
