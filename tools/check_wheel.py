"""Shows that the wheel is whole: installed into an environment of its own, its library finds its engine and answers.

Usage: check_wheel.py WHEEL FOLDER. The dependencies are those of the environment this runs in.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from jsdodbc.sandbox.server import Sandbox

_ASK = """
import pyodbc, sys
count = pyodbc.connect(sys.argv[1], autocommit=True).execute("SELECT COUNT(*) FROM Issues").fetchval()
assert count == 25, count
"""
_CONFIGURE = """
import ctypes
add_system_source = 4
library = ctypes.CDLL("libodbcinst.so.2")
attributes = b"DSN=Wheel\\0URL=wheel.example\\0\\0"
assert library.SQLConfigDataSource(None, add_system_source, b"jsdodbc", attributes), "SQLConfigDataSource failed"
"""


def main(wheel: str, folder: str) -> None:
    packages = _installed(Path(wheel), Path(folder))
    library = packages / "jsdodbc" / "lib" / "libjsdodbc.so"
    _administered(packages, Path(folder))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JSDODBC_")}
    with Sandbox("cloud", issues=25) as site:
        text = f"Driver={library};{site.connection_string}"
        subprocess.run([sys.executable, "-c", _ASK, text], env=environment, check=True)
    print(
        f"{Path(wheel).name}: the library of the wheel found its engine and read 25 issues; the set-up library answered"
    )


def _administered(packages: Path, folder: Path) -> None:
    """Its command registers both libraries, and an administrator's call reaches the set-up library."""
    python = str(folder / "bin" / "python")
    ini = folder.resolve() / "ini"
    ini.mkdir(exist_ok=True)
    environment = {**os.environ, "ODBCSYSINI": str(ini), "ODBCINI": str(ini / "odbc.ini")}
    command = [python, "-m", "jsdodbc.cli.main", "register", "--system"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([python, "-c", _CONFIGURE], env=environment, check=True)
    written = (ini / "odbc.ini").read_text("utf-8")
    assert "URL=wheel.example" in written.replace(" ", ""), written
    assert str(packages / "jsdodbc" / "lib" / "libjsdodbcS.so") in (ini / "odbcinst.ini").read_text("utf-8")


def _installed(wheel: Path, folder: Path) -> Path:
    venv.create(folder, clear=True, with_pip=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True)
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())
    # Only what the package needs, not the package as it lies in src/.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return packages


if __name__ == "__main__":
    main(*sys.argv[1:])
