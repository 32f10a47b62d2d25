"""Where the library finds the Python that runs its engine when the environment does not name it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "src" / "jsdodbc" / "lib" / "libjsdodbc.so"
FAKE_ENGINE = Path(__file__).with_name("fake_engine.py")
ISQL = shutil.which("isql")

pytestmark = pytest.mark.skipif(not LIBRARY.exists(), reason="the library is not built: make native")


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The library in a tree like an installed one, without a Python above it."""
    library = tmp_path / "venv/lib/python3.11/site-packages/jsdodbc/lib/libjsdodbc.so"
    library.parent.mkdir(parents=True)
    shutil.copy(LIBRARY, library)
    return library


def _interpreter(path: Path, mark: str) -> Path:
    """A program that runs the fake engine and leaves `mark` beside itself."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"#!/bin/sh\necho '{mark}' > '{path}.ran'\nexec '{sys.executable}' -I '{FAKE_ENGINE}'\n", encoding="utf-8"
    )
    path.chmod(0o755)
    return path


def _register(folder: Path, library: Path, engine: str = "") -> None:
    section = f"[jsdodbc-test]\nDriver={library}\n" + (f"Engine={engine}\n" if engine else "")
    (folder / "odbcinst.ini").write_text(section, encoding="utf-8")
    (folder / "odbc.ini").write_text("[desk]\nDriver=jsdodbc-test\nKey=value\n", encoding="utf-8")


def _isql(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert ISQL, "isql (unixodbc) is missing"
    kept = {name: value for name, value in os.environ.items() if name != "JSDODBC_ENGINE_PYTHON"}
    environment = {**kept, "ODBCSYSINI": str(folder), "ODBCINI": str(folder / "user.ini"), "HOME": str(folder)}
    return subprocess.run(
        [ISQL, "-b", "-v", *arguments],
        input="rows 3\n",
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("arguments", [("-k", "Driver={jsdodbc-test};a=b"), ("-k", "DSN=desk;a=b"), ("desk",)])
def test_the_drivers_section_names_the_python(tmp_path: Path, installed: Path, arguments: tuple[str, ...]) -> None:
    named = _interpreter(tmp_path / "elsewhere" / "python", "named")
    _interpreter(tmp_path / "venv/bin/python3", "above")
    _register(tmp_path, installed, str(named))
    done = _isql(tmp_path, *arguments)
    assert "3 rows fetched" in done.stdout, done.stdout + done.stderr
    assert (tmp_path / "elsewhere" / "python.ran").exists()
    assert not (tmp_path / "venv/bin/python3.ran").exists()


@pytest.mark.parametrize("registered", [False, True])
def test_the_python_above_the_library_is_found(tmp_path: Path, installed: Path, registered: bool) -> None:
    _interpreter(tmp_path / "venv/bin/python3", "above")
    _register(tmp_path, installed)
    driver = "{jsdodbc-test}" if registered else str(installed)
    done = _isql(tmp_path, "-k", f"Driver={driver};a=b")
    assert "3 rows fetched" in done.stdout, done.stdout + done.stderr
    assert (tmp_path / "venv/bin/python3.ran").exists()


def test_a_link_to_the_library_leads_to_its_own_python(tmp_path: Path, installed: Path) -> None:
    _interpreter(tmp_path / "venv/bin/python3", "above")
    link = tmp_path / "drivers" / "libjsdodbc.so"
    link.parent.mkdir()
    link.symlink_to(installed)
    done = _isql(tmp_path, "-k", f"Driver={link};a=b")
    assert "3 rows fetched" in done.stdout, done.stdout + done.stderr


def test_nothing_found_names_every_place(tmp_path: Path, installed: Path) -> None:
    _register(tmp_path, installed)
    done = _isql(tmp_path, "-k", "Driver={jsdodbc-test};a=b")
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert "[08001]" in told
    assert "JSDODBC_ENGINE_PYTHON (not set)" in told
    assert "Engine= of section [jsdodbc-test] in odbcinst.ini (not there)" in told
    assert f"the folders above the library {installed}" in told


def test_a_named_python_that_is_not_there_is_told(tmp_path: Path, installed: Path) -> None:
    _register(tmp_path, installed, "/nowhere/python")
    done = _isql(tmp_path, "-k", "Driver={jsdodbc-test};a=b")
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert "[08001]" in told
    assert "Tried /nowhere/python (Engine= of section" in told  # isql cuts off the rest
