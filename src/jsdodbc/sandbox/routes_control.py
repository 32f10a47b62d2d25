"""The sandbox's own routes, for clients in another process: /__sandbox__/requests, /faults, /serve, /settings."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_search import body_of

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site


@add("GET", "/__sandbox__/requests")
def requests(site: Site, request: Request) -> Reply:
    rows = [
        [each.method, each.path, each.query, base64.b64encode(each.body).decode(), each.status, each.time, each.size]
        for each in list(site.traffic.ring)
    ]
    return json({"requests": rows, "most": site.traffic.most})


@add("DELETE", "/__sandbox__/requests")
def forget(site: Site, request: Request) -> Reply:
    site.clear()
    return json({})


@add("POST", "/__sandbox__/faults")
def add_fault(site: Site, request: Request) -> Reply:
    """`{"kind": "429", "path": "/search", "times": 2, "retry_after": 1}`: the arguments of faults.Fault."""
    asked = body_of(request)
    try:
        site.faults.add(str(asked.pop("kind", "")), **asked)
    except (TypeError, ValueError) as error:
        raise errors(400, str(error)) from None
    return json({}, 201)


@add("DELETE", "/__sandbox__/faults")
def clear_faults(site: Site, request: Request) -> Reply:
    site.faults.clear()
    return json({})


@add("POST", "/__sandbox__/serve")
def serve(site: Site, request: Request) -> Reply:
    asked = body_of(request)
    site.serve(asked["method"], asked["path"], base64.b64decode(asked["body"]), asked["status"], asked["headers"])
    return json({}, 201)


@add("POST", "/__sandbox__/settings")
def settings(site: Site, request: Request) -> Reply:
    try:
        site.set(**body_of(request))
    except ValueError as error:
        raise errors(400, str(error)) from None
    return json({})
