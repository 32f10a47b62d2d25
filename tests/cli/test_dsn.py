"""`jsdodbc dsn`: data sources by hand."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from jsdodbc import dsn
from jsdodbc.cli.main import main
from jsdodbc.sandbox.server import Sandbox


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ODBCSYSINI", str(tmp_path / "system"))
    for name in ("ODBCINI", "ODBCINSTINI", "SYSODBCINI", "SYSODBCINSTINI"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_add_edit_list_remove(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dsn", "add", "Desk", "Server=a.atlassian.net", "Timeout=5", "Description={Zürich; 東京}"]) == 0
    assert dsn.read("Desk") == {
        "Driver": "jsdodbc", "URL": "a.atlassian.net", "Timeout": "5", "Description": "Zürich; 東京"
    }  # fmt: skip
    assert mode(home / ".odbc.ini") == 0o644
    assert main(["dsn", "edit", "desk", "Timeout=", "User=me"]) == 0
    assert dsn.read("Desk") == {
        "Driver": "jsdodbc", "URL": "a.atlassian.net", "Description": "Zürich; 東京", "User": "me"
    }  # fmt: skip
    main(["dsn", "add", "Shared", "URL=b.atlassian.net", "--system"])
    capsys.readouterr()
    assert main(["dsn", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Desk\tuser\ta.atlassian.net\t{home}/.odbc.ini",
        f"Shared\tsystem\tb.atlassian.net\t{home}/system/odbc.ini",
    ]
    main(["dsn", "list", "--system"])
    assert "Desk" not in capsys.readouterr().out
    assert main(["dsn", "remove", "Desk"]) == 0
    assert main(["dsn", "remove", "--system", "Shared"]) == 0
    assert dsn.sections(home / ".odbc.ini") == dsn.sections(home / "system/odbc.ini") == {}


def test_list_of_none_says_how_to_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dsn", "list"]) == 0
    assert "jsdodbc dsn add" in capsys.readouterr().out


def test_secret_is_never_shown_and_its_file_is_the_owners_only(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / ".odbc.ini").write_text("[Other]\nDriver = x\n")
    (home / ".odbc.ini").chmod(0o644)
    assert main(["dsn", "add", "Desk", "URL=a.atlassian.net", "User=me", "APIToken=s3cret"]) == 0
    out = capsys.readouterr().out
    assert "s3cret" not in out
    assert "APIToken = ***" in out
    assert mode(home / ".odbc.ini") == 0o600
    assert dsn.read("Other") == {"Driver": "x"}


def test_secret_from_elsewhere_than_the_command_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("from standard input\nmore\n"))
    main(["dsn", "add", "B", "Password=-"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: f"answer to {prompt}")
    main(["dsn", "add", "C", "APIToken=?"])
    assert dsn.read("B")["Password"] == "from standard input"
    assert dsn.read("C")["APIToken"] == "answer to APIToken:"


@pytest.mark.parametrize("reference", ["env:MY_TOKEN", "keyring:desk/me"])
def test_reference_to_a_secret_stays_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reference: str
) -> None:
    """It is looked up when connecting; the file holds no secret, so it may be everybody's."""
    monkeypatch.setenv("MY_TOKEN", "s3cret")
    assert main(["dsn", "add", "Desk", "URL=a.atlassian.net", "User=me", f"APIToken={reference}"]) == 0
    assert f"APIToken = {reference}" in capsys.readouterr().out
    assert dsn.read("Desk")["APIToken"] == reference
    assert mode(home / ".odbc.ini") == 0o644
    assert main(["dsn", "edit", "Desk", "APIToken=", f"Password={reference}"]) == 0
    assert main(["dsn", "add", "--system", "Shared", "URL=a.atlassian.net", f"APIToken={reference}"]) == 0
    assert "s3cret" not in "".join(each.read_text() for each in home.rglob("*.ini"))


def test_reference_is_looked_up_when_connecting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Sandbox("dc", 3, 1, bulky=False) as desk:
        assert main(["dsn", "add", "Desk", f"URL={desk.url}", "AuthScheme=PAT", "APIToken=env:MY_TOKEN"]) == 0
        assert main(["dsn", "test", "Desk"]) == 1
        assert "MY_TOKEN names an environment variable that is not set" in capsys.readouterr().err
        monkeypatch.setenv("MY_TOKEN", desk.pat)
        assert main(["dsn", "test", "Desk"]) == 0


def test_person_at_a_terminal_is_asked_for_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda prompt: "typed")
    main(["dsn", "add", "Cloud", "URL=a.atlassian.net", "UID=me"])
    main(["dsn", "add", "Server", "URL=jira.example.com", "User=me"])
    main(["dsn", "add", "Nobody", "URL=jira.example.com"])
    assert dsn.read("Cloud")["APIToken"] == dsn.read("Server")["Password"] == "typed"
    assert set(dsn.read("Nobody")) == {"Driver", "URL"}


def test_system_data_source_takes_a_secret_only_when_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["dsn", "add", "--system", "Desk", "URL=a.atlassian.net", "APIToken=s3cret"]
    assert main(given) == 1
    error = capsys.readouterr().err
    assert "--share-secret" in error
    assert "s3cret" not in error
    assert not (home / "system").exists()
    assert main([*given, "--share-secret"]) == 0
    assert dsn.read("Desk")["APIToken"] == "s3cret"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "Desk", "Tiemout=5"], "Did you mean Timeout?"),
        (["add", "Desk", "Timeout=soon"], "from 0 to 86400"),
        (["add", "Desk", "Timeout"], "Name=value"),
        (["add", "Desk", "Driver=x"], "Driver"),
        (["add", "Desk", "User=a\nb"], "one line"),
        (["add", "Desk", "User=" + "a" * 1001], "1000"),
        (["add", "a[b]", "User=a"], "a[b]"),
        (["add", "a" * 33, "User=a"], "32"),
        (["edit", "Desk", "User=a"], "jsdodbc dsn list"),
        (["remove", "Desk"], "jsdodbc dsn list"),
        (["test", "Desk"], "no data source 'Desk'"),
    ],
)
def test_what_cannot_be_is_one_line(
    home: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dsn", *arguments]) == 1
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert not (home / ".odbc.ini").exists()


def test_property_of_a_feature_to_come_may_be_kept(home: Path) -> None:
    assert main(["dsn", "add", "Desk", "oauthclientid=x", "ProxyPassword=s3cret"]) == 0
    assert dsn.read("Desk")["OAuthClientId"] == "x"
    assert mode(home / ".odbc.ini") == 0o600


def test_test_says_site_user_tables_and_times(capsys: pytest.CaptureFixture[str]) -> None:
    with Sandbox("cloud", 20, 1, bulky=False) as site:
        pairs = site.connection_string.rstrip(";").split(";")
        main(["dsn", "add", "Desk", *pairs])
        capsys.readouterr()
        assert main(["dsn", "test", "Desk"]) == 0
        said = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
        assert site.url in said["site"]
        assert said["Issues"].startswith("can be read, ")
        assert said["Issues"].endswith(" s")
        main(["dsn", "edit", "Desk", "APIToken=wrong"])
        capsys.readouterr()
        assert main(["dsn", "test", "Desk"]) == 1
        error = capsys.readouterr().err
        assert "[28000]" in error
        assert "wrong" not in error
