"""The sealed file of an access request: it opens by the layout of WinZip's AES, and by one passphrase alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from server.access_requests.sealed_zip import new_passphrase, sealed
from tests.api.opened_zip import opened

AT = datetime(2026, 11, 28, 14, 0, 2, tzinfo=UTC)


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 4096, 300_001])
def test_its_passphrase_opens_it_byte_for_byte(size):
    files = {"records.html": bytes(range(256)) * (size // 256) + b"x" * (size % 256), "records.json": b"{}"}

    assert opened(sealed(files, "ABCD-2345", AT), "ABCD-2345") == files


def test_no_other_passphrase_does_and_a_changed_byte_shows():
    content = sealed({"records.html": b"<p>Maya</p>" * 40}, "ABCD-2345", AT)
    changed = bytearray(content)
    changed[len("records.html") + 30 + 11 + 25] ^= 1

    for other, passphrase in ((content, "ABCD-2346"), (bytes(changed), "ABCD-2345")):
        with pytest.raises(ValueError, match="another passphrase"):
            opened(other, passphrase)


def test_nothing_in_it_is_plain_and_no_two_are_alike():
    one, other = (sealed({"records.html": b"Maya Brown" * 9}, "ABCD-2345", AT) for _ in range(2))

    assert b"Maya" not in one
    assert one != other


def test_a_passphrase_is_five_groups_that_nobody_mistakes():
    found = {new_passphrase() for _ in range(50)}

    assert len(found) == 50
    assert all(re.fullmatch(r"([2-9A-HJKMNP-TV-Z]{4}-){4}[2-9A-HJKMNP-TV-Z]{4}", one) for one in found)
