"""The driver manager's own, and what is rarely needed."""

from __future__ import annotations

from jsdodbc.properties.declaration import Property

MANAGER: tuple[Property, ...] = (
    Property(
        "Other",
        "Miscellaneous",
        "string",
        "",
        "Rarely needed settings, as a connection string of their own, for example Other='AllowHttp=true;Retries=2'.",
    ),
    Property(
        "DSN",
        "ODBC",
        "string",
        "",
        "Data source in odbc.ini that the other properties are read from.",
        aliases=("DataSourceName",),
    ),
    Property("FILEDSN", "ODBC", "path", "", "File data source; the driver manager reads it."),
    Property(
        "SAVEFILE", "ODBC", "path", "", "File data source to write the connection to; the driver manager writes it."
    ),
    Property("Driver", "ODBC", "string", "", "Name or path of the driver; the driver manager uses it."),
    Property("Description", "ODBC", "string", "", "Text of a data source for people."),
)

# Keys of odbc.ini and odbcinst.ini that belong to the driver manager.
MANAGER_KEYS: frozenset[str] = (
    frozenset(("driver32", "driver64", "setup", "setup64", "threading", "trace", "tracefile", "traceautostop"))
    | frozenset(("usagecount", "fileusage", "cptimeout", "cpreuse", "cpprobe", "dontdlclose", "dmenvattr"))
    | frozenset(("dmconnattr", "dmstmtattr", "iconvencoding", "disablegetfunctions", "exbuflen", "locale", "debug"))
)
