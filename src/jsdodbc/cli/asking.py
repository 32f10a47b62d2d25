"""Secrets that don't stand on the command line: asked without echo, from the environment, or the standard input."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterable

from jsdodbc import properties
from jsdodbc.errors import Error

ASK, STANDARD_INPUT, ENVIRONMENT = "?", "-", "env:"

Pairs = list[tuple[str, str]]


def resolved(given: Iterable[tuple[str, str]]) -> Pairs:
    """Pairs with the secrets that were only pointed at: `?` is asked for, `-` is a line of the standard input,
    `env:NAME` the value of an environment variable. Raises Error HY024 for a variable that is not there.
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
    if value.startswith(ENVIRONMENT):
        name = value.removeprefix(ENVIRONMENT)
        if not os.environ.get(name):
            raise Error("HY024", f"{key} is to come from the environment variable {name}, which is not set.")
        return os.environ[name]
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
