"""One ZIP file that opens with a passphrase in 7-Zip and its like: WinZip's AES-256, which they all read (pyzipper).

The passphrase is drawn at random from 2^98, so that the format's few rounds of PBKDF2 are no weakness (ADR 0068).
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

import pyzipper

from server.accounts.one_time_codes import LETTERS

_GROUPS, _LETTERS_A_GROUP = 5, 4
_BITS = 256


def new_passphrase(choose: Callable[[str], str] = secrets.choice) -> str:
    """Five groups of four letters and figures that nobody mistakes for others: ABCD-2345-…"""
    groups = ["".join(choose(LETTERS) for _ in range(_LETTERS_A_GROUP)) for _ in range(_GROUPS)]
    return "-".join(groups)


def sealed(files: Mapping[str, bytes], passphrase: str, at: datetime) -> bytes:
    """These files, by their names, in one ZIP that this passphrase opens."""
    made = io.BytesIO()
    with pyzipper.AESZipFile(
        made, "w", compression=pyzipper.ZIP_DEFLATED, compresslevel=9, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(passphrase.encode())
        # AE-2: no CRC of what is inside stands in clear.
        archive.setencryption(pyzipper.WZ_AES, nbits=_BITS, force_wz_aes_version=2)
        for name, content in files.items():
            entry = archive.zipinfo_cls(name, date_time=at.timetuple()[:6])
            entry.compress_type = pyzipper.ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()
