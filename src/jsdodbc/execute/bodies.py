"""Values of columns as members of a request's body."""

from __future__ import annotations

import datetime
import decimal
import json
from collections.abc import Iterable
from typing import Any

from jsdodbc.errors import Error
from jsdodbc.model.column import Column, Decode
from jsdodbc.model.write import Given

_DECISIONS = {"approved": "approve", "declined": "decline"}
_LISTS = frozenset(("components", "versions", "fixVersions"))


def of_field(column: Column, value: Any, *, cloud: bool) -> Any:
    """The JSON of a value, which is not NULL, for a column that is read from an issue's `fields`, at its path there."""
    plain = _plain(value)
    if column.decode is Decode.CASCADE:
        return member(plain, Given.PARTS)
    if column.decode not in (Decode.JSON, Decode.NAMES, Decode.RAW):
        return _object(plain, column.inner, cloud)
    found = _json(plain)
    inner = column.inner or ("name" if column.path[1] in _LISTS else "")
    return [_object(each, inner, cloud) for each in found] if inner and isinstance(found, list) else found


def _object(value: Any, inner: str, cloud: bool) -> Any:
    """What refers to something as Jira takes it; JSON objects are left as they are."""
    if not inner or isinstance(value, dict):
        return value
    return {("accountId" if cloud else "name") if inner == "user" else inner: value}


def member(value: Any, given: Given) -> Any:
    """The JSON of a value that is not NULL."""
    plain = _plain(value)
    if given is Given.LIST:
        return [plain]
    if given is Given.JSON:
        return _json(plain)
    if given is Given.PARTS:
        parent, _, child = str(plain).partition(" > ")
        return {"value": parent, "child": {"value": child}} if child else {"value": parent}
    if given is Given.NUMBER:
        return int(plain) if str(plain).isdecimal() else plain
    if given is Given.DECISION:
        return _DECISIONS.get(str(plain).lower(), plain)
    if given is Given.LISTED:
        return listed(plain)
    return plain


def listed(value: Any) -> list[str]:
    """One value, several parted by commas, or a JSON list, as a list of texts. Error 22018."""
    text = str(value).strip()
    if not text.startswith("["):
        return [each.strip() for each in text.split(",") if each.strip()]
    try:
        return [str(each) for each in json.loads(text)]
    except ValueError as error:
        raise Error("22018", f"{text} is no JSON list: {error}.") from error


def put(body: dict[str, Any], at: Iterable[str], value: Any) -> None:
    """Set the member at a path, making the objects on the way."""
    *way, last = at
    for name in way:
        inner = body.setdefault(name, {})
        if not isinstance(inner, dict):
            inner = body[name] = {}
        body = inner
    body[last] = value


def _json(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}+0000"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
