"""Data sources and drivers as unixODBC finds them: odbc.ini and odbcinst.ini.

User data sources: the file of $ODBCINI, else ~/.odbc.ini. System data sources: odbc.ini of $ODBCSYSINI, else of /etc
(then /usr/local/etc). A key of the user's section wins over the same key of the system's. Drivers: odbcinst.ini of the
same system folder, renamed by $ODBCINSTINI. Names of sections and keys ignore case; lines that start with `#` or `;`
are comments.
"""

from __future__ import annotations

import os
from pathlib import Path

_SYSTEM_FOLDERS = ("/etc", "/usr/local/etc")


def read(name: str) -> dict[str, str]:
    """Keys and values of data source `name`; empty when there is none, or a file cannot be read."""
    merged: dict[str, tuple[str, str]] = {}
    for path in reversed(data_source_files()):
        merged |= _section(path, name)
    return dict(merged.values())


def driver(name: str) -> dict[str, str]:
    """Keys and values of driver `name` in odbcinst.ini; empty when it is not registered."""
    for path in driver_files():
        found = _section(path, name)
        if found:
            return dict(found.values())
    return {}


def data_source_files() -> list[Path]:
    """Where data sources are looked up, the user's first."""
    user = os.environ.get("ODBCINI")
    return [Path(user) if user else Path.home() / ".odbc.ini", *(folder / "odbc.ini" for folder in _system_folders())]


def driver_files() -> list[Path]:
    """Where drivers are looked up."""
    return [folder / os.environ.get("ODBCINSTINI", "odbcinst.ini") for folder in _system_folders()]


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
    return [Path(folder)] if folder else [Path(each) for each in _SYSTEM_FOLDERS]


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
