"""The site itself: server, account, fields, issues, comments, lists of the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox import gateway
from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import values_page
from jsdodbc.sandbox.replies import errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.times import jira

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site


@add("GET", "/rest/api/{api}/serverInfo")
def server_info(site: Site, request: Request, api: str) -> Reply:
    info: dict[str, Any] = {
        "baseUrl": site.base,
        "version": site.version,
        "versionNumbers": [int(part) for part in site.version.split("-")[0].split(".")],
        "deploymentType": "Cloud" if site.cloud else "Server",
        "buildNumber": 100291 if site.cloud else 1003024,
        "buildDate": "2026-03-18T10:12:28.000+0000",
        "serverTime": jira(site.now(), site.store.site_zone),
        "scmInfo": "840e5159782fc36d75c17fda78b78de23945cb77",
        "serverTitle": "Sandbox",
    }
    if site.cloud:
        info |= {
            "displayUrl": site.base,
            "displayUrlServicedeskHelpCenter": site.base,
            "displayUrlConfluence": site.base,
            "defaultLocale": {"locale": "en_US"},
            "serverTimeZone": site.store.site_zone.key,
        }
    return json(info)


@add("GET", "/_edge/tenant_info", flavour="cloud")
def tenant_info(site: Site, request: Request) -> Reply:
    return json({"cloudId": gateway.CLOUD_ID})


@add("GET", "/rest/api/{api}/myself")
def myself(site: Site, request: Request, api: str) -> Reply:
    if site.account is None:
        raise errors(404, "There is no account.")
    me = dict(site.account.json) | {
        "timeZone": site.zone.key,
        "locale": "en_US",
        "expand": "groups,applicationRoles",
        "groups": {"size": 1, "items": []},
        "applicationRoles": {"size": 1, "items": []},
    }
    return json(me)


@add("GET", "/rest/api/{api}/field")
def fields(site: Site, request: Request, api: str) -> Reply:
    return json([field.description(cloud=site.cloud) for field in site.store.fields])


@add("GET", "/rest/api/{api}/field/search", flavour="cloud")
def field_search(site: Site, request: Request, api: str) -> Reply:
    """A different subset than /field: only those with a schema, and more about each."""
    kinds, wanted, ids = request.all("type"), (request.first("query") or "").lower(), request.all("id")
    chosen = [
        {
            "id": field.id,
            "key": field.id,
            "name": field.name,
            "schema": dict(field.schema),
            "description": f"{field.name}.",
            "isLocked": False,
            "searcherKey": "com.atlassian.jira.searcher",
            "screensCount": 2,
            "contextsCount": 1,
        }
        for field in site.store.fields
        if field.schema
        and wanted in field.name.lower()
        and (not ids or field.id in ids)
        and (not kinds or ("custom" if field.custom else "system") in kinds)
    ]
    return json(values_page(site.base, request, chosen, 50, 50))
