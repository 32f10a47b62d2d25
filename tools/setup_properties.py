"""The tables of the set-up library, native/setup/*.inc, written from the connection properties."""

from __future__ import annotations

import json
from collections.abc import Iterator

from jsdodbc.properties import MANAGER_KEYS, NOT_YET, PROPERTIES, Property, is_secret

NOTE = "// Written by `make docs` from src/jsdodbc/properties: change it there.\n"
# What an administrator's window has of its own.
NOT_ASKED = ("DSN", "FILEDSN", "SAVEFILE", "Driver", "Description")
_PROMPTS = {"boolean": "choice", "enum": "choice", "path": "file"}


def files() -> Iterator[tuple[str, str]]:
    """Path below native/setup and text of each table."""
    rows = [_row(entry) for entry in sorted(PROPERTIES, key=_order)]
    rows += [_accepted(name) for names in NOT_YET for name in names]
    yield "properties.inc", NOTE + "\n".join(rows) + "\n"
    yield "manager_keys.inc", NOTE + "\n".join(f'"{key}",' for key in sorted(MANAGER_KEYS)) + "\n"


def _order(entry: Property) -> int:
    """By group, in the order in which the groups first appear."""
    groups = list(dict.fromkeys(each.group for each in PROPERTIES))
    return groups.index(entry.group)


def _row(entry: Property) -> str:
    prompt = "secret" if entry.secret else _PROMPTS.get(entry.type, "text")
    choices = ("true", "false") if entry.type == "boolean" else entry.values
    return _written(
        entry.name,
        entry.group,
        "accepted" if entry.name in NOT_ASKED else prompt,
        entry.secret,
        entry.default,
        choices,
        entry.aliases,
        entry.text,
    )


def _accepted(name: str) -> str:
    return _written(name, "", "accepted", is_secret(name), "", (), (), "")


def _written(
    name: str,
    group: str,
    prompt: str,
    secret: bool,
    initial: str,
    choices: tuple[str, ...],
    aliases: tuple[str, ...],
    text: str,
) -> str:
    head = f"{_text(name)}, {_text(group)}, Prompt::{prompt}, {str(secret).lower()}, {_text(initial)}"
    return f"{{{head}, {_list(choices)}, {_list(aliases)}, {_text(text)}}},"


def _list(items: tuple[str, ...]) -> str:
    return _text("".join(f"{item};" for item in items))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
