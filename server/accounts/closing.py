"""Accounts that end by themselves are ended at their moment, by the way in which somebody who leaves is shut out.

From that moment on they open nothing, whoever asks (rules.is_in_use). This ends what they had opened: PINs' shares go,
nothing more is told, and it stands in the log.
"""

from __future__ import annotations

import threading

from flask import Flask
from peewee import PeeweeException

from server.accounts import actions
from server.accounts.models import Staff
from server.foundation import audit, clock
from server.foundation.database import connected, db

LOOK_SECONDS = 20.0
STOPS_WITHIN_SECONDS = 5.0
THE_CLOCK = "the clock"


class Closing:
    """Looks whose time is over, beside the server."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopping = threading.Event()
        self._watching = threading.Thread(target=self._goes_on, name="accounts that end", daemon=True)

    def start(self) -> None:
        """Look from now on."""
        self._watching.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        self._watching.join(STOPS_WITHIN_SECONDS)

    def _goes_on(self) -> None:
        with self._app.app_context():
            while not self._stopping.is_set():
                self.look()
                self._stopping.wait(LOOK_SECONDS)

    def look(self) -> None:
        """End what is due. What cannot be now is tried again at the next look."""
        try:
            with connected():
                close_ended()
        except (OSError, PeeweeException) as error:
            self._app.logger.error("accounts whose time is over could not be ended: %s", type(error).__name__)


def close_ended() -> int:
    """End each account whose time is over, once. Returns how many.

    One that a clock set wrong ended too early is ended again at its time.
    """
    now = clock.now()
    is_over = (Staff.ends_at <= now) & (Staff.closed_at.is_null() | (Staff.closed_at > now))
    return sum(_close(staff, is_over) for staff in Staff.select().where(is_over))


def _close(staff: Staff, is_over: object) -> bool:
    with db.atomic():
        if not Staff.update(closed_at=clock.now()).where(Staff.id == staff.id, is_over).execute():
            return False
        actions.end_what_it_opened(staff, THE_CLOCK, "its time was over")
        audit.write(staff.school_id, THE_CLOCK, "staff.ended", staff.id)
    return True
