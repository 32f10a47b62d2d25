"""What the procedures do that change the site or fetch files: one function each, from arguments to rows."""

from __future__ import annotations

import base64
import binascii
import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.execute import bodies
from jsdodbc.model.types import SqlType
from jsdodbc.site.deployment import Deployment
from jsdodbc.site.upload import Upload

Given = Mapping[str, Any]
Row = Mapping[str, Any]
_DESK = "/rest/servicedeskapi"
_YES = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def create_customer(session: Any, catalog: Any, given: Given, cancellation: Cancellation) -> Sequence[Row]:
    name = given.get("DisplayName") or given.get("FullName")
    if name is None:
        raise Error("42000", "CreateCustomer needs DisplayName (or FullName).")
    called = "displayName" if session.deployment is Deployment.CLOUD else "fullName"
    body = {"email": str(given["Email"]), called: str(name)}
    made = _sent(session, f"{_DESK}/customer", body, cancellation)
    members = {"AccountId": "accountId", "Name": "name", "Key": "key", "DisplayName": "displayName"} | {
        "EmailAddress": "emailAddress",
        "Active": "active",
        "TimeZone": "timeZone",
    }
    return [{column: made.get(member) for column, member in members.items()}]


def attach_temporary_file(session: Any, catalog: Any, given: Given, cancellation: Cancellation) -> Sequence[Row]:
    path = f"{_DESK}/servicedesk/{quote(str(given['ServiceDeskId']), safe='')}/attachTemporaryFile"
    body = session.request("POST", path, upload=_file(given), cancellation=cancellation, idempotent=False)
    return [
        {"TemporaryAttachmentId": each["temporaryAttachmentId"], "FileName": each["fileName"]}
        for each in json.loads(body)["temporaryAttachments"]
    ]


def add_attachment(session: Any, catalog: Any, given: Given, cancellation: Cancellation) -> Sequence[Row]:
    request = str(given["RequestId"])
    body: dict[str, Any] = {"temporaryAttachmentIds": bodies.listed(given["TemporaryAttachmentIds"])}
    body["public"] = _flag("Public", given.get("Public", True))
    if given.get("AdditionalComment") is not None:
        body["additionalComment"] = {"body": str(given["AdditionalComment"])}
    made = _sent(session, f"{_DESK}/request/{quote(request, safe='')}/attachment", body, cancellation)
    session.recent.add(request)
    comment, attached = made.get("comment") or {}, made.get("attachments") or {}  # a page on Cloud, a list else
    return [
        {
            "FileName": each.get("filename"),
            "Size": each.get("size"),
            "MimeType": each.get("mimeType"),
            "CreatedDate": _moment(each.get("created")),
            "AuthorDisplayName": (each.get("author") or {}).get("displayName"),
            "CommentId": comment.get("id"),
            "CommentBody": comment.get("body"),
            "Public": comment.get("public"),
        }
        for each in (attached if isinstance(attached, list) else attached.get("values", ()))
    ]


def download_attachment(session: Any, catalog: Any, given: Given, cancellation: Cancellation) -> Sequence[Row]:
    number = quote(str(given["AttachmentId"]), safe="")
    told = json.loads(session.request("GET", f"{session.api}/attachment/{number}", cancellation=cancellation))
    if session.deployment is Deployment.CLOUD:
        path, query = f"{session.api}/attachment/content/{number}", {"redirect": False}
    else:
        path, query = f"/secure/attachment/{number}/{urlsplit(told['content']).path.rpartition('/')[2]}", None
    content = session.request("GET", path, query=query, cancellation=cancellation, anything=True)
    if isinstance(told.get("size"), int) and told["size"] != len(content):
        raise Error(
            "08S01",
            f"The site says that attachment {number} has {told['size']} bytes, but sent {len(content)}. Try again.",
        )
    row = {"FileName": told.get("filename"), "MimeType": told.get("mimeType"), "Size": len(content), "Content": content}
    if given.get("FilePath") is not None:
        _write(Path(str(given["FilePath"])), content)
        row["Content"] = None
    return [row]


def create_schema(session: Any, catalog: Any, given: Given, cancellation: Cancellation) -> Sequence[Row]:
    *schema, name = str(given["TableName"]).replace("[", "").replace("]", "").split(".")
    table = catalog.find(name, schema[-1] if schema else None)
    if table is None:
        raise Error("42S02", f"There is no table {given['TableName']} that CreateSchema could describe.")
    lines = [f'    "{_quoted(column.name)}" {_declared(column.type)}{"" if column.nullable else " NOT NULL"}'
             for column in table.columns if not column.pseudo]  # fmt: skip
    if table.keys:
        lines.append(f"    PRIMARY KEY ({', '.join(_quoted_name(column.name) for column in table.keys)})")
    text = f'CREATE TABLE "{_quoted(table.name)}" (\n' + ",\n".join(lines) + "\n);\n"
    if given.get("FileName") is None:
        return [{"Result": "Success", "FileData": text}]
    _write(Path(str(given["FileName"])), text.encode())
    return [{"Result": "Success", "FileData": None}]


def _quoted(name: str) -> str:
    return name.replace('"', '""')


def _quoted_name(name: str) -> str:
    return f'"{_quoted(name)}"'


def _declared(kind: SqlType) -> str:
    return f"{kind.name}({kind.column_size})" if kind.name in ("VARCHAR", "VARBINARY") else kind.name


def _sent(session: Any, path: str, body: object, cancellation: Cancellation) -> Any:
    return json.loads(session.request("POST", path, body=body, cancellation=cancellation, idempotent=False) or b"{}")


def _file(given: Given) -> Upload:
    """What is to be uploaded. Errors: 42000 for arguments that don't say, HY000 for a file that can't be read."""
    content, name = given.get("Content"), given.get("FileName")
    if (content is None) == (given.get("FilePath") is None):
        raise Error("42000", "AttachTemporaryFile needs either FilePath or Content.")
    if content is not None:
        if name is None:
            raise Error("42000", "AttachTemporaryFile needs FileName, since Content has no name.")
        return Upload(str(name), _decoded(content, str(given.get("Encoding") or "")))
    path = Path(str(given["FilePath"]))
    try:
        return Upload(str(name or path.name), path.read_bytes())
    except OSError as error:
        raise Error("HY000", f"The file {path} can't be read: {error.strerror}.") from error


def _decoded(content: Any, encoding: str) -> bytes:
    if encoding.upper() not in ("", "NONE", "BASE64"):
        raise Error("42000", f"The encoding {encoding} of Content is unknown. It may be BASE64 or NONE.")
    raw = content if isinstance(content, bytes) else str(content).encode()
    if encoding.upper() != "BASE64":
        return raw
    try:
        return base64.b64decode(raw, validate=True)
    except binascii.Error as error:
        raise Error("22018", f"Content is no text in base 64: {error}.") from error


def _write(path: Path, content: bytes) -> None:
    """A new file; nothing is overwritten. Error HY000."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise Error("HY000", f"The file {path} can't be written: {error.strerror}.") from error


def _flag(name: str, value: Any) -> bool:
    known = value if isinstance(value, bool) else _YES.get(str(value).lower())
    if known is None:
        raise Error("22018", f"{name} must be true or false, not {value}.")
    return known


def _moment(value: Any) -> datetime.datetime | None:
    if not isinstance(value, dict) or not isinstance(value.get("epochMillis"), int):
        return None
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=value["epochMillis"])


# (session, catalog, arguments that are not NULL, cancellation) → rows by column.
Run = Callable[[Any, Any, Given, Cancellation], Sequence[Row]]
RUNS: dict[str, Run] = {
    "AddAttachment": add_attachment,
    "AttachTemporaryFile": attach_temporary_file,
    "CreateCustomer": create_customer,
    "CreateSchema": create_schema,
    "DownloadAttachment": download_attachment,
}
