"""What is wrong with a query, in Jira's words."""

from __future__ import annotations


class JqlError(Exception):
    """A query that Jira answers with 400; `messages` are its errorMessages."""

    def __init__(self, *messages: str) -> None:
        super().__init__("; ".join(messages))
        self.messages = list(messages)


def syntax(text: str, query: str, at: int | None = None) -> JqlError:
    """A parse error; `at` is an offset in the query, told as line and character."""
    where = ""
    if at is not None:
        line = query.count("\n", 0, at) + 1
        where = f" (line {line}, character {at - (query.rfind(chr(10), 0, at) + 1) + 1})"
    return JqlError(f"Error in the JQL Query: {text}{where}")
