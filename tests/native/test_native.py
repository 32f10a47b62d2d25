"""The library's own tests, and pyodbc and isql through the driver manager against the fake engine."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "src" / "jsdodbc" / "lib" / "libjsdodbc.so"
FAKE_ENGINE = Path(__file__).with_name("fake_engine.py")

pytestmark = pytest.mark.skipif(not LIBRARY.exists(), reason="the library is not built: make native")

ROWS_IN_PYTHON = """
import sys, pyodbc
connection = pyodbc.connect(sys.argv[1])
cursor = connection.cursor()
assert len(cursor.execute("rows 10000 999").fetchall()) == 10_000
row = cursor.execute("types").fetchone()
assert row[6] == "Zürich 東京 \\U0001F600" and row[7] == b"\\x00\\x01\\xff" and str(row[5]) == "1.2345", row
assert tuple(cursor.execute("echo ? ?", 7, "é").fetchone()) == ("4|2:7", "-9|5:é")
# pyodbc reckons with buffers that are filled to their last unit, though that may be half a surrogate pair.
for lead in range(4):
    text = "x" * lead + "\\U0001F600é" * 3000
    assert cursor.execute("echo ?", text).fetchone()[0].split(":", 1)[1] == text, lead
try:
    cursor.execute("error 42S02 There is no table X.")
except pyodbc.Error as problem:
    assert problem.args[0] == "42S02" and "[jsdodbc]" in problem.args[1]
else:
    raise AssertionError("no error")
print("fine")
"""


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        engine = Path(folder) / "engine"
        engine.write_text(f"#!/bin/sh\nexec '{sys.executable}' -I '{FAKE_ENGINE}'\n", encoding="utf-8")
        engine.chmod(engine.stat().st_mode | stat.S_IXUSR)
        yield {**os.environ, "JSDODBC_ENGINE_PYTHON": str(engine), "ODBCSYSINI": folder}


def _run(arguments: list[str], environment: dict[str, str], given: str = "") -> str:
    done = subprocess.run(
        arguments, input=given, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_pyodbc_reads_writes_and_is_told_of_errors(environment: dict[str, str]) -> None:
    assert _run([sys.executable, "-c", ROWS_IN_PYTHON, f"Driver={LIBRARY};a=b"], environment) == "fine\n"


def test_isql_prints_rows(environment: dict[str, str]) -> None:
    isql = shutil.which("isql")
    assert isql, "isql (unixodbc) is missing"
    printed = _run([isql, "-b", "-v", "-k", f"Driver={LIBRARY};a=b"], environment, "rows 3\n")
    assert "name 2" in printed
    assert "3 rows fetched" in printed


def test_the_library_needs_no_cxx_runtime_and_exports_only_odbc() -> None:
    needed = _run(["readelf", "-d", str(LIBRARY)], dict(os.environ))
    assert "libstdc++" not in needed
    assert "libgcc_s" not in needed
    exported = _run(["nm", "-D", "--defined-only", str(LIBRARY)], dict(os.environ)).splitlines()
    assert exported
    assert [line for line in exported if not line.split()[-1].startswith("SQL")] == []


def test_every_platform_exports_the_same_functions() -> None:
    """The module definition of the Windows build names what the version script's pattern lets out here."""
    lines = subprocess.run(["nm", "-D", "--defined-only", LIBRARY], capture_output=True, text=True, check=True).stdout
    exported = {line.split()[-1].partition("@")[0] for line in lines.splitlines()}
    declared = (ROOT / "cmake" / "exports.def").read_text("utf-8").partition("EXPORTS")[2].split()
    assert sorted(exported) == sorted(declared)


def test_native_tests() -> None:
    build = ROOT / "build" / "native-tests"
    configure = ["cmake", "-S", str(ROOT), "-B", str(build), "-DBUILD_TESTING=ON", "-DCMAKE_BUILD_TYPE=Debug"]
    test = ["ctest", "--test-dir", str(build), "--output-on-failure"]
    for command in (configure, ["cmake", "--build", str(build)], test):
        done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
        assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-4000:]


def test_iodbc_is_told_apart_by_its_wider_characters(environment: dict[str, str]) -> None:
    iodbctest = shutil.which("iodbctest")
    if iodbctest is None:
        pytest.skip("iodbctest (package iodbc) is not installed")
    printed = _run([iodbctest, f"Driver={LIBRARY};a=b"], environment, "rows 2\n\nquit\n")
    assert "name 1" in printed
