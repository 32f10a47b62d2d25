"""Data sources and drivers as the driver managers find them: odbc.ini and odbcinst.ini, on Windows the registry.

User data sources: the file of $ODBCINI, else ~/.odbc.ini (on macOS, iODBC's ~/Library/ODBC/odbc.ini besides). System
data sources: odbc.ini of $ODBCSYSINI, else of /etc (then /usr/local/etc, /opt/homebrew/etc, iODBC's /Library/ODBC), and
the file of iODBC's $SYSODBCINI. A key of the user's section wins over the same key of the system's. Drivers:
~/.odbcinst.ini, then odbcinst.ini of the same system folders, renamed by unixODBC's $ODBCINSTINI; iODBC's is a path.
Names of sections and keys ignore case; lines that start with `#` or `;` are comments.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jsdodbc import registry

_SYSTEM_FOLDERS = ("/etc", "/usr/local/etc")
_MAC_FOLDERS = ("/opt/homebrew/etc", "/Library/ODBC")


def read(name: str) -> dict[str, str]:
    """Keys and values of data source `name`; empty when there is none, or a file cannot be read."""
    if registry.is_here():
        return registry.lookup(registry.SOURCES, name)
    merged: dict[str, tuple[str, str]] = {}
    for path in reversed(data_source_files()):
        merged |= _section(path, name)
    return dict(merged.values())


def driver(name: str) -> dict[str, str]:
    """Keys and values of driver `name` in odbcinst.ini; empty when it is not registered."""
    if registry.is_here():
        return registry.lookup(registry.DRIVERS, name)
    for path in driver_files():
        found = _section(path, name)
        if found:
            return dict(found.values())
    return {}


def data_source_files() -> list[Path]:
    """Where data sources are looked up, the user's first."""
    return [*user_sources(), *system_sources()]


def driver_files() -> list[Path]:
    """Where drivers are looked up, the user's first."""
    return [*user_drivers(), *system_drivers()]


def user_sources() -> list[Path]:
    return _named("ODBCINI") or _of_user("odbc.ini")


def user_drivers() -> list[Path]:
    return _named("ODBCINSTINI") or _of_user("odbcinst.ini")


def system_sources() -> list[Path]:
    return [folder / "odbc.ini" for folder in _system_folders()] + _named("SYSODBCINI")


def system_drivers() -> list[Path]:
    # iODBC's $ODBCINSTINI is the path of the user's file, unixODBC's the name of the file in each folder.
    name = "odbcinst.ini" if _named("ODBCINSTINI") else os.environ.get("ODBCINSTINI", "odbcinst.ini")
    return [folder / name for folder in _system_folders()] + _named("SYSODBCINSTINI")


def sections(path: Path) -> dict[str, dict[str, str]]:
    """All sections of an ini file as unixODBC reads it: the first section of a name counts, and in it the first of a
    key.
    """
    result: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for line in _lines(path):
        if line.startswith("["):
            current = {}
            result.setdefault(line[1:].partition("]")[0].strip(), current)
        elif "=" in line:
            key, _, value = line.partition("=")
            current.setdefault(key.strip(), value.strip())
    return result


def _system_folders() -> list[Path]:
    folder = os.environ.get("ODBCSYSINI")
    if folder:
        return [Path(folder)]
    return [Path(each) for each in (*_SYSTEM_FOLDERS, *(_MAC_FOLDERS if sys.platform == "darwin" else ()))]


def _of_user(name: str) -> list[Path]:
    library = [Path.home() / "Library" / "ODBC" / name] if sys.platform == "darwin" else []
    return [Path.home() / f".{name}", *library]


def _named(variable: str) -> list[Path]:
    """The file whose path an environment variable names, if it does."""
    path = os.environ.get(variable)
    return [Path(path)] if path and (variable != "ODBCINSTINI" or Path(path).is_absolute()) else []


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []  # as for unixODBC, a file that cannot be read holds no data sources
    return [stripped for line in lines if (stripped := line.strip()) and stripped[0] not in "#;"]


def _section(path: Path, name: str) -> dict[str, tuple[str, str]]:
    """Folded key -> (key, value) of the section `name`, which ignores case."""
    for title, entries in sections(path).items():
        if title.casefold() == name.casefold():
            return {key.casefold(): (key, value) for key, value in reversed(entries.items())}
    return {}
