"""SQL text to statements: what kind each is, its tree, its parameters."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import sqlglot
from sqlglot import ErrorLevel, exp
from sqlglot.errors import ParseError, SqlglotError, TokenError

from jsdodbc.errors import Error
from jsdodbc.sql import changes, date_literals, escapes, functions, guard
from jsdodbc.sql.call import Call, parse_call
from jsdodbc.sql.dialect import Dialect, render
from jsdodbc.sql.nearest import suggestion
from jsdodbc.sql.tokens import Kind, tokens


class StatementKind(Enum):
    SELECT = "SELECT"
    EXPLAIN = "EXPLAIN"
    CALL = "CALL"
    CHANGE = "CHANGE"


@dataclass(frozen=True, slots=True)
class Names:
    """Where each name, in lower case, is first, and the statement itself: offsets into the translated text."""

    start: int
    offsets: Mapping[str, int]
    translation: escapes.Translation = field(repr=False)

    @classmethod
    def of(cls, tree: exp.Expr, start: int, first: int, translation: escapes.Translation) -> Names:
        """`start`: where the text of the tree begins; `first`: the statement's first word."""
        found: dict[str, int] = {}
        for node in tree.find_all(exp.Identifier, exp.Anonymous):
            offset = node.meta.get("start")
            if offset is not None:
                found[node.name.lower()] = min(start + offset, found.get(node.name.lower(), start + offset))
        return cls(first, found, translation)

    def place(self, name: str) -> str:
        """"line 2, column 8": of the name, or of the statement when that isn't known."""
        return self.translation.place(self.offsets.get(name.lower(), self.start))


@dataclass(frozen=True, slots=True)
class Statement:
    """`tree`: the query; `parameters`: numbers (from 1) of the text's parameters that it uses. `call`: of kind CALL.

    `options`: of EXPLAIN, "ANALYZE" and "JSON". `names`: where the names that it uses stand.
    """

    kind: StatementKind
    tree: exp.Expr
    parameters: tuple[int, ...]
    call: Call | None = None
    options: frozenset[str] = frozenset()
    names: Names | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A whole text: its statements in order, and a name for each parameter ("" for `?`)."""

    translation: escapes.Translation
    statements: tuple[Statement, ...]

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.translation.parameters


# It warns of what it can't read; here that is an error, and what a statement says is nobody else's business.
logging.getLogger("sqlglot").disabled = True
_LONGEST_LABEL = 120
_QUERY_WORDS = ("SELECT", "WITH", "VALUES", "FROM", "PIVOT", "UNPIVOT")
_CHANGES = ("MERGE", "UPSERT", "REPLACE")
_CALLS = ("CALL", "EXEC", "EXECUTE")
_REFUSED = (
    *(
        "ALTER",
        "ANALYZE",
        "ATTACH",
        "BEGIN",
        "CACHE",
        "CHECKPOINT",
        "COMMENT",
        "COMMIT",
        "COPY",
        "CREATE",
        "DEALLOCATE",
        "DECLARE",
    ),
    *(
        "DESCRIBE",
        "DETACH",
        "DROP",
        "EXPORT",
        "FORCE",
        "GRANT",
        "IMPORT",
        "INSTALL",
        "LOAD",
        "PRAGMA",
        "PREPARE",
        "RESET",
        "REVOKE",
    ),
    *("ROLLBACK", "SET", "SHOW", "START", "SUMMARIZE", "UPDATE", "USE", "VACUUM", "LOCK", "KILL"),
)


def parse(sql: str) -> Text:
    """The statements of `sql`. Errors: 42000 syntax or something that can't be run here, HYC00 not supported."""
    translation = escapes.translate(sql)
    _check_text(translation)
    statements = tuple(_statement(part, start, translation) for part, start in _split(translation.sql))
    if not statements:
        raise Error("42000", "The statement is empty. Write a query, for example SELECT * FROM Requests.")
    return Text(translation, statements)


def _check_text(translation: escapes.Translation) -> None:
    """Error 42000 for what the parser would pass over in silence."""
    previous = None
    for token in tokens(translation.sql):
        if token.kind is Kind.SPACE:
            continue
        if token.kind is Kind.SYMBOL and ((token.text == "," and previous == ",") or not token.text.isprintable()):
            raise Error("42000", f"Syntax error at {translation.place(token.start)}: unexpected {token.text!r}.")
        previous = token.text


def _split(sql: str) -> list[tuple[str, int]]:
    """The parts between semicolons that hold more than spaces, with where they start."""
    parts, start = [], 0
    for token in (*tokens(sql), None):
        if token is not None and token.text != ";":
            continue
        end = token.start if token is not None else len(sql)
        if sql[start:end].strip():
            parts.append((sql[start:end], start))
        start = end + 1
    return parts


def _statement(part: str, start: int, translation: escapes.Translation) -> Statement:
    kind, query_start, options = StatementKind.SELECT, 0, frozenset[str]()
    match = re.match(r"[\s(]*(\w+)", part)
    word = match[1].upper() if match else ""
    if word == "EXPLAIN":
        kind = StatementKind.EXPLAIN
        query_start, options = _explain_options(part, match.end() if match else 0, start, translation)
        inner = re.match(r"[\s(]*(\w+)", part[query_start:])
        word = inner[1].upper() if inner else ""
    if kind is StatementKind.EXPLAIN and word in changes.FIRST_WORDS:
        raise Error("42000", f"EXPLAIN tells of queries, not of {word}. Explain the SELECT that finds its rows.")
    if word in _CALLS and kind is StatementKind.SELECT:
        call = parse_call(part)
        return Statement(StatementKind.CALL, exp.Null(), call.parameters, call)
    if word not in _QUERY_WORDS and (word not in changes.FIRST_WORDS or kind is StatementKind.EXPLAIN):
        raise _not_a_query(part, word, start, translation)
    first = start + len(part) - len(part.lstrip())
    tree = _parsed(part[query_start:], start + query_start, translation)
    if isinstance(tree, exp.Command):
        raise _unreadable(word, first, translation)
    names = Names.of(tree, start + query_start, first, translation)
    tree = changes.normalized(tree)
    if changes.is_change(tree) and kind is StatementKind.SELECT:
        return _change(tree, names)
    guard.check(tree)
    _check_items(tree, start + query_start, translation)
    _label(tree)
    tree = functions.translate(date_literals.spread(tree))
    return Statement(kind, tree, tuple(sorted(_parameters(tree))), options=options, names=names)


_EXPLAIN_OPTIONS = re.compile(r"\s*(?:ANALYZE\b|\(\s*(?:(?:ANALYZE|FORMAT\s+\w+)\s*,?\s*)+\))", re.IGNORECASE)
_EXPLAIN_OPTION = re.compile(r"ANALYZE|FORMAT\s+(\w+)", re.IGNORECASE)


def _explain_options(part: str, end: int, start: int, translation: escapes.Translation) -> tuple[int, frozenset[str]]:
    """Where the query begins after EXPLAIN's options, and these."""
    options: set[str] = set()
    while match := _EXPLAIN_OPTIONS.match(part, end):
        for option in _EXPLAIN_OPTION.finditer(match[0]):
            name = (option[1] or "ANALYZE").upper()
            if name not in ("ANALYZE", "JSON", "TEXT"):
                place = translation.place(start + end)
                raise Error("42000", f"Syntax error at {place}: FORMAT is TEXT or JSON, not {option[1]}.")
            options.add(name)
        end = match.end()
    return end, frozenset(options) - {"TEXT"}


def _change(tree: exp.Expr, names: Names) -> Statement:
    guard.check_change(tree)
    tree = functions.translate(date_literals.spread(changes.bounded(tree)))
    return Statement(StatementKind.CHANGE, tree, tuple(sorted(_parameters(tree))), names=names)


def _check_items(tree: exp.Expr, start: int, translation: escapes.Translation) -> None:
    for select in tree.find_all(exp.Select):
        if not select.expressions and not select.args.get("kind"):
            place = translation.place(start)
            raise Error("42000", f"Syntax error at {place}: a SELECT names no columns. Write SELECT *.")


def _label(tree: exp.Expr) -> None:
    """Name result columns that are expressions by their own text, before functions are translated."""
    select = tree
    while isinstance(select, exp.SetOperation | exp.Subquery):
        select = select.this
    for item in list(select.expressions) if isinstance(select, exp.Select) else ():
        if (
            not item.alias
            and not item.is_star
            and not isinstance(item, exp.Column | exp.Columns | exp.Aliases)
            and item.name.lower() != "columns"
        ):
            item.replace(exp.alias_(item.copy(), render(item)[:_LONGEST_LABEL], quoted=True))


def _parameters(tree: exp.Expr) -> set[int]:
    return {int(node.this) for node in tree.find_all(exp.Placeholder) if str(node.this).isdigit()}


_SHAPES = {
    "CREATE": "CREATE TABLE name (column type, …) or CREATE TABLE name AS SELECT …",
    "DELETE": "DELETE FROM name WHERE …",
    "DROP": "DROP TABLE name",
    "INSERT": "INSERT INTO name (column, …) VALUES (…) or SELECT …",
    "TRUNCATE": "TRUNCATE TABLE name",
    "UPDATE": "UPDATE name SET column = value WHERE …",
}


def _unreadable(word: str, offset: int, translation: escapes.Translation) -> Error:
    shape = _SHAPES.get(word, "SELECT …, WITH … SELECT, VALUES (…) or EXPLAIN SELECT …")
    return Error("42000", f"Syntax error in the statement at {translation.place(offset)}. Write {shape}.")


def _not_a_query(part: str, word: str, start: int, translation: escapes.Translation) -> Error:
    offset = start + len(part) - len(part.lstrip())
    place = translation.place(offset)
    if word in _CHANGES:
        return Error("HYC00", f"{word} is not supported. Use INSERT, UPDATE or DELETE.")
    if word in _REFUSED:
        return Error(
            "42000", f"{word} ({place}) is not a statement of this driver. Use SELECT, WITH, VALUES or EXPLAIN."
        )
    token = next((token for token in tokens(part) if token.kind is not Kind.SPACE), None)
    text = token.text if token else ""
    close = suggestion(text, (*_QUERY_WORDS, "EXPLAIN"))
    return Error("42000", f"Syntax error at {place}: a statement cannot begin with {text!r}.{close}")


def _parsed(sql: str, start: int, translation: escapes.Translation) -> exp.Expr:
    try:
        tree = sqlglot.parse_one(sql, read=Dialect, error_level=ErrorLevel.IMMEDIATE)
    except ParseError as error:
        raise _syntax_error(error.errors[0] if error.errors else {}, sql, start, translation) from None
    except (TokenError, SqlglotError):
        raise Error(
            "42000", "Syntax error: the text cannot be read as SQL. Look for a quote that is not closed."
        ) from None
    except RecursionError:
        raise Error(
            "54001", "The statement is nested too deeply. Split it, or use IN (…) for long chains of OR."
        ) from None
    return tree


def _syntax_error(detail: dict[str, Any], sql: str, start: int, translation: escapes.Translation) -> Error:
    """The parser's complaint with the place in the user's own text."""
    shown = str(detail.get("highlight") or "")
    before = str(detail.get("start_context") or "")
    offset = sql.find(before + shown) if shown else -1
    line, column = int(detail.get("line") or 1), int(detail.get("col") or 1)
    if offset >= 0 and len(before) >= 1:
        offset += len(before)
    else:
        ends = [0, *(match.end() for match in re.finditer("\n", sql))]
        offset = ends[min(line, len(ends)) - 1] + max(0, column - len(shown))
    at_end = not sql[offset + len(shown) :].strip() and "missing" in str(detail.get("description", "")).lower()
    what = (
        f"something is missing after {shown!r}" if at_end else f"unexpected {shown!r}" if shown else "it is incomplete"
    )
    return Error("42000", f"Syntax error at {translation.place(start + offset)}: {what}.")
