"""Reading what a phone sends: whatever the bytes, either items or a plain refusal, never a crash."""

from __future__ import annotations

import json
import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.intake.rules import Unreadable, parse_json, read_chains, read_frames, read_header

HEADER = {"chain": "a" * 32, "id": "r1", "seq": 1, "trip": None, "kid": "k", "type": "record", "digest": "0" * 64}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=6),
    max_leaves=12,
)


def _framed(header: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(header)) + header + struct.pack(">I", len(body)) + body


@given(st.binary(max_size=400))
def test_any_bytes_give_items_or_a_refusal(content):
    with suppress(Unreadable):
        assert isinstance(read_frames(content), list)


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_frames_come_out_as_they_went_in(bodies):
    content = b"".join(_framed(json.dumps(HEADER).encode(), body) for body in bodies)

    assert [item.sealed for item in read_frames(content)] == bodies


@given(st.dictionaries(st.sampled_from(sorted(HEADER)), JSON))
def test_a_header_is_read_whatever_it_holds(changes):
    header = read_header({**HEADER, **changes})

    if header is not None:
        assert isinstance(header.seq, int)
        assert all(isinstance(text, str) for text in (header.chain, header.id, header.kid, header.type))
        (header.chain + header.id + header.kid + header.type + (header.trip or "")).encode()


@pytest.mark.parametrize("missing", ["id", "type", "digest"])
def test_without_a_name_for_its_receipt_a_header_is_not_read(missing):
    assert read_header({key: value for key, value in HEADER.items() if key != missing}) is None


@pytest.mark.parametrize(
    "odd",
    [{"seq": -1}, {"seq": True}, {"seq": 2**63}, {"chain": "A" * 32}, {"trip": 7}, {"kid": ""}, {"kid": "\ud83d"}],
)
def test_a_label_that_is_wrong_in_one_part_is_marked_odd(odd):
    header = read_header({**HEADER, **odd})

    assert header is not None
    assert header.is_odd


@given(JSON)
def test_any_chains_are_read_or_refused(value):
    with suppress(Unreadable):
        assert isinstance(read_chains(value), list)


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "1" * 5000, "[" * 100_000, '"' + "a", ""])
def test_what_is_not_json_is_refused(text):
    with pytest.raises(Unreadable):
        parse_json(text.encode())
