"""The wire protocol: the same bytes as tests/odbc/golden_frames.json, which the native tests read too."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsdodbc.odbc import wire
from jsdodbc.odbc.codec import Malformed
from tests.odbc_seam import examples

GOLDEN = json.loads(examples.GOLDEN.read_text(encoding="utf-8"))


def test_every_message_has_a_golden_frame() -> None:
    assert {frame["type"] for frame in GOLDEN} == {kind.TYPE for kind in wire.MESSAGES}


def test_the_golden_bytes_are_still_what_is_sent() -> None:
    assert examples.frames() == GOLDEN


@pytest.mark.parametrize("frame", GOLDEN, ids=lambda frame: frame["name"])
def test_golden_frames_are_read_back(frame: dict[str, object]) -> None:
    payload = bytes.fromhex(str(frame["payload_hex"]))
    message = wire.decode(int(str(frame["type"])), payload)
    assert payload.startswith(bytes(wire.encode(message)))
    if str(frame["name"]) in examples.MESSAGES:
        assert repr(message) == frame["meaning"]


@pytest.mark.parametrize("frame", GOLDEN, ids=lambda frame: frame["name"])
def test_a_message_cut_short_is_malformed(frame: dict[str, object]) -> None:
    whole = bytes(wire.encode(wire.decode(int(str(frame["type"])), bytes.fromhex(str(frame["payload_hex"])))))
    for end in range(len(whole)):
        with pytest.raises(Malformed):
            wire.decode(int(str(frame["type"])), whole[:end])


def test_surplus_bytes_and_unknown_messages_are_malformed() -> None:
    for kind, payload in ((wire.MoreResults.TYPE, b"\0"), (0x99, b"")):
        with pytest.raises(Malformed) as caught:
            wire.decode(kind, payload)
        assert caught.value.sqlstate == "08S01"


@given(st.binary(max_size=200), st.sampled_from([kind.TYPE for kind in wire.MESSAGES]))
def test_random_bytes_are_read_or_malformed(payload: bytes, kind: int) -> None:
    try:
        wire.decode(kind, payload)
    except Malformed as error:
        assert error.sqlstate == "08S01"


@given(st.none() | st.text(), st.text())
def test_null_and_empty_text_stay_apart(user: str | None, text: str) -> None:
    message = wire.Connect(1, text.encode("utf-8", "backslashreplace").decode(), user, None, 0, 3, 0)
    assert wire.decode(wire.Connect.TYPE, bytes(wire.encode(message))) == message
