"""Secrets that don't stand on the command line: asked without echo, or a line of the standard input."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterable

from jsdodbc import properties

ASK, STANDARD_INPUT = "?", "-"

Pairs = list[tuple[str, str]]


def resolved(given: Iterable[tuple[str, str]]) -> Pairs:
    """Pairs with the secrets that were only pointed at: `?` is asked for, `-` is a line of the standard input. What
    stands elsewhere for good (env:, keyring:) stays a reference, which each connect looks up.
    """
    return [(key, _secret(key, value) if properties.is_secret(key) else value) for key, value in given]


def with_missing_secret(pairs: Pairs) -> Pairs:
    """Asks for the secret when a person is there to be asked and none was given."""
    given = {properties.folded(key) for key, _ in pairs}
    has_secret = any(properties.is_secret(key) for key, _ in pairs)
    names_account = any(properties.folded(name) in given for name in ("User", *properties.BY_NAME["user"].aliases))
    if has_secret or not names_account or not sys.stdin.isatty():
        return pairs
    name = "APIToken" if ".atlassian.net" in "".join(value for _, value in pairs) else "Password"
    answer = _ask(name)
    return [*pairs, (name, answer)] if answer else pairs


def _secret(key: str, value: str) -> str:
    if value == ASK:
        return _ask(key)
    if value == STANDARD_INPUT:
        return sys.stdin.readline().rstrip("\r\n")
    return value


def line(question: str) -> str:
    """The answer to a question, "" at the end of the input."""
    print(f"{question}: ", end="", flush=True)
    return sys.stdin.readline().strip()


def secret(question: str) -> str:
    """The same without showing the answer; where nobody is there, a line of the standard input."""
    return _ask(question) if sys.stdin.isatty() else sys.stdin.readline().strip()


def _ask(name: str) -> str:
    return getpass.getpass(f"{name}: ").strip()
