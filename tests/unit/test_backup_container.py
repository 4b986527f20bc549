"""Whatever is done to a backup's file, it opens as it was written or not at all."""

from __future__ import annotations

from io import BytesIO

import pytest

from server.backups.container import (
    BEGINS,
    PIECE_BYTES,
    TAG_BYTES,
    Decrypting,
    Encrypting,
    Header,
    LaterFormat,
    NotABackup,
    read_header,
)

KEY = bytes(32)
HEADER = Header("an-id", "a-kid", "2026-11-28T10:00:00.000Z", "0.8.0", "0047_backups", "c2VhbGVk")
CONTENT = bytes(range(256)) * 700
PIECE = PIECE_BYTES + TAG_BYTES


def written(content: bytes = CONTENT, header: Header = HEADER) -> bytes:
    out = BytesIO()
    encrypting = Encrypting(out, header, KEY)
    for at in range(0, len(content), 1000):
        encrypting.write(content[at : at + 1000])
    encrypting.finish()
    return out.getvalue()


def opened(file: bytes) -> bytes:
    content = BytesIO(file)
    _header, beside = read_header(content)
    reading = Decrypting(content, beside, KEY)
    return b"".join(iter(lambda: reading.read(777), b""))


START = len(written()) - len(CONTENT) - 3 * TAG_BYTES


@pytest.mark.parametrize("length", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_what_was_written_comes_back(length):
    assert opened(written(bytes(length))) == bytes(length)


@pytest.mark.parametrize("length", [0, 5, 18, START - 1, START, START + 10, START + PIECE, START + 2 * PIECE, -1])
def test_one_that_is_cut_short_opens_nowhere(length):
    with pytest.raises(NotABackup):
        opened(written()[:length])


@pytest.mark.parametrize("at", [3, len(BEGINS) + 20, START, START + PIECE - 1, START + PIECE + 5, -1])
def test_one_changed_byte_is_found(at):
    changed = bytearray(written())
    changed[at] ^= 1

    with pytest.raises(NotABackup):
        opened(bytes(changed))


def test_pieces_exchanged_left_out_doubled_or_added_are_found():
    file = written()
    head, first, second, third = file[:START], *(file[START + at * PIECE :][:PIECE] for at in range(3))

    for parts in (
        (second, first, third),
        (first, third),
        (first, second, second, third),
        (first, second, third, third),
    ):
        with pytest.raises(NotABackup):
            opened(head + b"".join(parts))


def test_an_end_that_nobody_asked_for_is_looked_at_too():
    content = BytesIO(written()[:-1])
    _header, beside = read_header(content)
    reading = Decrypting(content, beside, KEY)
    assert reading.read(10) == CONTENT[:10]

    with pytest.raises(NotABackup):
        reading.read_to_the_end()


def test_pieces_do_not_open_under_another_header():
    other = written(header=Header(**{**HEADER.__dict__, "kid": "b-kid"}))

    with pytest.raises(NotABackup):
        opened(other[:START] + written()[START:])


def test_one_of_a_later_format_is_no_damage():
    with pytest.raises(LaterFormat):
        read_header(BytesIO(written(header=Header(**{**HEADER.__dict__, "format": 2}))))
