"""`jsdodbc dsn list|add|edit|remove`: data sources in odbc.ini, or in the registry of Windows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jsdodbc import connection_string, properties, registry, secret_references, settings
from jsdodbc.cli import stores
from jsdodbc.cli.stores import Entries, Store
from jsdodbc.errors import Error

DRIVER = "jsdodbc"
_INDEX = "ODBC Data Sources"
_LONGEST_NAME = 32  # SQL_MAX_DSN_LENGTH
_LONGEST_VALUE = 1000  # of a line that unixODBC reads back whole
_NOT_IN_NAMES = frozenset("[]{}(),;?*=!@\\")  # SQLValidDSN
_NOT_PROPERTIES = ("DSN", "Driver", "FILEDSN", "SAVEFILE")

Given = Iterable[tuple[str, str]]


def show(scope: str | None) -> int:
    """Print name, scope and site of the driver's data sources."""
    found = [
        (name, each, store.read(name).get("URL", ""), store.place)
        for each in ([scope] if scope else stores.SCOPES)
        for store in stores.sources(each)
        for name in store.names()
        if is_ours(store, name)
    ]
    for row in found:
        print("\t".join(row))
    if not found:
        print(
            "There is none yet. Add one: jsdodbc dsn add NAME URL=https://yoursite.atlassian.net User=you@example.org"
        )
    return 0


def add(scope: str, name: str, given: Given, *, share_secret: bool = False) -> int:
    """Write a new data source, or a known one anew. Raises Error HY024, HY000 for what can't be."""
    entries = checked(given)
    _check_scope(scope, name, entries, share_secret=share_secret)
    for store in stores.sources(scope):
        if store.read(name):
            _check_ours(store, name)
            store.remove(name)
    return write(scope, name, entries)


def edit(scope: str, name: str, given: Given, *, share_secret: bool = False) -> int:
    """Change single properties; those that are given empty go. Raises Error IM002 when there is no such data source."""
    entries = checked(given)
    _check_scope(scope, name, entries, share_secret=share_secret)
    _check_there(scope, name)
    return write(scope, name, entries)


def remove(scope: str, name: str) -> int:
    """Take a data source out. Raises Error IM002 when there is none."""
    _check_there(scope, name)
    for store in stores.sources(scope):
        take_out(store, name)
    return 0


def write(scope: str, name: str, entries: Entries) -> int:
    """Write checked entries and say so; a file with a secret becomes its owner's only, unless it is all users'."""
    check_name(name)
    secret = scope == "user" and any(value and is_secret(key, str(value)) for key, value in entries.items())
    for store in stores.sources(scope):
        store.write(_INDEX, {name: DRIVER})
        written = {"Driver": driver_of(store), **entries}
        tell(store, name, written, changed=store.write(name, written, secret=secret))
    return 0


def take_out(store: Store, name: str) -> None:
    if store.remove(name):
        store.write(_INDEX, {name: None})
        print(f"{store.place}: took out [{name}]")


def tell(store: Store, section: str, entries: Entries, *, changed: bool) -> None:
    """What was written where, secrets aside."""
    if not changed:
        print(f"{store.place}: [{section}] was as it should be")
        return
    print(f"{store.place}: wrote [{section}]")
    for key, value in entries.items():
        shown = "(taken out)" if value is None else "***" if is_secret(key, str(value)) else value
        print(f"    {key} = {shown}")


def is_secret(key: str, value: str) -> bool:
    """Whether the property's value is a secret, not only the place of one."""
    return properties.is_secret(key) and not secret_references.is_reference(value)


def secrets_of(name: str) -> list[str]:
    """The properties whose secrets stand in a data source."""
    found = [store.read(name) for scope in stores.SCOPES for store in stores.sources(scope)]
    return sorted({key for entries in found for key, value in entries.items() if value and is_secret(key, value)})


def driver_of(store: Store) -> str:
    """What a data source names as its driver: on Windows the library's path, as the installer there does."""
    if not registry.is_here():
        return DRIVER
    return registry.lookup(registry.DRIVERS, DRIVER).get("Driver", DRIVER)


def is_ours(store: Store, name: str) -> bool:
    driver = store.read(name).get("Driver", "").casefold()
    return bool(driver) and (driver == DRIVER or driver == driver_of(store).casefold() or "libjsdodbc" in driver)


def checked(given: Given) -> dict[str, str | None]:
    """Properties by their own names, with values that can be; empty ones are None. Raises Error HY024 for a value or
    a name that can't be, with the nearest name.
    """
    entries: dict[str, str | None] = {}
    for key, value in given:
        entry = properties.BY_NAME.get(properties.folded(key))
        name = entry.name if entry else properties.NAMES_NOT_YET.get(properties.folded(key), "")
        if not name or name in _NOT_PROPERTIES:
            raise Error("HY024", f"There is no property {key!r} of a data source.{settings.hint(key)}")
        if entry and value:
            settings.checked(entry, value)
        _check_value(name, value)
        entries[name] = value or None
    return entries


def check_name(name: str) -> None:
    """Raises Error HY024 for what can't be the name of a data source."""
    if not name.strip() or len(name) > _LONGEST_NAME or not _NOT_IN_NAMES.isdisjoint(name) or not name.isprintable():
        raise Error(
            "HY024",
            f"{name!r} can't be the name of a data source: at most {_LONGEST_NAME} characters, none of "
            f"{''.join(sorted(_NOT_IN_NAMES))}.",
        )


def pairs_of(arguments: Iterable[str]) -> list[tuple[str, str]]:
    """`Key=Value` arguments, or whole connection strings."""
    pairs: list[tuple[str, str]] = []
    for argument in arguments:
        key, equals, value = argument.partition("=")
        if not equals:
            raise Error("HY024", f"{argument!r} is not of the form Name=value.")
        quoted = value[:1] in ("{", "'", '"')
        pairs += connection_string.parse(argument) if quoted else [(key.strip(), value.strip())]
    return pairs


def _check_value(name: str, value: str) -> None:
    if not value.isprintable() or len(value.encode()) > _LONGEST_VALUE:
        raise Error(
            "HY024", f"The value of {name} can't stand in a data source: at most {_LONGEST_VALUE} bytes on one line."
        )


def _check_scope(scope: str, name: str, entries: Mapping[str, str | None], *, share_secret: bool) -> None:
    secret = next((key for key, value in entries.items() if value and is_secret(key, value)), "")
    if scope == "system" and secret and not share_secret:
        raise Error(
            "HY024",
            f"Every user of this machine can read a system data source, so {secret} was not written. "
            f"Make {name} a data source of each user (without --system), or say --share-secret.",
        )


def _check_ours(store: Store, name: str) -> None:
    if not is_ours(store, name):
        raise Error("HY024", f"[{name}] in {store.place} belongs to another driver. Take another name.")


def _check_there(scope: str, name: str) -> None:
    there = [store for store in stores.sources(scope) if store.read(name)]
    if not there:
        raise Error("IM002", f"There is no {scope} data source {name!r}. `jsdodbc dsn list` shows those that are.")
    for store in there:
        _check_ours(store, name)
