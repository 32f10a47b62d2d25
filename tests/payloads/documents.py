"""The recorded documents: issues, fields, lists out of whatever they were recorded in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.shared_data import SHARED


def files(*folders: str) -> list[Path]:
    """Recorded files, sorted; none without the recordings."""
    if SHARED is None:
        return []
    return sorted(path for folder in folders for path in (SHARED / "payloads" / folder).glob("*.json"))


def body_of(path: Path) -> Any:
    """The body of the answer that a file holds."""
    content = json.loads(path.read_text())
    if isinstance(content, dict) and "request" in content and "response" in content:
        content = content["response"]["body"]
    if isinstance(content, str):
        try:
            return json.loads(content)
        except ValueError:
            return None
    return content


def issues_in(content: Any) -> Iterator[dict[str, Any]]:
    """Every issue document in an answer, also as rows of a dump."""
    if isinstance(content, list):
        for each in content:
            yield from issues_in(each)
    elif isinstance(content, dict):
        if "id" in content and isinstance(content.get("fields"), dict):
            yield content
        elif "request" not in content:
            for name in ("issues", "values", "raw", "item", "data", "body"):
                inner = content.get(name)
                yield from issues_in(json.loads(inner) if isinstance(inner, str) and inner[:1] in "[{" else inner)


def issues(path: Path) -> list[dict[str, Any]]:
    return list(issues_in(body_of(path)))
