"""The applications that are driven: how each starts, what it can be asked, where it spells a value in its own way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.odbc.clients.steps import STEPS, Answer, Row, answers, script

ROOT = Path(__file__).parents[3]
PROBES = Path(__file__).parent / "probes"
PYTHON = str(ROOT / "build" / "clients" / "bin" / "python")
NODE_MODULE = str(ROOT / "build" / "clients" / "node_modules" / "odbc")
INSTALL = "make test (its target build/stamps/clients)"
ALL = frozenset({"rows", "bind", "tables", "columns", "keys"})
NARROW = "binds as many bytes as the column has characters"
WIDTH = "cuts long values off"
RAW = {"binary": "\x00\udcff"}
PYTHON_SPELLING = {"boolean": "True", "time": "23:59:58"}


@dataclass(frozen=True, slots=True, eq=False)
class Application:
    """A program that speaks ODBC, and its probe."""

    name: str
    command: tuple[str, ...]
    verbs: frozenset[str] = ALL
    spelling: Mapping[str, str] = field(default_factory=dict)
    state: str = "42S02"
    more: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    present: tuple[str, ...] = ("true",)
    driver: str = "Driver={jsdodbc};"
    source: str = "DSN={}"
    nothing: str | None = None
    by_string: bool = True
    without: Mapping[str, str] = field(default_factory=dict)

    def expected(self, name: str) -> list[Row]:
        """The answer to a step in this application's words."""
        return [[self.nothing if cell is None else cell for cell in row] for row in STEPS[name].answer]

    def is_there(self) -> bool:
        """Whether the program and its ODBC part are installed."""
        try:
            return (
                subprocess.run(self.present, capture_output=True, env=self._environment(), check=False).returncode == 0
            )
        except OSError:
            return False

    def steps(self) -> list[str]:
        return [name for name, step in STEPS.items() if step.verb in self.verbs and name not in self.without]

    def ask(self, target: str, names: list[str]) -> dict[str, Answer]:
        """Run the steps over one connection to a connection string or data source."""
        done = subprocess.run(
            [*self.command, target, *self.more],
            input=script(names).encode(), capture_output=True, env=self._environment(), check=False,
        )  # fmt: skip
        problem = done.stderr.decode(errors="replace")
        assert done.returncode == 0, f"{self.name} ended with {done.returncode}: {problem}"
        return answers(names, done.stdout.decode(errors="surrogateescape"))

    def _environment(self) -> dict[str, str]:
        own = {name: value.format_map(os.environ) for name, value in self.environment.items()}
        preloads = [value for value in (os.environ.get("JSDODBC_TEST_PRELOAD"), own.get("LD_PRELOAD")) if value]
        return {**os.environ, **own, **({"LD_PRELOAD": ":".join(preloads)} if preloads else {})}


def _probe(program: str, file: str) -> tuple[str, ...]:
    return (program, str(PROBES / file))


def _python(name: str, file: str, verbs: frozenset[str], source: str = "DSN={}", **spelling: str) -> Application:
    present = (PYTHON, "-c", f"import {name}")
    return Application(
        name, _probe(PYTHON, file), verbs, {**PYTHON_SPELLING, **spelling}, present=present, source=source
    )


APPLICATIONS = (
    Application(
        "isql",
        (*_probe(sys.executable, "sql_shell.py"), "isql"),
        ALL - {"bind", "keys"},
        {"binary": "00FF"},
        state="S0002",
        source="{}",
        nothing="",
        present=("which", "isql"),
        without={"long text": WIDTH, "full text": WIDTH},
    ),
    Application(
        "iusql",
        (*_probe(sys.executable, "sql_shell.py"), "iusql"),
        ALL - {"bind", "keys"},
        {"binary": "00FF"},
        state="",
        source="{}",
        nothing="",
        by_string=False,
        present=("which", "iusql"),
        without={"long text": WIDTH, "full text": WIDTH},
    ),
    Application(
        "iodbctest",
        _probe(sys.executable, "iodbctest.py"),
        frozenset({"rows", "tables"}),
        {"binary": "00FF", "time": "23:59:58"},
        driver="Driver=jsdodbc;",  # this driver manager knows no braces
        environment={"ODBCINSTINI": "{ODBCSYSINI}/odbcinst.ini"},
        present=("which", "iodbctest"),
        without={"long text": WIDTH, "full text": WIDTH, "many rows": "prints a thousand characters a column"},
    ),
    Application(
        "PHP odbc",
        _probe("php", "php_odbc.php"),
        spelling=RAW,
        state="S0002",
        present=("php", "-r", "exit(extension_loaded('odbc') ? 0 : 1);"),
        without={"full text": NARROW},
    ),
    Application(
        "PDO",
        _probe("php", "pdo_odbc.php"),
        frozenset({"rows", "bind", "scroll"}),
        {"binary": "00FF"},
        present=("php", "-r", "exit(extension_loaded('PDO_ODBC') ? 0 : 1);"),
    ),
    Application(
        "Perl",
        _probe("perl", "dbd_odbc.pl"),
        spelling=RAW,
        present=("perl", "-MDBD::ODBC", "-e", "1"),
        without={"full text": NARROW},
    ),
    Application(
        "node",
        _probe("node", "node_odbc.js"),
        ALL | {"blocks"},
        {"decimal": "-12345678901234567000"},
        more=(NODE_MODULE,),
        present=("node", "-e", f"require('{NODE_MODULE}')"),
    ),
    Application(
        "Tcl",
        _probe("tclsh", "tdbc_odbc.tcl"),
        spelling={"decimal": "-1.2345678901234567e+19", "binary": "\x00ÿ"},
        present=_probe("tclsh", "present.tcl"),
    ),
    Application(
        "Ruby",
        _probe("ruby", "ruby_odbc.rb"),
        spelling={"time": "23:59:58", "stamp": "1969-12-31 23:59:59 999999000"},
        state="S0002",
        environment={"LD_PRELOAD": "libodbc.so.2"},  # Debian's package looks for libodbc.so.1
        present=("ruby", "-e", "require 'odbc'"),
        without={"full text": NARROW, "long text": NARROW},
    ),
    Application(
        "Lua",
        _probe("lua5.3", "luasql.lua"),
        frozenset({"rows"}),
        state="",
        source="{}",
        by_string=False,
        present=("lua5.3", "-e", "require 'luasql.odbc'"),
        without={"values": "reads BIGINT as 32 bits"},
    ),
    Application(
        "R",
        ("Rscript", "--vanilla", str(PROBES / "rodbc.R")),
        ALL - {"bind"},
        {"double": "0.10000000000000001"},
        present=("Rscript", "--vanilla", "-e", "library(RODBC)"),
        without={"full text": NARROW, "long text": NARROW},
    ),
    Application(
        "GDAL",
        _probe(sys.executable, "gdal.py"),
        frozenset({"rows", "tables", "columns"}),
        {
            "decimal": "-1.2345678901234567e+19",
            "time": "23:59:58",
            "stamp": "1969-12-31T23:59:60",
            "binary": "00FF",
        },
        state="S0002",
        source="DSN={};MapToWVarchar=false",  # of wide text it splits surrogate pairs
        by_string=False,  # what stands before an @ is a user to it
        present=("which", "ogr2ogr"),
    ),
    Application(
        "LibreOffice",
        _probe("/usr/bin/python3", "libreoffice_base.py"),
        spelling={"time": "23:59:58.000000000", "stamp": "1969-12-31 23:59:59.999999000", "binary": "0x0-1"},
        state="",
        source="{}",
        by_string=False,
        present=("/usr/bin/python3", "-c", "import uno, shutil; exit(shutil.which('soffice') is None)"),
        without={"many rows": "a call between processes for each cell"},
    ),
    _python("pyodbc", "pyodbc_plain.py", ALL),
    _python("aioodbc", "aioodbc_plain.py", ALL),
    _python("sqlalchemy", "sqlalchemy_dialect.py", ALL),
    _python("pandas", "pandas_sql.py", frozenset({"rows", "bind"}), decimal="-1.2345678901234567e+19"),
    _python("polars", "polars_database.py", frozenset({"rows"}), source=""),
    _python("arrow_odbc", "arrow_odbc_blocks.py", frozenset({"rows", "bind"})),
)
