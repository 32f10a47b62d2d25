"""The tables of one site as its account sees them: one catalog, named after the site's host."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Error
from jsdodbc.model import custom_fields
from jsdodbc.model.asset_views import asset_views
from jsdodbc.model.column import Column
from jsdodbc.model.metadata import metadata_of
from jsdodbc.model.queue_views import queue_views
from jsdodbc.model.table import Table
from jsdodbc.model.tables import TABLES
from jsdodbc.site.session import Session

SCHEMAS = ("JiraServiceDesk", "Jira", "Assets")  # the order in which a name without a schema is looked up
QUEUES, ASSETS = SCHEMAS[0], SCHEMAS[2]  # where views are that only the site knows
SCRATCH = "Scratch"  # the schema of tables on this machine
_WITH_CUSTOM_FIELDS = ("Issues", "Requests")


class Catalog:
    """Safe from any thread. Asks the site for nothing until the columns of a table with custom fields are looked at."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lock = threading.RLock()
        self._queues: object = None
        self._views: tuple[Table, ...] = ()
        self._object_types: object = None
        self._asset_views: tuple[Table, ...] = ()

    @property
    def name(self) -> str:
        """The host of the site."""
        return urlsplit(self._session.settings.url).hostname or "jira"

    @property
    def schemas(self) -> tuple[str, ...]:
        return SCHEMAS

    @cached_property
    def tables(self) -> Sequence[Table]:
        """All tables, by schema and name."""
        deployment = self._session.deployment.value
        tables = [self._complete(self._shown(table.only(deployment))) for table in TABLES]
        return tuple(sorted(tables, key=lambda table: (table.schema, table.name)))

    @property
    def listed(self) -> Sequence[Table]:
        """What a list of tables shows: those that BrowsableSchemas, Tables and Views leave, and a view for each queue
        and each object type of Assets that the account may see. Asks the site for these.
        """
        settings = self._session.settings
        return tuple(
            table
            for table in (*self.tables, *self.queue_views, *self.asset_views)
            if _among(table.schema, settings.browsable_schemas)
            and _among(table.name, settings.browsable_views if table.kind == "VIEW" else settings.browsable_tables)
        )

    @property
    def queue_views(self) -> Sequence[Table]:
        """A view for each queue; none for who is no agent."""
        metadata = metadata_of(self._session)
        try:
            queues = metadata.entries("queues", Cancellation())
            fields = metadata.fields(Cancellation())
        except Error as error:
            self._session.note(f"no views of queues: {error.message}")
            return ()
        with self._lock:
            if self._queues is not queues:
                names = [table.name for table in self.tables]
                deployment = self._session.deployment.value
                self._views = tuple(map(self._shown, queue_views(queues, fields, deployment, names)))
                self._queues = queues
            return self._views

    @property
    def asset_views(self) -> Sequence[Table]:
        """A view for each object type of Assets; none on a site without them."""
        metadata = metadata_of(self._session)
        try:
            types = metadata.entries("object types", Cancellation())
        except Error as error:
            self._session.note(f"no views of object types: {error.message}")
            return ()
        with self._lock:
            if self._object_types is not types:
                names = [table.name for table in self.tables if table.schema == ASSETS]
                deployment = self._session.deployment.value

                def attributes(number: str) -> Sequence[Mapping[str, Any]]:
                    return metadata.attributes(number, Cancellation())

                self._asset_views = tuple(map(self._shown, asset_views(types, attributes, deployment, names)))
                self._object_types = types
            return self._asset_views

    @property
    def views(self) -> Sequence[Table]:
        """Those that only the site knows: it is asked for them."""
        return (*self.queue_views, *self.asset_views)

    def find(self, name: str, schema: str | None = None, catalog: str | None = None) -> Table | None:
        """The table of that name in any case; without a schema JiraServiceDesk comes before Jira, and that before
        Assets. A name that no table has may be that of a queue or an object type: then the site is asked for these.
        """
        return self.declared(name, schema, catalog) or self.view(name, schema, catalog)

    def declared(self, name: str, schema: str | None = None, catalog: str | None = None) -> Table | None:
        """As `find`, without the views that only the site knows."""
        found = [table for table in self.tables if table.name.lower() == name.lower()]
        if catalog and catalog.lower() != self.name.lower():
            return None
        if schema:
            found = [table for table in found if table.schema.lower() == schema.lower()]
        return min(found, key=lambda table: SCHEMAS.index(table.schema), default=None)

    def view(self, name: str, schema: str | None = None, catalog: str | None = None) -> Table | None:
        """As `find`, of the views that only the site knows."""
        if catalog and catalog.lower() != self.name.lower():
            return None
        return (_named(name, self.queue_views) if (schema or QUEUES).lower() == QUEUES.lower() else None) or (
            _named(name, self.asset_views) if (schema or ASSETS).lower() == ASSETS.lower() else None
        )

    def _shown(self, table: Table) -> Table:
        """The table with the pseudo-columns listed that PseudoColumns names."""
        wanted = self._session.settings.pseudo_columns
        if not wanted or not table.pseudo_columns:
            return table

        def listed(column: Column) -> bool:
            return any(name in ("*", table.name.lower()) and one in ("*", column.name.lower()) for name, one in wanted)

        columns = tuple(replace(each, hidden=not listed(each)) for each in table.pseudo_columns)
        return replace(table, pseudo_columns=columns)

    def _complete(self, table: Table) -> Table:
        if table.name not in _WITH_CUSTOM_FIELDS or not self._session.settings.include_custom_fields:
            return table
        names = [column.name for column in (*table.declared, *table.pseudo_columns)]

        def extra() -> tuple[Column, ...]:
            with self._lock:
                fields = metadata_of(self._session).fields(Cancellation())
            return tuple(custom_fields.columns(fields, names))

        return replace(table, extra=extra)


class Together:
    """A catalog with more tables, those that `more` gives whenever it is asked. `schema`: theirs."""

    def __init__(self, catalog: Catalog, schema: str, more: Callable[[], Sequence[Table]]) -> None:
        self._catalog = catalog
        self._schema = schema
        self._more = more

    @property
    def name(self) -> str:
        return self._catalog.name

    @property
    def schemas(self) -> tuple[str, ...]:
        return (*self._catalog.schemas, self._schema)

    @property
    def tables(self) -> Sequence[Table]:
        """All tables, by schema and name."""
        return sorted((*self._catalog.tables, *self._more()), key=lambda table: (table.schema, table.name))

    @property
    def listed(self) -> Sequence[Table]:
        """As Catalog.listed; the tables besides are always listed."""
        return (*self._catalog.listed, *self._more())

    @property
    def views(self) -> Sequence[Table]:
        return self._catalog.views

    def find(self, name: str, schema: str | None = None, catalog: str | None = None) -> Table | None:
        """As Catalog.find; declared tables come first, views that only the site knows last."""
        found = self._catalog.declared(name, schema, catalog)
        if found is None and (not catalog or catalog.lower() == self.name.lower()):
            mine = not schema or schema.lower() == self._schema.lower()
            found = next((table for table in self._more() if mine and table.name.lower() == name.lower()), None)
        return found or self._catalog.view(name, schema, catalog)


def _named(name: str, views: Sequence[Table]) -> Table | None:
    return next((table for table in views if table.name.lower() == name.lower()), None)


def _among(name: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or name.lower() in wanted
