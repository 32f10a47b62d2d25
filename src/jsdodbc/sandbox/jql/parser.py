"""Tokens to a tree.

query   = [ or ] [ ORDER BY sort { "," sort } ]
or      = and { OR and } ;  and = not { AND not } ;  not = { NOT } ( "(" or ")" | clause )
clause  = field operator operand
"""

from __future__ import annotations

from dataclasses import dataclass

from jsdodbc.sandbox.jql.errors import JqlError, syntax
from jsdodbc.sandbox.jql.lexer import RESERVED_WORDS, Token, tokens

MOST_SORTS = 7
_VALID = "'=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'"
_HISTORY = "Searches in the history of a field (WAS, CHANGED) are not supported by this site."


@dataclass(frozen=True, slots=True)
class Value:
    """A literal: its text; `number` when it stood unquoted as one."""

    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """EMPTY or NULL."""


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[str, ...]


Operand = Value | Empty | Call


@dataclass(frozen=True, slots=True)
class Clause:
    """`operator`: = != < <= > >= ~ !~ in, not in, is, is not (lower case)."""

    field: str
    operator: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Junction:
    """`word`: and | or."""

    word: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


Node = Clause | Junction | Not


@dataclass(frozen=True, slots=True)
class Query:
    """`where` is None for a query without a restriction; `order`: (field, descending)."""

    where: Node | None
    order: tuple[tuple[str, bool], ...]


def parse(query: str) -> Query:
    """The tree of `query`; raises JqlError in Jira's words."""
    return _Parser(query).query()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.place = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.token
        self.place += 1
        return token

    def accept(self, kind: str, text: str | None = None) -> bool:
        if self.token.kind == kind and (text is None or self.token.text == text):
            self.place += 1
            return True
        return False

    def query(self) -> Query:
        where = None if self.token.kind in ("end", "ORDER") else self.either()
        order = self.order() if self.token.kind == "ORDER" else ()
        if self.token.kind != "end":
            raise syntax(f"Expecting either 'OR' or 'AND' but got '{self.token.text}'.", self.text, self.token.at)
        return Query(where, order)

    def either(self) -> Node:
        return self.junction("OR", self.both)

    def both(self) -> Node:
        return self.junction("AND", self.negation)

    def junction(self, word: str, operand: object) -> Node:
        parts = [operand()]  # type: ignore[operator]
        while self.accept(word):
            parts.append(operand())  # type: ignore[operator]
        return parts[0] if len(parts) == 1 else Junction(word.lower(), tuple(parts))

    def negation(self) -> Node:
        if self.accept("NOT"):
            return Not(self.negation())
        if self.accept("operator", "("):
            inside = self.either()
            if not self.accept("operator", ")"):
                raise self.missing_parenthesis()
            return inside
        return self.clause()

    def missing_parenthesis(self) -> JqlError:
        if self.token.kind == "end":
            return syntax("Expecting ')' before the end of the query.", self.text)
        return syntax(f"Expecting either ')', 'OR' or 'AND' but got '{self.token.text}'.", self.text, self.token.at)

    def clause(self) -> Clause:
        field = self.field()
        operator = self.operator(field)
        if operator in ("in", "not in"):
            return Clause(field, operator, self.list_or_call())
        return Clause(field, operator, (self.operand(),))

    def field(self) -> str:
        token = self.take()
        if token.kind == "end":
            raise syntax("Expecting a field name at the end of the query.", self.text)
        if token.kind == "word" and token.text.lower() == "cf" and self.accept("operator", "["):
            return self.custom_field()
        if token.kind in ("string", "number") or (token.kind == "word" and token.text.lower() not in RESERVED_WORDS):
            return token.text
        if token.kind == "operator":
            raise syntax(
                f"Expecting a field name but got '{token.text}'. You must surround "
                f"'{token.text}' in quotation marks to use it as a field name.",
                self.text,
                token.at,
            )
        raise self.reserved(token)

    def custom_field(self) -> str:
        number = self.take()
        if number.kind != "number" or not self.accept("operator", "]"):
            raise syntax("The custom field reference is not valid: expecting cf[number].", self.text, number.at)
        return f"cf[{number.text}]"

    def reserved(self, token: Token) -> JqlError:
        return syntax(
            f"'{token.text}' is a reserved JQL word. You must surround it in quotation marks to use it in a query.",
            self.text,
            token.at,
        )

    def operator(self, field: str) -> str:
        token = self.take()
        if token.kind in ("WAS", "CHANGED"):
            raise JqlError(_HISTORY)
        if token.kind == "IS":
            return "is not" if self.accept("NOT") else "is"
        if token.kind == "IN":
            return "in"
        if token.kind == "NOT" and token.text != "!" and self.accept("IN"):
            return "not in"
        if token.kind == "operator" and token.text not in "(),[]":
            return token.text
        if token.kind == "end":
            raise syntax(f"Expecting an operator at the end of the query. The valid operators are {_VALID}.", self.text)
        raise syntax(
            f"Expecting operator but got '{token.text}'. The valid operators are {_VALID}.", self.text, token.at
        )

    def list_or_call(self) -> tuple[Operand, ...]:
        if not self.accept("operator", "("):
            return (self.operand(),)
        items = [self.operand()]
        while self.accept("operator", ","):
            items.append(self.operand())
        if not self.accept("operator", ")"):
            raise self.missing_parenthesis()
        return tuple(items)

    def operand(self) -> Operand:
        token = self.take()
        if token.kind == "EMPTY":
            return Empty()
        if token.kind == "number":
            return Value(token.text, number=True)
        if token.kind in ("string", "word"):
            if self.token.kind == "operator" and self.token.text == "(":
                return self.call(token.text)
            if not token.quoted and token.text.lower() in RESERVED_WORDS:
                raise self.reserved(token)
            return Value(token.text)
        if token.kind == "end":
            raise syntax("Expecting either a value, list or function before the end of the query.", self.text)
        if token.kind == "operator":
            raise syntax(
                f"Expecting either a value, list or function but got '{token.text}'. You must surround "
                f"'{token.text}' in quotation marks to use it as a value.",
                self.text,
                token.at,
            )
        raise self.reserved(token)

    def call(self, name: str) -> Call:
        self.take()
        arguments: list[str] = []
        while not self.accept("operator", ")"):
            if self.token.kind == "end":
                raise self.missing_parenthesis()
            token = self.take()
            if token.text != ",":
                arguments.append(token.text)
        return Call(name, tuple(arguments))

    def order(self) -> tuple[tuple[str, bool], ...]:
        self.take()
        if not self.accept("BY"):
            raise syntax(f"Expecting 'by' but got '{self.token.text}'.", self.text, self.token.at)
        sorts = [self.sort()]
        while self.accept("operator", ","):
            sorts.append(self.sort())
        if len(sorts) > MOST_SORTS:
            raise JqlError(f"The ORDER BY clause has {len(sorts)} fields; the maximum is {MOST_SORTS}.")
        return tuple(sorts)

    def sort(self) -> tuple[str, bool]:
        field = self.field()
        if self.accept("DESC"):
            return field, True
        self.accept("ASC")
        return field, False
