"""The settings file: what opens it, what doesn't, and that it is never half written."""

from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from jsdodbc.auth.keeping import Keeper, Kept
from jsdodbc.auth.settings_file import KeySource, MemorySettings, SettingsFile, default_path, store_of
from jsdodbc.auth.tokens import Tokens
from jsdodbc.cancel import Cancellation
from jsdodbc.errors import Cancelled, Error

SOURCE = KeySource.client_secret("s3cret")


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "new folder" / "OAuthSettings.txt", SOURCE)


def written(file: SettingsFile) -> SettingsFile:
    with file.locked(Cancellation()):
        file.write({"a": {"token": "t0ken"}})
    return file


def test_what_was_written_is_read_and_nobody_else_reads_it(file: SettingsFile) -> None:
    assert file.read() == {}
    written(file)
    assert file.read() == {"a": {"token": "t0ken"}}
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    magic, header, _ = file.path.read_text().split("\n", 2)
    assert magic == "JSMOA1" and json.loads(header)["kdf"] == "hkdf-client-secret"
    assert "t0ken" not in file.path.read_text()


def test_each_write_has_a_key_and_a_nonce_of_its_own(file: SettingsFile) -> None:
    first = written(file).path.read_bytes()
    second = written(file).path.read_bytes()
    assert json.loads(first.split(b"\n")[1]) != json.loads(second.split(b"\n")[1])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[oauth]\ntoken=1", "is not a settings file"),
        (b"", "is not a settings file"),
        (b"JSMOA1\n{}\nAAAA\n", "is not a settings file"),
        (b'JSMOA1\n{"v":1,"kdf":"hkdf-private-key","salt":"AA==","nonce":"AA=="}\nAAAA\n', "another way of signing in"),
    ],
)
def test_other_files_are_left_alone(file: SettingsFile, content: bytes, said: str) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    file.path.chmod(0o600)
    with pytest.raises(Error, match=said) as caught:
        file.read()
    assert caught.value.sqlstate == "28000"
    assert file.path.read_bytes() == content


def test_damage_and_another_secret_are_told(file: SettingsFile) -> None:
    content = written(file).path.read_bytes()
    with pytest.raises(Error, match="another OAuthClientSecret, or is damaged"):
        SettingsFile(file.path, KeySource.client_secret("other")).read()
    head, _, sealed = content.rstrip().rpartition(b"\n")
    file.path.write_bytes(head.replace(b'"v": 1', b'"v": 2') + b"\n" + sealed)
    with pytest.raises(Error, match="damaged"):
        file.read()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_file_of_others_is_refused(file: SettingsFile, monkeypatch: pytest.MonkeyPatch) -> None:
    written(file).path.chmod(0o640)
    with pytest.raises(Error, match="chmod 600"):
        file.read()
    file.path.chmod(0o600)
    monkeypatch.setattr(os, "geteuid", lambda: file.path.stat().st_uid + 1)
    with pytest.raises(Error, match="belongs to another user"):
        file.read()


def test_lock_is_waited_for_and_given_up_when_cancelled(file: SettingsFile) -> None:
    cancellation = Cancellation()
    outcome: list[BaseException] = []

    def wait() -> None:
        try:
            with SettingsFile(file.path, SOURCE).locked(cancellation):
                raise AssertionError("two have the lock")
        except BaseException as error:
            outcome.append(error)

    with file.locked(Cancellation()):
        waiting = threading.Thread(target=wait)
        waiting.start()
        cancellation.cancel()
        waiting.join()
    assert isinstance(outcome[0], Cancelled)


def test_write_that_fails_leaves_the_old_file(file: SettingsFile, monkeypatch: pytest.MonkeyPatch) -> None:
    written(file)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Error, match="No space left"), file.locked(Cancellation()):
        file.write({"b": {}})
    assert file.read() == {"a": {"token": "t0ken"}}
    assert sorted(each.name for each in file.path.parent.iterdir()) in (
        ["OAuthSettings.txt"],
        ["OAuthSettings.txt", "OAuthSettings.txt.lock"],
    )


def test_folder_that_cannot_be_written_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(Error, match="read and write") as caught,
        SettingsFile(tmp_path / "file" / "below", SOURCE).locked(Cancellation()),
    ):
        pass
    assert caught.value.sqlstate == "HY000"


def test_key_file_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "state" / "key"
    assert KeySource.key_file(path) == KeySource.key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    with pytest.raises(Error, match="chmod 600"):
        KeySource.key_file(path)


def test_memory_is_shared_by_name_and_copied() -> None:
    store = store_of("memory://shared", SOURCE)
    with store.locked(Cancellation()):
        store.write({"a": {}})
    again = MemorySettings("shared")
    again.read()["b"] = {}
    assert again.read() == {"a": {}} and MemorySettings("other").read() == {}


def test_default_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_path() == tmp_path / "jsdodbc" / "OAuthSettings.txt"


def keeper(url: str = "https://a", user: str = "") -> Keeper:
    return Keeper(MemorySettings("keepers"), "OAuth 2.0", "desk", url, user)


def kept(token: str) -> Kept:
    return Kept(Tokens(token))


def test_entry_of_another_url_or_user_is_not_taken() -> None:
    MemorySettings("keepers").write({})
    keeper(user="ann").write(kept("1"))
    assert keeper("https://b").read() == Kept()
    assert keeper(user="bob").read() == Kept()
    assert keeper("").read().tokens.access_token == "1"
    assert keeper().read().tokens.access_token == "1"
    keeper("https://b").write(kept("2"))
    with pytest.raises(Error, match="several sites or users"):
        keeper("").read()


def test_refresh_token_before_is_kept_for_the_reuse_window() -> None:
    first = Kept(Tokens("a1", "r1"))
    second = first.renewed(Tokens("a2", "r2"))
    assert (second.tokens.refresh_token, second.previous) == ("r2", "r1")
    assert second.renewed(Tokens("a3", "r2")).previous == ""
    assert second.renewed(Tokens("a4", "r4"), previous=False).previous == ""
    assert Kept.of(json.loads(json.dumps(second.as_entry()))) == second


def test_passphrase_opens_the_file_anywhere(tmp_path: Path) -> None:
    place = str(tmp_path / "settings")
    store = store_of(place, SOURCE, "open sesame")
    with store.locked(Cancellation()):
        store.write({"a": {"token": "t0ken"}})
    assert json.loads(Path(place).read_text().split("\n")[1])["kdf"] == "scrypt-passphrase"
    assert store_of(place, KeySource.client_secret("another"), "open sesame").read() == {"a": {"token": "t0ken"}}
    before = Path(place).read_bytes()
    for passphrase, said in (("wrong", "another OAuthSettingsPassphrase"), ("", "with OAuthSettingsPassphrase")):
        with pytest.raises(Error, match=said) as caught:
            store_of(place, SOURCE, passphrase).read()
        assert caught.value.sqlstate == "28000"
    assert Path(place).read_bytes() == before


def test_passphrase_for_a_file_of_before_is_told(file: SettingsFile) -> None:
    written(file)
    with pytest.raises(Error, match="without OAuthSettingsPassphrase"):
        store_of(str(file.path), SOURCE, "open sesame").read()


def test_file_without_entries_is_none(file: SettingsFile) -> None:
    with written(file).locked(Cancellation()):
        file.write({})
    assert not file.path.exists() and file.read() == {}


def test_one_entry_is_forgotten(file: SettingsFile) -> None:
    first = Keeper(file, "OAuth 2.0", "id", "https://a.example", "ann")
    second = Keeper(file, "OAuth 2.0", "id", "https://b.example", "ann")
    with file.locked(Cancellation()):
        for keeper in (first, second):
            keeper.write(Kept(Tokens(refresh_token="r")))
        first.forget()
    assert first.read() == Kept() and second.read().tokens.refresh_token == "r"
