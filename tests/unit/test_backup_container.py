"""Whatever is done to a backup's file, it opens as it was written or not at all; and any age tool opens it."""

from __future__ import annotations

import errno
from io import BytesIO

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyrage.x25519 import Identity

from server.backups.age_rules import identity_text
from server.backups.container import LaterFormat, NotABackup, OtherKey, decrypting, encrypting

KEY, ONE_TIME = Identity.from_str(identity_text(bytes(range(7, 39)))), Identity.generate()
CONTENT = bytes(range(256)) * 700
PIECE_BYTES = 64 * 1024
PIECE = PIECE_BYTES + 16


def written(content: bytes = CONTENT) -> bytes:
    out = BytesIO()
    with encrypting(out, [KEY.to_public(), ONE_TIME.to_public()]) as plain:
        for at in range(0, len(content), 1000):
            plain.write(content[at : at + 1000])
    return out.getvalue()


def opened(file: bytes, key: Identity = KEY) -> bytes:
    with decrypting(BytesIO(file), key) as plain:
        return b"".join(iter(lambda: plain.read(777), b""))


# One for all: what stands before the pieces is of another length in each.
FILE = written()
START = len(FILE) - len(CONTENT) - 3 * 16


@pytest.mark.parametrize("length", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
def test_what_was_written_comes_back_with_either_key(length):
    file = written(bytes(length))

    assert opened(file) == opened(file, ONE_TIME) == bytes(length)


@given(some.binary(min_size=32, max_size=32))
def test_a_key_reads_as_age_writes_it(secret):
    identity = Identity.from_str(identity_text(secret))

    assert str(identity) == identity_text(secret)


def test_age_alone_opens_it():
    assert pyrage.decrypt(written(), [Identity.from_str(str(KEY))]) == CONTENT


@pytest.mark.parametrize("length", [0, 5, 18, START - 1, START, START + 10, START + PIECE, START + 2 * PIECE, -1])
def test_one_that_is_cut_short_opens_nowhere(length):
    with pytest.raises(NotABackup):
        opened(FILE[:length])


@pytest.mark.parametrize("at", [3, START - 40, START - 10, START, START + PIECE - 1, START + PIECE + 5, -1])
def test_one_changed_byte_is_found(at):
    changed = bytearray(FILE)
    changed[at] ^= 1

    with pytest.raises(NotABackup):
        opened(bytes(changed))


def test_pieces_exchanged_left_out_doubled_or_added_are_found():
    file = FILE
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
    with pytest.raises(NotABackup), decrypting(BytesIO(FILE[:-1]), KEY) as plain:
        assert plain.read(10) == CONTENT[:10]


def test_another_key_and_a_later_age_are_no_damage():
    with pytest.raises(OtherKey):
        opened(written(), Identity.generate())
    with pytest.raises(LaterFormat):
        opened(written().replace(b"org/v1", b"org/v2"))


def test_a_reader_that_had_enough_hears_its_own_error_and_nothing_waits():
    def stops():
        with decrypting(BytesIO(written(CONTENT * 20)), KEY) as plain:
            plain.read(10)
            raise KeyError

    with pytest.raises(KeyError):
        stops()


class _Full(BytesIO):
    def write(self, _content):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_with_its_number():
    with pytest.raises(OSError, match="No space left") as full, encrypting(_Full(), [KEY.to_public()]) as plain:
        plain.write(CONTENT * 20)

    assert full.value.errno == errno.ENOSPC


class _Failing(BytesIO):
    def read(self, size=-1):
        if self.tell() > PIECE:
            raise OSError(errno.EIO, "Input/output error")
        return super().read(size)


def test_a_disk_that_cannot_be_read_is_no_altered_file():
    with pytest.raises(OSError, match="Input/output error"), decrypting(_Failing(written(CONTENT * 5)), KEY) as plain:
        plain.read()
