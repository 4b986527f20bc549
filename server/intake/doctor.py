"""What the doctor looks at of what came: that its keys are here, and that the second copy keeps up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from server.config import on_one_disk
from server.foundation import clock
from server.foundation.crypto import KeyRing
from server.foundation.findings import Finding, Look, look, ok, wrong
from server.foundation.rows import select
from server.intake import lives, second_copy
from server.intake.models import SecondCopy

# The copier tries again every half minute.
BEHIND_AFTER = timedelta(minutes=10)
_OPENED = (
    "SELECT DISTINCT kid FROM envelope JOIN opening ON opening.envelope_id = envelope.n WHERE opening.state = 'opened'"
)
_LOCKED_OUT = "SELECT COUNT(*) FROM opening WHERE state = 'held' AND reason IN ('key.unknown', 'seal.broken')"
_FIRST_WITHOUT = "SELECT received_at FROM envelope WHERE n > ? ORDER BY n LIMIT 1"
_BRING_KEYS = (
    "Is LANYARD_KEYS the right folder? Put school_keys.json back from where it was, or from the last backup: "
    "docs/backups.md. Delete none."
)
_COPY_AGAIN = (
    "Is the disk of COPY_DIR connected, and is there room? Phones keep what they sent until there is a second copy."
)


def keys_fit(_config: Any) -> Iterator[Finding]:
    """Whether the keys are those that the reports here were opened with."""
    keys: KeyRing = current_app.extensions["lanyard.keys"]
    here = {key["kid"] for key in keys.of_school()}
    lost = [kid for (kid,) in select(_OPENED) if kid not in here and not keys.is_chairs(kid)]
    for kid in lost:
        yield wrong(f"Reports here were opened with key {kid}, and the school’s keys do not have it.", _BRING_KEYS)
    [(locked_out,)] = select(_LOCKED_OUT)
    if locked_out:
        yield look(f"{locked_out} items that came do not open with the school’s keys.", "Look at Held in the office.")
    if not lost:
        yield ok("The school’s keys fit the reports here.")


def copied(config: Any) -> Iterator[Finding]:
    """Whether each thing that came is in a second copy, and that copy is there."""
    here = SecondCopy.get_or_none(SecondCopy.epoch == lives.epoch())
    segment = Path(config["COPY_DIR"]) / (here.segment if here else "")
    if here and here.segment and (not segment.is_file() or segment.stat().st_size < here.length_bytes):
        yield wrong(
            f"The second copy is gone or cut short: {segment}.",
            f"{_COPY_AGAIN} Make a backup now: flask --app server backup",
        )
        return
    waiting = [clock.from_millis(at) for (at,) in select(_FIRST_WITHOUT, second_copy.settled_n())]
    if any(clock.now() - since > BEHIND_AFTER for since in waiting):
        yield wrong(
            f"The second copy is behind: what came since {clock.in_words(waiting[0])} is not in it.", _COPY_AGAIN
        )
    else:
        yield ok("The second copy has all that came.")
    if on_one_disk(Path(config["COPY_DIR"]), Path(config["DATABASE"]).parent):
        yield look(
            "The second copy is on the same disk as the database.",
            "On another disk it outlives that one: set COPY_DIR.",
        )


LOOKS = (Look("keys and reports", keys_fit), Look("second copy", copied))
