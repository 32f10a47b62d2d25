"""A query made ready for DuckDB: tables are scans, stars are columns, results have names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlglot import exp

from jsdodbc.model.catalog import Catalog
from jsdodbc.model.table import Table
from jsdodbc.model.types import SqlType
from jsdodbc.plan import columns, literals, parameters, pseudo
from jsdodbc.plan.feeds import Feed, feeds
from jsdodbc.plan.scans import Origin, Scan, Scans
from jsdodbc.plan.shape import Shape, shape
from jsdodbc.sql.dialect import render


@dataclass(frozen=True, slots=True)
class Plan:
    """`sql`: what DuckDB runs. `origins`: the model's column that each result column is, None for an expression; empty
    when that isn't known. `sizes`: characters that a CAST allows each result column, 0 for any number. `parameters`:
    types by number, where what a parameter meets tells it. `local`: tables of the scratch schema take part. `padded`:
    an outer join or a total may make a NULL of any column. `mentioned`: columns of each of several scans, by its name.
    """

    sql: str
    scans: tuple[Scan, ...]
    origins: tuple[Origin | None, ...]
    sizes: tuple[int, ...]
    shape: Shape | None
    feeds: tuple[Feed, ...]
    parameters: Mapping[int, SqlType]
    local: bool = False
    padded: bool = False
    mentioned: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def feed_text(self, feed: Feed) -> str:
        """What a person is told of a feed: the query with the names of tables."""
        text = render(feed.query)
        for scan in self.scans:
            text = text.replace(f'"{scan.name}"', scan.table.name)
        return f"{feed.column} from: {text}"

    def feed_sql(self, feed: Feed) -> str:
        return render(feed.query)


def plan(
    tree: exp.Expr,
    catalog: Catalog,
    names: Mapping[str, str] | None = None,
    local: Mapping[str, Table | None] | None = None,
) -> Plan:
    """The plan of a query that passed sql.guard. The tree is changed. Errors: 42S02, 42S22.

    `names`: what USER and DATABASE answer. `local`: the tables of the scratch schema (plan.scans.Scans).
    """
    tree = literals.name(tree, names or {})
    scans = Scans(tree, catalog, local)
    columns.check(tree, scans)
    columns.expand_stars(tree, scans)
    pseudo.settle(tree, scans)
    met = parameters.types(tree, scans)
    literals.adapt(tree, scans)
    origins = _name_results(tree, scans)
    mentioned = columns.mentioned(tree, scans) if len(scans.all) > 1 else {}
    sure = mentioned if columns.surely_all(tree) else {}
    return Plan(
        render(tree),
        tuple(replace(scan, wanted=sure.get(scan.name)) for scan in scans.all),
        origins,
        _sizes(tree),
        shape(tree, scans),
        feeds(tree, scans),
        met,
        scans.uses_local,
        _padded(tree),
        mentioned,
    )


def _padded(tree: exp.Expr) -> bool:
    if tree.find(exp.Rollup, exp.Cube, exp.GroupingSets, exp.Pivot, exp.Lateral) is not None:
        return True
    return any(join.side or join.method for join in tree.find_all(exp.Join))


def _name_results(tree: exp.Expr, scans: Scans) -> tuple[Origin | None, ...]:
    """Give plain columns the model's spelling; the origin of each result column."""
    select = tree
    while isinstance(select, exp.SetOperation | exp.Subquery):
        select = select.this
    if not isinstance(select, exp.Select) or any(item.is_star or item.find(exp.Columns) for item in select.expressions):
        return ()
    found: list[Origin | None] = []
    for item in list(select.expressions):
        inner = item.unalias()
        one = columns.origin(inner, scans) if isinstance(inner, exp.Column) else None
        found.append(one if select is tree else None)
        if one is not None and isinstance(item, exp.Column) and item.name != one.column.name:
            item.replace(exp.alias_(item.copy(), one.column.name, quoted=True))
    return tuple(found)


def _sizes(tree: exp.Expr) -> tuple[int, ...]:
    """How long a text that each item casts to VARCHAR(n) may be; sql/functions.py made left(CAST(…), n) of it."""
    items = tree.expressions if isinstance(tree, exp.Select) else ()
    return tuple(_size(item.unalias()) for item in items)


def _size(item: exp.Expr) -> int:
    cut = isinstance(item, exp.Anonymous) and item.name == "left" and isinstance(item.expressions[0], exp.Cast)
    return int(item.expressions[1].name) if cut and item.expressions[1].name.isdigit() else 0
