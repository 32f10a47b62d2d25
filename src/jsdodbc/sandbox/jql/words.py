"""`~`: the search for words, as a text index does it. Not LIKE: words are split, lowered, stemmed; stop words are
dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from jsdodbc.sandbox.jql.errors import JqlError

_STOP_WORDS = (
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they "
    "this to was will with "
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
_WORD = re.compile(r"\w+")
_QUERY = re.compile(r'"([^"]*)"|([^\s"]+)')


def stem(word: str) -> str:
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=20000)
def words(text: str) -> tuple[str, ...]:
    """The stems of a text, in order, without stop words; an underscore splits too."""
    found = (part for word in _WORD.findall(text.lower()) for part in word.split("_") if part)
    return tuple(stem(word) for word in found if word not in STOP_WORDS)


Test = Callable[[tuple[str, ...]], bool]


def search(query: str, field: str, *, cloud: bool) -> Callable[[str], bool]:
    """A test on texts; all terms must be found, a query of stop words or punctuation alone finds nothing."""
    tests = [test for phrase, term in _QUERY.findall(query) for test in _tests(phrase, term, field, cloud)]
    if not tests:
        return lambda text: False
    return lambda text: all(test(words(text)) for test in tests)


def _tests(phrase: str, term: str, field: str, cloud: bool) -> list[Test]:
    if phrase:
        return [_phrase(words(phrase))] if words(phrase) else []
    if term[0] in "*?":
        raise JqlError(
            f"The text query '{term}' for field '{field}' is not valid: the '*' and '?' are not allowed as first "
            "character in wildcard query."
        )
    if term.endswith("*") and term[:-1].isalnum():
        return [_prefix(term[:-1].lower())]
    if not cloud and ("*" in term or "?" in term):
        return [_pattern(term.lower())]
    return [_single(word) for word in words(term)]


def _single(word: str) -> Test:
    return lambda text: word in text


def _prefix(start: str) -> Test:
    return lambda text: any(word.startswith(start) for word in text)


def _pattern(pattern: str) -> Test:
    compiled = re.compile("".join({"*": ".*", "?": "."}.get(piece, re.escape(piece)) for piece in pattern))
    return lambda text: any(compiled.fullmatch(word) for word in text)


def _phrase(wanted: tuple[str, ...]) -> Test:
    width = len(wanted)
    return lambda text: any(text[at : at + width] == wanted for at in range(len(text) - width + 1))
