"""Plain text as an Atlassian document (API version 3)."""

from __future__ import annotations

from typing import Any


def document(text: str) -> dict[str, Any]:
    return {"type": "doc", "version": 1, "content": [_paragraph(block) for block in text.split("\n\n") if block]}


def _paragraph(block: str) -> dict[str, Any]:
    content: list[dict[str, Any]] = []
    for at, line in enumerate(block.split("\n")):
        if at:
            content.append({"type": "hardBreak"})
        if line:
            content.append({"type": "text", "text": line})
    return {"type": "paragraph", "content": content}
