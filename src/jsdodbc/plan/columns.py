"""Which column of the model a column of the statement is; stars written out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from jsdodbc.errors import Error, Misnamed
from jsdodbc.plan.scans import Origin, Scan, Scans
from jsdodbc.sql.nearest import suggestion


def sources(select: exp.Select) -> list[exp.Expr]:
    """What stands in FROM and its joins, in order."""
    clause = select.args.get("from_")
    first = [clause.this] if clause is not None else []
    return first + [join.this for join in select.args.get("joins") or ()]


def visible(scan: Scan) -> list[str]:
    return [column.name for column in scan.table.columns]


def origin(column: exp.Column, scans: Scans) -> Origin | None:
    """The model's column; None for an expression, or where that can't be told for sure."""
    select = column.find_ancestor(exp.Select)
    while isinstance(select, exp.Select):
        found = _in_select(column, select, scans)
        if found is not None:
            return found if isinstance(found, Origin) else None
        select = select.find_ancestor(exp.Select)
    return None


def _in_select(column: exp.Column, select: exp.Select, scans: Scans) -> Origin | bool | None:
    """The origin; False when the select has the column but it is no table's; None when the select doesn't have it."""
    if select.args.get("laterals"):
        return False
    found: list[Origin | bool] = []
    for source in sources(select):
        if column.table and column.table.lower() != source.alias_or_name.lower():
            continue
        answer = _in_source(column.name, source, scans)
        if answer is not None:
            found.append(answer)
    return found[0] if len(found) == 1 else (False if found else None)


def _in_source(name: str, source: exp.Expr, scans: Scans) -> Origin | bool | None:
    scan = scans.known(source)
    if source.args.get("pivots"):
        return False
    if scan is not None:
        known = scan.table.column(name)
        return Origin(scan, known) if known is not None else None
    query = _query_of(source)
    return _in_query(name, query, source, scans) if query is not None else False


def _query_of(source: exp.Expr) -> exp.Expr | None:
    """The query behind a derived table or the name of a CTE."""
    if isinstance(source, exp.Subquery):
        return source.this  # type: ignore[no-any-return]
    node = source.parent
    while isinstance(source, exp.Table) and node is not None:
        clause = node.args.get("with_")
        for cte in clause.expressions if clause is not None else ():
            assert clause is not None
            if cte.alias.lower() == source.name.lower():
                return None if clause.recursive or cte.args["alias"].columns else cte.this
        node = node.parent
    return None


def _in_query(name: str, query: exp.Expr, source: exp.Expr, scans: Scans) -> Origin | bool | None:
    alias = source.args.get("alias")
    if not isinstance(query, exp.Select) or (isinstance(alias, exp.TableAlias) and alias.columns):
        return False
    for item in query.expressions:
        if item.is_star:
            return False
        if item.alias_or_name.lower() == name.lower():
            inner = item.unalias()
            return (origin(inner, scans) or False) if isinstance(inner, exp.Column) else False
    return None


def expand_stars(tree: exp.Expr, scans: Scans) -> None:
    """Write `*` and `t.*` out, without hidden columns; where DuckDB must do it, hide them from it."""
    for select in list(tree.find_all(exp.Select)):
        if not _has_star(select) and not _merges(select):
            continue
        items = None if _merges(select) else _expanded(select, scans)
        if items is not None:
            select.set("expressions", items)
        else:
            _cover(select, scans)


def _has_star(select: exp.Select) -> bool:
    return any(item.is_star or isinstance(item.unalias(), exp.Columns) for item in select.expressions)


def _merges(select: exp.Select) -> bool:
    """Whether joins make one column of two."""
    joins = select.args.get("joins") or ()
    return any(join.args.get("using") or join.args.get("method") == "NATURAL" for join in joins)


def _expanded(select: exp.Select, scans: Scans) -> list[exp.Expr] | None:
    """The items with stars written out; None when a star can't be."""
    items: list[exp.Expr] = []
    for item in select.expressions:
        if not item.is_star:
            items.append(item)
            continue
        star = item.this if isinstance(item, exp.Column) else item
        if not isinstance(star, exp.Star) or any(star.args.values()) or select.args.get("laterals"):
            return None
        wanted = (
            [one for one in sources(select) if not item.table or one.alias_or_name.lower() == item.table.lower()]
            if (isinstance(item, exp.Column))
            else sources(select)
        )
        columns = [_columns_of(source, scans) for source in wanted]
        if not wanted or any(one is None for one in columns):
            return None
        items.extend(column for one in columns for column in one or ())
    return items


def _columns_of(source: exp.Expr, scans: Scans) -> list[exp.Expr] | None:
    scan = scans.known(source)
    if scan is None or source.args.get("pivots") or source.args["alias"].columns:
        return None
    alias = source.args["alias"].this
    return [exp.column(exp.to_identifier(name, quoted=True), table=alias.copy()) for name in visible(scan)]


def _cover(select: exp.Select, scans: Scans) -> None:
    """Put each table with hidden columns into a derived table without them."""
    for source in sources(select):
        scan = scans.known(source)
        if scan is None or (len(visible(scan)) == len(scan.table.every) and not scan.table.pseudo_columns):
            continue
        alias = source.args["alias"]
        inner = exp.select(*(exp.column(exp.to_identifier(name, quoted=True)) for name in visible(scan)))
        rest = {"pivots": source.args.get("pivots")}
        plain = exp.Table(this=source.this.copy())
        source.replace(exp.Subquery(this=inner.from_(plain, copy=False), alias=alias.copy(), **rest))


def mentioned(tree: exp.Expr, scans: Scans) -> dict[str, frozenset[str]]:
    """The columns of each scan, by its name, that the statement may read; a name that can't be told counts for all."""
    found: dict[str, set[str]] = {scan.name: set() for scan in scans.all}
    for column in tree.find_all(exp.Column):
        one = None if column.is_star else origin(column, scans)
        for scan in scans.all if one is None else (one.scan,) if one.scan.name in found else ():
            known = scan.table.column(column.name)
            found[scan.name] |= set(visible(scan)) if column.is_star else {known.name} if known is not None else set()
    if any(isinstance(star.parent, exp.Select) for star in tree.find_all(exp.Star)) or tree.find(exp.Columns):
        return {scan.name: frozenset(visible(scan)) for scan in scans.all}
    return {name: frozenset(names) for name, names in found.items()}


def surely_all(tree: exp.Expr) -> bool:
    """Whether `mentioned` finds every column that the statement can mean: each stands in it by its own name."""
    if tree.find(exp.Columns, exp.Pivot, exp.Dot) is not None:
        return False
    if any(join.args.get("using") or join.args.get("method") for join in tree.find_all(exp.Join)):
        return False
    if any(node.name.lower() == "columns" for node in tree.find_all(exp.Anonymous)):
        return False
    if any(star.parent is None or star.parent.name.lower() != "count" for star in tree.find_all(exp.Star)):
        return False
    rows = {node.alias_or_name.lower() for node in tree.find_all(exp.Table, exp.Subquery)}
    return all(column.table or column.name.lower() not in rows for column in tree.find_all(exp.Column))


def check(tree: exp.Expr, scans: Scans) -> None:
    """Error 42S22 for a column that a table named with it does not have: `r.Sumary` where `r` is Requests."""
    for column in tree.find_all(exp.Column):
        if not column.table or column.is_star:
            continue
        scan = _named(column, scans)
        if scan is not None and scan.table.column(column.name) is None and column.name.lower() != "rowid":
            close = suggestion(column.name, [one.name for one in scan.table.every])
            raise Misnamed("42S22", f"The table {scan.table.name} has no column {column.name}.{close}", column.name)


def _named(column: exp.Column, scans: Scans) -> Scan | None:
    """The scan that the column's prefix names, when it surely names one."""
    select = column.find_ancestor(exp.Select)
    while isinstance(select, exp.Select):
        for source in sources(select):
            if source.alias_or_name.lower() == column.table.lower():
                plain = not source.args.get("pivots") and not (source.args.get("alias") or exp.TableAlias()).columns
                return scans.known(source) if plain else None
        select = select.find_ancestor(exp.Select)
    return None


def unknown_column(name: str, scans: Sequence[Scan]) -> Error:
    """Error 42S22 for a column that no table of the statement has, with the nearest that one has."""
    places = {column.name: scan.table.name for scan in scans for column in scan.table.every}
    from jsdodbc.sql.nearest import nearest

    close = nearest(name, places)
    hint = f" Did you mean {close} of {places[close]}?" if close else ""
    return Misnamed("42S22", f"There is no column {name}.{hint}", name)
