"""`jsdodbc register` and `unregister`: the driver and data sources in unixODBC's files.

Of you only: `~/.odbcinst.ini` and $ODBCINI or `~/.odbc.ini`. Of all users: `odbcinst.ini` and `odbc.ini` in $ODBCSYSINI
or /etc. Doing it twice changes nothing; everything else in the files stays as it is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jsdodbc import properties
from jsdodbc.cli.ini import IniFile
from jsdodbc.errors import Error

NAME = "jsdodbc"
LIBRARY = "libjsdodbc.so"
DESCRIPTION = "Jira Service Management (Cloud and Data Center)"
OURS_ONLY = 0o600  # a data source may hold a secret


@dataclass(frozen=True, slots=True)
class Places:
    """The files of one scope."""

    drivers: Path
    sources: Path


def register(scope: str, *, dsn: str | None, pairs: Iterable[tuple[str, str]]) -> int:
    """Write the driver, and the data source `dsn` with `pairs` if given; say what was written where."""
    places = _places(scope)
    _write(places.drivers, "ODBC Drivers", {NAME: "Installed"})
    _write(places.drivers, NAME, driver_entries())
    if dsn:
        given = {key: value for key, value in pairs if properties.folded(key) not in ("driver", "dsn")}
        _write(places.sources, "ODBC Data Sources", {dsn: NAME})
        _write(places.sources, dsn, {"Driver": NAME, **given}, mode=OURS_ONLY if scope == "user" else None)
    return 0


def unregister(scope: str, *, dsn: str | None) -> int:
    """Take the driver, or only the data source `dsn`, out again."""
    places = _places(scope)
    path, section, index = (places.sources, dsn, "ODBC Data Sources") if dsn else (places.drivers, NAME, "ODBC Drivers")
    ini = IniFile.read(path)
    if not ini.remove(section):
        print(f"{path}: there is no [{section}]")
        return 0
    ini.remove_key(index, section)
    ini.write(path)
    print(f"{path}: took out [{section}]")
    return 0


def driver_entries() -> dict[str, str]:
    """The keys of the driver's section in odbcinst.ini."""
    path = library()
    return {
        "Description": DESCRIPTION,
        "Driver": str(path),
        "Setup": str(path),
        "Engine": sys.executable,  # the Python whose jsdodbc answers
        "Threading": "0",  # the driver takes calls from all threads at once
        "FileUsage": "0",
        "UsageCount": "1",
    }


def library() -> Path:
    """The ODBC library of this installation. Raises Error IM003 when it has not been built."""
    path = Path(str(files("jsdodbc"))) / "lib" / LIBRARY
    if not path.exists():
        raise Error("IM003", f"The library {path} is not there. In a checkout of the source, `make native` builds it.")
    return path


def _places(scope: str) -> Places:
    if scope == "system":
        folder = Path(os.environ.get("ODBCSYSINI") or "/etc")
        return Places(folder / os.environ.get("ODBCINSTINI", "odbcinst.ini"), folder / "odbc.ini")
    return Places(Path.home() / ".odbcinst.ini", Path(os.environ.get("ODBCINI") or Path.home() / ".odbc.ini"))


def _write(path: Path, section: str, entries: dict[str, str], *, mode: int | None = None) -> None:
    ini = IniFile.read(path)
    changed = ini.set(section, entries)
    if not changed:
        print(f"{path}: [{section}] was as it should be")
        return
    ini.write(path, mode=mode)
    print(f"{path}: wrote [{section}]")
    for key, value in entries.items():
        print(f"    {key} = {'***' if properties.is_secret(key) else value}")
