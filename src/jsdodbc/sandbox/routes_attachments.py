"""Files: uploaded, attached to requests and issues, fetched, deleted."""

from __future__ import annotations

import mimetypes
import re
from typing import TYPE_CHECKING, Any

from jsdodbc.sandbox.http import Reply, Request
from jsdodbc.sandbox.paging import desk_page
from jsdodbc.sandbox.replies import desk_error, errors, json
from jsdodbc.sandbox.router import add
from jsdodbc.sandbox.routes_desk import DESK, desk_named, desk_user
from jsdodbc.sandbox.routes_issue import found
from jsdodbc.sandbox.routes_request import desk_comments, request_named
from jsdodbc.sandbox.times import jira, parse_jira, parts
from jsdodbc.sandbox.writing import desk_body, me, need, say, touch

if TYPE_CHECKING:
    from jsdodbc.sandbox.site import Site

API = "/rest/api/{api}"
_NAME = re.compile(rb'filename="([^"]*)"')


def uploaded(request: Request) -> list[tuple[str, bytes]]:
    """Name and content of the files of a form. 403 without the header against forged ones, 415 for what is no form."""
    if request.headers.get("x-atlassian-token") not in ("no-check", "nocheck"):
        raise errors(403, "XSRF check failed")
    kind, _, boundary = request.headers.get("content-type", "").partition("; boundary=")
    if kind != "multipart/form-data":
        raise errors(415, "Unsupported Media Type")
    files = []
    for piece in request.body.split(b"--" + boundary.encode())[1:-1]:
        head, _, content = piece.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if b'name="file"' in head and name is not None:
            files.append((name[1].decode(), content.removesuffix(b"\r\n")))
    if not files:
        raise errors(400, "No file was given.")
    return files


@add("POST", f"{DESK}/servicedesk/{{desk}}/attachTemporaryFile")
def attach_temporary_file(site: Site, request: Request, desk: str) -> Reply:
    store = need(site, "CREATE_ATTACHMENTS")
    desk_named(site, desk)
    rows = []
    for name, content in uploaded(request):
        number = f"temp{store.next_id()}"
        store.temporary[number] = name, content
        rows.append({"temporaryAttachmentId": number, "fileName": name})
    return json({"temporaryAttachments": rows}, 201)


def attach(site: Site, index: int, files: list[tuple[str, bytes]]) -> list[dict[str, Any]]:
    """Add files to an issue: the attachments as the platform has them."""
    store = need(site, "CREATE_ATTACHMENTS")
    field = next(each for each in store.fields if each.id == "attachment")
    made = []
    for name, content in files:
        number = str(store.next_id())
        store.files[number] = content
        made.append(
            {
                "self": f"{site.base}/rest/api/2/attachment/{number}",
                "id": number,
                "filename": name,
                "author": me(site).fragment,
                "created": jira(site.now(), store.site_zone),
                "size": len(content),
                "mimeType": mimetypes.guess_type(name)[0] or "application/octet-stream",
                "content": address(site, number, name),
            }
        )
    touch(site, index, attachment=[*field.value(store, index), *made])
    return made


def address(site: Site, number: str, name: str) -> str:
    """Where the content of an attachment is."""
    if site.cloud:
        return f"{site.base}/rest/api/2/attachment/content/{number}"
    return f"{site.base}/secure/attachment/{number}/{name.replace(' ', '+')}"


@add("POST", f"{DESK}/request/{{name}}/attachment")
def add_attachment(site: Site, request: Request, name: str) -> Reply:
    store = need(site, "CREATE_ATTACHMENTS")
    index, body = request_named(site, name), desk_body(request, "temporaryAttachmentIds")
    numbers = [str(each) for each in body["temporaryAttachmentIds"]]
    if not all(each in store.temporary for each in numbers):
        raise desk_error(400, "The temporary attachment id is invalid or has expired.", "sd.attachment.temporary")
    made = attach(site, index, [store.temporary.pop(each) for each in numbers])
    text = str((body.get("additionalComment") or {}).get("body") or "")
    said = say(site, index, text, public=bool(body.get("public", True)))
    comment = desk_comments(site, index, str(said.id))[0]
    rows = [desk_attachment(site, each) for each in made]
    attached: object = desk_page(site.base, request, rows) if site.cloud else rows
    return json({"comment": comment, "attachments": attached}, 201)


def desk_attachment(site: Site, attachment: dict[str, Any]) -> dict[str, Any]:
    """As servicedeskapi has it."""
    links = {"jiraRest": attachment["self"], "content": attachment["content"]}
    return {
        "filename": attachment["filename"],
        "author": desk_user(site, me(site)),
        "created": parts(parse_jira(attachment["created"]), site.store.site_zone),
        "size": attachment["size"],
        "mimeType": attachment["mimeType"],
        "_links": links,
    }


@add("POST", f"{API}/issue/{{name}}/attachments")
def attach_to_issue(site: Site, request: Request, api: str, name: str) -> Reply:
    return json(attach(site, found(site, name), uploaded(request)))


def named(site: Site, number: str) -> tuple[int, dict[str, Any]]:
    """The issue of an attachment, and the attachment."""
    store = need(site, "")
    field = next(each for each in store.fields if each.id == "attachment")
    index = int(number) - 50_000 if number.isdecimal() else -1  # as generated ones are numbered
    changed = [at for at, values in store.values.items() if "attachment" in values]
    for at in changed if index not in range(store.generated) else [index]:
        for each in field.value(store, at) if at not in store.gone else ():
            if each["id"] == number:
                return at, each
    raise errors(404, f"The attachment with id '{number}' does not exist")


@add("GET", f"{API}/attachment/{{number}}")
def attachment(site: Site, request: Request, api: str, number: str) -> Reply:
    told = dict(named(site, number)[1])
    return json(told | {"id": int(number)} if site.cloud else {k: v for k, v in told.items() if k != "id"})


@add("DELETE", f"{API}/attachment/{{number}}")
def delete(site: Site, request: Request, api: str, number: str) -> Reply:
    store = need(site, "DELETE_ALL_ATTACHMENTS", desk=False)
    index, known = named(site, number)
    field = next(each for each in store.fields if each.id == "attachment")
    touch(site, index, attachment=[each for each in field.value(store, index) if each["id"] != known["id"]])
    return Reply(204)


@add("GET", f"{API}/attachment/content/{{number}}", flavour="cloud")
@add("GET", "/secure/attachment/{number}/{file}", flavour="dc")
def content(site: Site, request: Request, number: str, api: str = "", file: str = "") -> Reply:
    """Cloud sends browsers on to where files are kept, unless asked not to."""
    known = named(site, number)[1]
    if site.cloud and request.flag("redirect", True):
        return Reply(303, b"", {"Location": "https://api.media.example.com/file/" + number})
    made = need(site, "").files.get(number)
    body = made if made is not None else bytes(at % 256 for at in range(known["size"]))
    return Reply(200, body, {}, known["mimeType"])
