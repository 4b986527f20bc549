"""Whoever files something in the office sees it on the next page, though it is opened by another thread."""

from __future__ import annotations

import time

from server.foundation.rows import select
from server.intake.filing import office_chain

LONGEST_SECONDS, STEP_SECONDS = 2.0, 0.02
_WAITS = """
SELECT 1 FROM opening JOIN envelope ON envelope.n = opening.envelope_id
WHERE opening.state = 'waiting' AND envelope.chain = ? LIMIT 1
"""


def wait_until_read(school: str) -> bool:
    """Wait until nothing that this school's office filed waits to be opened, two seconds at most. False: it still does.

    It is stored before this is asked, so that a page shown too early lacks a line and loses none.
    """
    until = time.monotonic() + LONGEST_SECONDS
    while select(_WAITS, office_chain(school)):
        if time.monotonic() > until:
            return False
        time.sleep(STEP_SECONDS)
    return True
