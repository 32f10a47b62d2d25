"""Prepared statements: parsed, planned and described without a request for rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from jsdodbc.execute.types import ResultColumn
from jsdodbc.execute.values import Parameter
from jsdodbc.plan.plan import Plan
from jsdodbc.sql.call import Call
from jsdodbc.sql.parse import StatementKind


@dataclass(frozen=True, slots=True)
class Query:
    """One statement, ready to run. `sql` gives the layouts of `columns`. `used`: numbers of its parameters.

    `columns` None: they depend on the values of the parameters. `call`: of a procedure, which has no plan.
    """

    kind: StatementKind
    plan: Plan
    sql: str
    columns: tuple[ResultColumn, ...] | None
    used: tuple[int, ...]
    call: Call | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text of one or more statements. `columns`: of the first result. Runs any number of times, at once too."""

    sql: str
    parameters: tuple[Parameter, ...]
    queries: tuple[Query, ...] = field(repr=False)

    @property
    def columns(self) -> tuple[ResultColumn, ...] | None:
        return self.queries[0].columns

    @property
    def kind(self) -> str:
        return self.queries[0].kind.value
