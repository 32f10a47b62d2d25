"""Names of tables in a statement, found in the model: every mention becomes a scan of its own."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from sqlglot import exp

from jsdodbc.errors import Error, Misnamed
from jsdodbc.model.catalog import SCRATCH, Catalog
from jsdodbc.model.column import Column
from jsdodbc.model.table import Table
from jsdodbc.plan import system_tables
from jsdodbc.sql.nearest import suggestion


@dataclass(frozen=True, slots=True)
class Scan:
    """One mention of a table. `name`: what DuckDB knows it by; `alias`: what the statement calls it.

    `wanted`: the columns that the statement can mean, None where that isn't sure.
    """

    name: str
    alias: str
    table: Table
    wanted: frozenset[str] | None = None


class Scans:
    """The scans of one statement, by the node that mentions them."""

    def __init__(self, tree: exp.Expr, catalog: Catalog, local: Mapping[str, Table | None] | None = None) -> None:
        """`local`: tables that DuckDB has itself, by name in lower case; None for one that is made or dropped."""
        self._catalog = catalog
        self._local = local or {}
        self._of_local: dict[int, tuple[exp.Table, Scan]] = {}
        self.uses_local = False
        self.all: list[Scan] = []
        for node in list(tree.find_all(exp.Table)):
            if isinstance(node.this, exp.Identifier) and not _is_cte(node):
                self._bind(node)
        self._by_name = {scan.name: scan for scan in self.all}
        _strip_prefixes(tree, catalog, {scan.table.name.lower() for scan in self.all})

    def of(self, node: exp.Expr) -> Scan | None:
        """The scan that a node of FROM reads, None for anything else."""
        return self._by_name.get(node.name) if isinstance(node, exp.Table) else None

    def without_pseudo_columns(self, named: Container[str]) -> None:
        """Leave these out of scans but those of the names in `named`."""
        self.all = [scan if scan.name in named else replace(scan, table=scan.table.plain) for scan in self.all]
        self._by_name = {scan.name: scan for scan in self.all}

    def known(self, node: exp.Expr) -> Scan | None:
        """The same, and for a table that DuckDB has itself what is known of it."""
        return self.of(node) or self._of_local.get(id(node), (node, None))[1]

    def _bind(self, node: exp.Table) -> None:
        if self._is_local(node):
            self._bind_local(node)
            return
        table = self._catalog.find(node.name, node.db or None, node.catalog or None)
        if table is None and node.catalog.lower() in ("", self._catalog.name.lower()):
            table = system_tables.find(node)
        if table is None:
            raise self._unknown(node)
        scan = Scan(f"scan {len(self.all) + 1}", node.alias or table.name, table)
        self.all.append(scan)
        if not node.alias:
            alias = exp.TableAlias(this=exp.to_identifier(table.name, quoted=True))
            node.set("alias", alias)
        node.set("this", exp.to_identifier(scan.name, quoted=True))
        node.set("db", None)
        node.set("catalog", None)

    def _bind_local(self, node: exp.Table) -> None:
        self.uses_local = True
        node.set("db", None)
        node.set("catalog", None)
        table = self._local[node.name.lower()]
        if table is not None and isinstance(node.parent, exp.From | exp.Join):
            if not node.alias:
                node.set("alias", exp.TableAlias(this=exp.to_identifier(table.name, quoted=True)))
            self._of_local[id(node)] = (node, Scan(table.name, node.alias, table))

    def _is_local(self, node: exp.Table) -> bool:
        return node.db.lower() in ("", SCRATCH.lower()) and node.name.lower() in self._local

    def _unknown(self, node: exp.Table) -> Error:
        name = ".".join(part for part in (node.catalog, node.db, node.name) if part)
        if node.db and node.db.lower() not in (schema.lower() for schema in self._catalog.schemas):
            known = " and ".join(self._catalog.schemas)
            return Misnamed("42S02", f"There is no table {name}: the schemas are {known}.", node.db)
        tables = {table.name: table for table in self._catalog.tables}
        # Not all of them: applications have buffers of 512 characters.
        close = suggestion(node.name, tables) or " SELECT TableName FROM sys_tables lists those that there are."
        return Misnamed("42S02", f"There is no table {name}.{close}", node.name)


def _is_cte(node: exp.Table) -> bool:
    """Whether the name is that of a common table expression in scope."""
    if node.db:
        return False
    child: exp.Expr = node
    parent = node.parent
    while parent is not None:
        if isinstance(parent, exp.With):
            names = _visible(parent, child)
        else:
            clause = parent.args.get("with_")
            names = [cte.alias for cte in clause.expressions] if clause is not None and clause is not child else []
        if node.name.lower() in (name.lower() for name in names):
            return True
        child, parent = parent, parent.parent
    return False


def _visible(clause: exp.With, inside: exp.Expr) -> list[str]:
    """Names that a CTE's own query may use: those before it, and its own when recursive."""
    names: list[str] = []
    for cte in clause.expressions:
        if cte is inside:
            return [*names, cte.alias] if clause.recursive else names
        names.append(cte.alias)
    return names


def _strip_prefixes(tree: exp.Expr, catalog: Catalog, tables: set[str]) -> None:
    """`Jira.Issues.Summary` → `Issues.Summary`: a scan has no schema."""
    schemas = {schema.lower() for schema in catalog.schemas}
    for column in tree.find_all(exp.Column):
        if column.db.lower() in schemas and column.table.lower() in tables:
            column.set("db", None)
            column.set("catalog", None)


@dataclass(frozen=True, slots=True)
class Origin:
    """The column of a table that a column of the statement is."""

    scan: Scan
    column: Column
