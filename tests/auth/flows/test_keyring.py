"""Secrets in a real Secret Service: read by the driver when unlocked, never waited for when there is none."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from jsdodbc.sandbox.server import Sandbox
from tests.auth.flows.conftest import COUNT
from tests.auth.peers import HERE, Machine, Outcome

# The application keeps the standard input; the keyring's password and the secret come another way.
_SESSION = """
printf unlocked | gnome-keyring-daemon --unlock --components=secrets >/dev/null
printf %s "$DESK_SECRET" | {python} -c "import keyring, sys; keyring.set_password('desk', 'ann', sys.stdin.read())"
exec {python} {application}
"""


def ask_in_session(machine: Machine, string: str, secret: str) -> Outcome:
    """As `Machine.ask`, on a session bus of its own whose keyring holds `secret`."""
    script = _SESSION.format(python=sys.executable, application=HERE / "ask.py")
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script],
        env={**machine.environment, "DESK_SECRET": secret},
        input=f"{string}\n{COUNT}",
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout, done.stderr
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(autouse=True)
def _service() -> None:
    if shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None:
        pytest.fail("the keyring that tests read is missing: apt-get install gnome-keyring dbus (make test does it)")


def test_secret_of_the_keyring(machine: Machine) -> None:
    with Sandbox("cloud", 7, 1, bulky=False) as desk:
        string = f"Driver=jsdodbc;URL={desk.url};User={desk.user};APIToken=keyring:desk/ann;"
        assert ask_in_session(machine, string, desk.token).rows == [["7"]]
        missing = ask_in_session(machine, string.replace("desk/ann", "desk/bob"), desk.token)
        assert missing.state == "28000" and "keyring set desk bob" in missing.message


def test_without_a_keyring(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    failed = machine.ask("Driver=jsdodbc;URL=http://127.0.0.1:9;User=a;APIToken=keyring:desk/ann;", COUNT)
    assert failed.state == "28000" and "keyring:desk/ann" in failed.message
