"""Joins that hand keys to a scan: the filtered side is read first, the other for its keys alone.

A feed is a semi-join made early, so it may only take away rows that the statement drops anyhow.
Where that isn't certain there is no feed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp

from jsdodbc.model.column import Filter
from jsdodbc.model.table import Listing
from jsdodbc.plan.columns import origin, sources
from jsdodbc.plan.scans import Origin, Scan, Scans

_FEEDABLE = (Filter.KEY, Filter.ID, Filter.PARAMETER)
# Written into the search, so that they must be few.
_SEARCHED = (Filter.SERVICE_DESK, Filter.PROJECT, Filter.NAMED)
# More keys than this are not handed to a scan: reading the whole table takes no more calls.
_MOST_KEYS, _MOST_SEARCHED = 20_000, 200
_CHANGING = frozenset(
    {
        "now",
        "today",
        "random",
        "uuid",
        "gen_random_uuid",
        "uuidv4",
        "uuidv7",
        "get_current_timestamp",
        "clock_timestamp",
    }
)
_MOVING = (exp.CurrentTimestamp, exp.CurrentDate, exp.CurrentTime, exp.Limit, exp.Fetch, exp.TableSample)
_NARROWING = (exp.EQ, exp.In, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.Is, exp.Or, exp.Like)


@dataclass(frozen=True, slots=True)
class Feed:
    """`query` gives, as text, every value of `column` that rows of `scan` may have and matter: values of `source`. Of
    no use when there are more than `most`.
    """

    scan: Scan
    column: str
    query: exp.Expr
    source: Origin
    most: int = _MOST_KEYS


def feeds(tree: exp.Expr, scans: Scans) -> tuple[Feed, ...]:
    """At most one feed a scan, in the order they can be run; no scan feeds another that feeds it.

    A scan that is fed may feed others in turn, however wide it is itself. What is read for each issue apart is fed
    first, since there keys save most.
    """
    if len(scans.all) < 2 and not scans.uses_local:
        return ()
    found: dict[str, Feed] = {}
    selects = list(tree.find_all(exp.Select))
    for dear in (True, False):
        while [1 for select in selects for feed in _of(select, scans, found) if _add(feed, found, dear)]:
            pass
    return tuple(sorted(found.values(), key=lambda feed: len(_behind(feed.scan.name, found))))


def _of(select: exp.Select, scans: Scans, fed: Container[str]) -> Iterator[Feed]:
    for feed in (
        *_from_subqueries(select, scans),
        *_from_joins(select, scans, fed),
        *_from_correlation(select, scans, fed),
    ):
        if not _narrowed(feed.scan, select, scans):
            yield feed


def _add(feed: Feed, found: dict[str, Feed], dear: bool) -> bool:
    """Take a feed in; False when that can't be."""
    name, table = feed.scan.name, feed.scan.table
    apart = isinstance(table.read, Listing) and table.read.parent is not None
    if name in found or (dear and not apart) or name in (feed.source.scan.name, *_behind(feed.source.scan.name, found)):
        return False
    found[name] = feed
    return True


def _behind(name: str, found: Mapping[str, Feed]) -> list[str]:
    """The scans that a scan has its keys from, directly or not."""
    chain: list[str] = []
    while name in found and name not in chain:
        chain.append(name)
        name = found[name].source.scan.name
    return [*chain[1:], name] if chain else []


def _conjuncts(node: exp.Expr | None) -> list[exp.Expr]:
    if node is None:
        return []
    node = node.unnest()
    return [*_conjuncts(node.left), *_conjuncts(node.right)] if isinstance(node, exp.And) else [node]


def _where(select: exp.Select) -> list[exp.Expr]:
    clause = select.args.get("where")
    return _conjuncts(clause.this) if clause is not None else []


def _narrowed(scan: Scan, select: exp.Select, scans: Scans) -> bool:
    """Whether the scan is told its keys by constants already."""
    return any(_keyed_by_constant(one, scan, scans) for one in _where(select))


def _keyed_by_constant(conjunct: exp.Expr, scan: Scan, scans: Scans) -> bool:
    if not isinstance(conjunct, exp.EQ | exp.In) or conjunct.args.get("query") is not None:
        return False
    found = origin(conjunct.this, scans) if isinstance(conjunct.this, exp.Column) else None
    constant = isinstance(conjunct, exp.In) or not isinstance(conjunct.expression, exp.Column)
    return constant and found is not None and found.scan is scan and _feedable(found.column.pushdown)


def _feedable(pushdown: object) -> bool:
    return getattr(pushdown, "kind", None) in _FEEDABLE


def _most(mine: Origin, theirs: Origin) -> int:
    """How many keys a column may be handed; 0 for none."""
    kind = getattr(mine.column.pushdown, "kind", None)
    if kind in _FEEDABLE:
        return _MOST_KEYS
    listed = theirs.scan.table.read
    short = isinstance(listed, Listing) and listed.parent is None
    return _MOST_SEARCHED if kind in _SEARCHED and short else 0


def _from_subqueries(select: exp.Select, scans: Scans) -> Iterator[Feed]:
    """`WHERE child.key IN (SELECT …)`, the subquery standing on its own."""
    for conjunct in _where(select):
        query = conjunct.args.get("query") if isinstance(conjunct, exp.In) else None
        inner = query.this if isinstance(query, exp.Subquery) else query
        if (
            not isinstance(conjunct.this, exp.Column)
            or not isinstance(inner, exp.Select)
            or len(inner.expressions) != 1
        ):
            continue
        found, item = origin(conjunct.this, scans), inner.expressions[0].unalias()
        values = origin(item, scans) if isinstance(item, exp.Column) else None
        if found is None or values is None or not _feedable(found.column.pushdown) or not _stands_alone(inner, scans):
            continue
        if values.column.type.character and _steady(inner):
            yield Feed(
                found.scan,
                found.column.name,
                _keys(item, exp.Subquery(this=inner.copy(), alias=_alias()), inner),
                values,
            )


def _alias() -> exp.TableAlias:
    return exp.TableAlias(this=exp.to_identifier("keys", quoted=True))


def _keys(item: exp.Column, source: exp.Expr, inner: exp.Select) -> exp.Expr:
    name = inner.expressions[0].alias_or_name
    return _distinct(exp.column(exp.to_identifier(name, quoted=True)), source, [])


def _distinct(column: exp.Expr, source: exp.Expr, conjuncts: list[exp.Expr]) -> exp.Expr:
    text = exp.cast(column, "VARCHAR", dialect="duckdb")
    query = exp.select(text).distinct().from_(source, copy=False)
    return query.where(*conjuncts, copy=False) if conjuncts else query


def _stands_alone(inner: exp.Select, scans: Scans) -> bool:
    """Whether a subquery names nothing of what is around it; a name that can't be told for sure counts as doing so."""
    mine = {id(scans.known(node)) for node in inner.find_all(exp.Table)}
    for column in inner.find_all(exp.Column):
        found = origin(column, scans)
        if found is None or id(found.scan) not in mine:
            return False
    return True


def _steady(node: exp.Expr) -> bool:
    """Whether it gives the same at another moment."""
    return not any(
        isinstance(part, _MOVING) or (isinstance(part, exp.Func) and part.name.lower() in _CHANGING)
        for part in node.walk()
    )


def _from_joins(select: exp.Select, scans: Scans, fed: Container[str]) -> Iterator[Feed]:
    """`parent JOIN child ON child.key = parent.key WHERE …parent…`."""
    joins = select.args.get("joins") or []
    if not all(_simple(join) for join in joins) or select.args.get("laterals"):
        return
    optional = {join.this.alias_or_name.lower() for join in joins if join.side == "LEFT"}
    conditions = [(None, one) for one in _where(select)]
    conditions += [(join, one) for join in joins for one in _conjuncts(join.args.get("on"))]
    narrowing = _by_scan((one for join, one in conditions if join is None or join.side != "LEFT"), scans)
    for join, condition in conditions:
        if (
            not isinstance(condition, exp.EQ)
            or not isinstance(condition.left, exp.Column)
            or not isinstance(condition.right, exp.Column)
        ):
            continue
        for child, parent in ((condition.left, condition.right), (condition.right, condition.left)):
            if join is not None and join.side == "LEFT" and _source(child, join.this, scans) is None:
                continue
            feed = _joined(child, parent, select, narrowing, optional, scans, fed)
            if feed is not None:
                yield feed


def _simple(join: exp.Join) -> bool:
    kinds = ("", "INNER", "CROSS", "OUTER")
    plain = join.side in ("", "LEFT") and join.kind in kinds and not join.args.get("method")
    return plain and not join.args.get("using")


def _source(column: exp.Column, source: exp.Expr, scans: Scans) -> Scan | None:
    found, scan = origin(column, scans), scans.of(source)
    return scan if found is not None and found.scan is scan else None


def _joined(
    child: exp.Column,
    parent: exp.Column,
    select: exp.Select,
    narrowing: Mapping[str, list[exp.Expr]],
    optional: set[str],
    scans: Scans,
    fed: Container[str],
) -> Feed | None:
    mine, theirs = origin(child, scans), origin(parent, scans)
    if mine is None or theirs is None or mine.scan.name in fed or not _reads(select, mine.scan, scans):
        return None
    source = next((one for one in sources(select) if _gives(one, parent, theirs.scan, scans)), None)
    if source is None or source.alias_or_name.lower() in optional:
        return None
    return _feed(mine, theirs, parent, source, narrowing.get(theirs.scan.name, []), scans, fed)


def _feed(
    mine: Origin,
    theirs: Origin,
    parent: exp.Column,
    source: exp.Expr,
    narrowing: list[exp.Expr],
    scans: Scans,
    fed: Container[str],
) -> Feed | None:
    """The feed, where it saves anything: where few rows of the source are sure to be left."""
    most = _most(mine, theirs)
    if not most or mine.scan is theirs.scan or not (mine.column.type.character and theirs.column.type.character):
        return None
    derived = None if scans.known(source) is theirs.scan else _definition(source)
    free = scans.known(source) is not None and scans.of(source) is None  # a table of the scratch schema
    narrowed = any(isinstance(one, _NARROWING) for one in narrowing) or theirs.scan.name in fed
    if not (free or narrowed or (derived is not None and derived.find(exp.Where) is not None)):
        return None
    query = _distinct(parent.copy(), source.copy(), [one.copy() for one in narrowing])
    if isinstance(source, exp.Table) and derived is not None:
        clause = source.root().args["with_"]
        query.set("with_", clause.copy())
    return Feed(mine.scan, mine.column.name, query, theirs, most)


def _reads(select: exp.Select, scan: Scan, scans: Scans) -> bool:
    return any(scans.of(one) is scan for one in sources(select))


def _gives(source: exp.Expr, column: exp.Column, scan: Scan, scans: Scans) -> bool:
    """Whether a source is the scan, or a query around it that gives the same another time."""
    if scans.known(source) is scan:
        return True
    if column.table.lower() != source.alias_or_name.lower() or scans.known(source) is not None:
        return False
    definition = _definition(source)
    return isinstance(definition, exp.Select) and _steady(definition) and _stands_alone(definition, scans)


def _definition(source: exp.Expr) -> exp.Expr | None:
    """The query behind a derived table, or behind the name of one that the whole statement begins with."""
    if source.args.get("pivots") or source.args.get("sample"):
        return None
    if isinstance(source, exp.Subquery):
        return source.this  # type: ignore[no-any-return]
    clause = source.root().args.get("with_")
    if not isinstance(source, exp.Table) or source.db or clause is None or clause.recursive:
        return None
    if any(isinstance(node, exp.With) and node is not clause for node in source.root().find_all(exp.With)):
        return None
    named = [cte for cte in clause.expressions if cte.alias.lower() == source.name.lower()]
    steady = all(_steady(cte.this) for cte in clause.expressions)
    return named[0].this if len(named) == 1 and steady and not source.find_ancestor(exp.With) else None


def _from_correlation(select: exp.Select, scans: Scans, fed: Container[str]) -> Iterator[Feed]:
    """`(SELECT … FROM child WHERE child.key = parent.key)` within a query over `parent`, LATERAL or not."""
    outer = select.find_ancestor(exp.Select)
    for condition in _where(select):
        if outer is None or not isinstance(condition, exp.EQ):
            continue
        for child, parent in ((condition.left, condition.right), (condition.right, condition.left)):
            if isinstance(child, exp.Column) and isinstance(parent, exp.Column):
                feed = _correlated(child, parent, select, outer, scans, fed)
                if feed is not None:
                    yield feed


def _correlated(
    child: exp.Column, parent: exp.Column, select: exp.Select, outer: exp.Select, scans: Scans, fed: Container[str]
) -> Feed | None:
    mine, theirs = origin(child, scans), origin(parent, scans)
    if mine is None or theirs is None or mine.scan.name in fed or not _reads(select, mine.scan, scans):
        return None
    source = next((one for one in sources(outer) if scans.known(one) is theirs.scan), None)
    if source is None:
        return None
    narrowing = _by_scan(_where(outer), scans)
    return _feed(mine, theirs, parent, source, narrowing.get(theirs.scan.name, []), scans, fed)


def _by_scan(conditions: Iterable[exp.Expr], scans: Scans) -> dict[str, list[exp.Expr]]:
    """The conditions that speak of one scan alone, by its name."""
    found: dict[str, list[exp.Expr]] = {}
    for condition in conditions:
        scan = _subject(condition, scans)
        if scan is not None:
            found.setdefault(scan.name, []).append(condition)
    return found


def _subject(condition: exp.Expr, scans: Scans) -> Scan | None:
    """The scan whose columns alone a condition speaks of, without subqueries or the clock."""
    columns = list(condition.find_all(exp.Column))
    first = origin(columns[0], scans) if columns else None
    if first is None or any(one is None or one.scan is not first.scan for one in _origins(columns[1:], scans)):
        return None
    return first.scan if condition.find(exp.Query) is None and _steady(condition) else None


def _origins(columns: Iterable[exp.Column], scans: Scans) -> Iterator[Origin | None]:
    return (origin(column, scans) for column in columns)
