"""`python -m jsdodbc.sandbox` and what the package keeps to itself."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path

import jsdodbc.sandbox


def test_the_command_serves_and_prints_a_connection_string() -> None:
    command = [sys.executable, "-m", "jsdodbc.sandbox", "--flavour", "dc", "--issues", "10", "--seed", "3", "--lean"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url, connection = process.stdout.readline().strip(), process.stdout.readline().strip()
        try:
            with urllib.request.urlopen(f"{url}/rest/api/2/serverInfo", timeout=10) as reply:
                assert b'"deploymentType":"Server"' in reply.read()
        finally:
            process.terminate()
    assert connection == f"URL={url};AuthScheme=Basic;User=agent;Password=sandbox-password;"
    assert process.returncode == 0


def test_the_sandbox_shares_nothing_with_the_driver() -> None:
    """An independent witness: no import of jsdodbc outside the sandbox."""
    folder = Path(jsdodbc.sandbox.__file__).parent
    for file in folder.rglob("*.py"):
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        imports = [line for line in lines if line.startswith(("from jsdodbc", "import jsdodbc"))]
        assert all(line.split()[1].startswith("jsdodbc.sandbox") for line in imports), file
