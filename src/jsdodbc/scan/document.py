"""Atlassian documents (rich text as JSON) as plain text.

Only version 3 of the API answers with them; ours is version 2, but a field of an app may hold one all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

_BLOCKS = frozenset(
    (
        "paragraph",
        "heading",
        "codeBlock",
        "blockquote",
        "listItem",
        "tableRow",
        "panel",
        "rule",
        "mediaSingle",
        "taskItem",
    )
)
_SHOWN = {
    "mention": "text",
    "emoji": "text",
    "status": "text",
    "inlineCard": "url",
    "blockCard": "url",
    "date": "timestamp",
}


def is_document(text: str) -> bool:
    return text.startswith('{"') and '"type":"doc"' in text


def plain_text(text: str) -> str:
    """The words of a document, a line a block; anything else as it is."""
    try:
        document = orjson.loads(text)
    except ValueError:
        return text
    if not isinstance(document, dict) or document.get("type") != "doc":
        return text
    lines = "".join(_walk(document)).split("\n")
    return "\n".join(line for line in lines if line.strip())


def _walk(node: Any) -> Iterator[str]:
    if not isinstance(node, dict):
        return
    kind = str(node.get("type"))
    attributes = node.get("attrs") if isinstance(node.get("attrs"), dict) else {}
    if kind == "text":
        yield str(node.get("text", ""))
    elif kind == "hardBreak":
        yield "\n"
    elif kind in _SHOWN:
        yield str((attributes or {}).get(_SHOWN[kind]) or (attributes or {}).get("shortName") or "")
    for child in node.get("content") or ():
        yield from _walk(child)
    if kind in _BLOCKS:
        yield "\n"
