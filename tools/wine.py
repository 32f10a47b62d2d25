"""Runs the native tests of the Windows build under wine, with an engine that runs in a Windows Python.

Usage: wine.py, after `make windows` has built build/windows-x86_64 and build/windows-i686. The tests of 32 bits run
where wine can (Debian's wine32, of the architecture i386); elsewhere the exports of those DLLs are read.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WINE = ROOT / "build" / "wine"
ENGINE = WINE / "python" / "jsdodbc" / "engine.py"
TESTS = ["native_tests", "driver_tests", "test_convert"]
WINE_OF_32_BITS = Path("/usr/lib/wine/wine")
DEFINITIONS = {"jsdodbc.dll": "exports.def", "jsdodbcS.dll": "setup_exports.def"}
NO_32_BITS = """
WARNING: this wine runs no 32-bit programs: the x86 DLLs were built and their exports read, and NOTHING OF x86 WAS RUN.
To run it: dpkg --add-architecture i386 && apt-get update && apt-get install wine32:i386, then make windows.
"""


def main() -> None:
    ENGINE.parent.mkdir(exist_ok=True)
    (ENGINE.parent / "__init__.py").touch()
    shutil.copy(ROOT / "tests" / "native" / "fake_engine.py", ENGINE)
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DISPLAY"},
        "WINEPREFIX": str(WINE / "prefix"),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=",  # asks to download nothing
    }
    subprocess.run(["wine", "wineboot", "--init"], env=environment, check=True, capture_output=True)
    run_tests("x86_64", environment)
    if WINE_OF_32_BITS.exists():
        run_tests("i686", environment)
    else:
        for library, definition in DEFINITIONS.items():
            check_exports(ROOT / "build" / "windows-i686" / library, ROOT / "cmake" / definition)
        print(NO_32_BITS, file=sys.stderr)


def run_tests(machine: str, environment: dict[str, str]) -> None:
    folder = str(ROOT / "build" / f"windows-{machine}")
    subprocess.run(["cmake", "--build", folder, "--target", *TESTS], check=True)
    subprocess.run(["ctest", "--test-dir", folder, "--output-on-failure"], env=environment, check=True)


def check_exports(library: Path, definition: Path) -> None:
    """Fails unless the DLL exports the names of the definition file, undecorated, and no others."""
    table = subprocess.run(["i686-w64-mingw32-objdump", "-p", library], check=True, capture_output=True, text=True)
    names = re.findall(r"^\s*\[ *\d+\](?: \+base\[ *\d+\] +[0-9a-f]+)? (\w\S*)$", table.stdout, re.MULTILINE)
    declared = definition.read_text("utf-8").partition("EXPORTS")[2].split()
    if sorted(names) != sorted(declared) or not names:
        sys.exit(f"{library} exports {sorted(set(names) ^ set(declared))} otherwise than {definition.name} says.")
    print(f"{library.name} of 32 bits exports the {len(names)} names of {definition.name}.")


if __name__ == "__main__":
    main()
