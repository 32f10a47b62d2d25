"""`jsdodbc register` and `unregister`: the driver in the files of unixODBC and iODBC, or in the registry of Windows.

Of you only: `~/.odbcinst.ini` and $ODBCINI or `~/.odbc.ini`. Of all users: `odbcinst.ini` and `odbc.ini` in $ODBCSYSINI
or where the driver managers of the machine look. Doing it twice changes nothing; everything else stays as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from jsdodbc import registry
from jsdodbc.cli import data_sources, stores
from jsdodbc.errors import Error

NAME = data_sources.DRIVER
LIBRARY, SETUP = ("jsdodbc.dll", "jsdodbcS.dll") if registry.is_here() else ("libjsdodbc.so", "libjsdodbcS.so")
DESCRIPTION = "Jira Service Management (Cloud and Data Center)"
FIRST_SOURCE = "Jira Service Desk"
_INDEX = "ODBC Drivers"
_FIRST = {"Description": "Fill in with: jsdodbc dsn edit"}


def register(scope: str, *, dsn: str | None, pairs: Iterable[tuple[str, str]], first: bool = True) -> int:
    """Write the driver, and the data source `dsn` with `pairs`, or else a first one unless it is there already; say
    what was written where.
    """
    entries = _entries()
    for store in stores.drivers(scope):
        store.write(_INDEX, {NAME: "Installed"})
        data_sources.tell(store, NAME, entries, changed=store.write(NAME, entries))
    if dsn:
        given = [(key, value) for key, value in pairs if key.casefold() not in ("driver", "dsn")]
        data_sources.add(scope, dsn, given)
    elif first and not any(store.read(FIRST_SOURCE) for store in stores.sources(scope)):
        data_sources.write(scope, FIRST_SOURCE, _FIRST)
    return 0


def unregister(scope: str, *, dsn: str | None) -> int:
    """Take the driver out again, with its first data source if nobody has filled it in; or only the data source."""
    if dsn:
        return data_sources.remove(scope, dsn)
    for store in stores.sources(scope):
        if store.read(FIRST_SOURCE) == {"Driver": data_sources.driver_of(store), **_FIRST}:
            data_sources.take_out(store, FIRST_SOURCE)
    for store in stores.drivers(scope):
        if store.remove(NAME):
            store.write(_INDEX, {NAME: None})
            print(f"{store.place}: took out [{NAME}]")
        else:
            print(f"{store.place}: there is no [{NAME}]")
    return 0


def driver_entries() -> dict[str, str]:
    """The keys of the driver's section in odbcinst.ini."""
    return {
        "Description": DESCRIPTION,
        "Driver": str(library()),
        "Setup": str(library(SETUP)),
        "Engine": sys.executable,  # the Python whose jsdodbc answers
        "Threading": "0",  # the driver takes calls from all threads at once
        "FileUsage": "0",
        "UsageCount": "1",
    }


def _entries() -> stores.Entries:
    """With what Windows wants in the registry besides (ODBC reference, "Driver specification subkeys")."""
    if not registry.is_here():
        return driver_entries()
    windows = {"APILevel": "2", "ConnectFunctions": "YYY", "DriverODBCVer": "03.80", "SQLLevel": "0"}
    return {**driver_entries(), **windows, "UsageCount": 1}


def library(name: str = "") -> Path:
    """The library of that name, or else the driver. Raises Error IM003 when it has not been built."""
    path = Path(str(files("jsdodbc"))) / "lib" / (name or LIBRARY)
    if not path.exists():
        raise Error("IM003", f"The library {path} is not there. In a checkout of the source, `make native` builds it.")
    return path
