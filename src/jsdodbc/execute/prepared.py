"""Prepared statements: parsed, planned and described without a request for rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from jsdodbc.execute.types import ResultColumn
from jsdodbc.execute.values import Parameter
from jsdodbc.plan.changes import Change
from jsdodbc.plan.plan import Plan
from jsdodbc.sql.call import Call
from jsdodbc.sql.parse import Statement, StatementKind


@dataclass(frozen=True, slots=True)
class Query:
    """One statement, ready to run. `sql` gives the layouts of `columns`. `used`: numbers of its parameters.

    `columns` None: they depend on the values of the parameters. `call`: of a procedure, which has no plan.
    `options`: of EXPLAIN. `parts`: of plan.parts. `later`: what is prepared when its turn comes, because a statement
    before it makes or drops tables. `change`: what the rows of the plan do to the site; `returning` reads one of them
    by its keys.
    """

    kind: StatementKind
    plan: Plan
    sql: str
    columns: tuple[ResultColumn, ...] | None
    used: tuple[int, ...]
    call: Call | None = None
    later: Statement | None = None
    options: frozenset[str] = frozenset()
    parts: tuple[Query, ...] = ()
    change: Change | None = None
    returning: Prepared | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text of one or more statements. `columns`: of the first result. Runs any number of times, at once too."""

    sql: str
    parameters: tuple[Parameter, ...]
    queries: tuple[Query, ...] = field(repr=False)
    version: int = 0

    @property
    def local(self) -> bool:
        """Whether tables of the scratch schema take part; then `version` says which ones there were."""
        return any(query.plan.local or query.kind is StatementKind.CHANGE for query in self.queries)

    @property
    def columns(self) -> tuple[ResultColumn, ...] | None:
        return self.queries[0].columns

    @property
    def kind(self) -> str:
        return self.queries[0].kind.value
