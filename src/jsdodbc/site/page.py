"""A page of an answer, and what has to be known of it without decoding it twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import orjson

from jsdodbc.errors import Error

_SELF = re.compile(rb'"self"\s*:\s*"[^"\\]*/issue/(\d+)"')
# Fields whose values are issues themselves, so that an issue's address in a page does not prove that the issue is
# there.
_EMBEDDING = frozenset(("issuelinks", "subtasks", "parent", "*all", "*navigable"))


def in_order(body: bytes, ids: Sequence[str]) -> bytes:
    """A page with its issues in the order of `ids`; a bulk read gives them by ascending id, whatever was asked."""
    content = decoded(body, "a page of issues")
    rank = {identifier: position for position, identifier in enumerate(ids)}
    content["issues"].sort(key=lambda issue: rank.get(str(issue.get("id")), len(rank)))
    return orjson.dumps(content)


def joined(body: bytes, other: bytes) -> bytes:
    """A page with the issues of two."""
    content = decoded(body, "a page of issues")
    return orjson.dumps(content | {"issues": issues_of(body) + issues_of(other)})


def decoded(body: bytes, what: str) -> dict[str, Any]:
    """A JSON object. Raises Error 08S01 for anything else, a body cut short above all."""
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Error(
            "08S01", f"The site's answer with {what} cannot be read: {error}. Try again; it may have been cut short."
        ) from error
    if not isinstance(content, dict):
        raise Error(
            "08S01",
            f"The site's answer with {what} is not of the kind documented. Check that URL is the address of Jira "
            "itself.",
        )
    return content


def issues_of(body: bytes) -> list[dict[str, Any]]:
    """The issues of a page, decoded."""
    issues = decoded(body, "a page of issues").get("issues")
    if not isinstance(issues, list):
        raise Error(
            "08S01",
            "The site's answer to a search has no list of issues. Check that URL is the address of Jira itself.",
        )
    return issues


def present(body: bytes, wanted: Sequence[str], fields: Sequence[str]) -> set[str]:
    """Which of the ids `wanted` a bulk read holds.

    Told from the addresses of the issues where each occurs once and no field can embed another issue; else by decoding.
    """
    if _EMBEDDING.isdisjoint(field.casefold() for field in fields):
        found = [match.decode() for match in _SELF.findall(body)]
        if len(found) == len(wanted) and set(found) == set(wanted):
            return set(found)
    return {str(issue.get("id")) for issue in issues_of(body)}
