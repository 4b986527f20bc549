"""Opening one item once more, from the bytes as they came, when somebody asks: a key came back, an app is newer."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app

from server.foundation.database import BUSY
from server.foundation.problems import Problem
from server.foundation.rows import select
from server.intake import opening
from server.intake.worker import Writer


def open_again(n: int, note: Callable[[str], object]) -> str:
    """Open it and return what its state is then. `note` is told that in the same transaction.

    What fails leaves it as it was. Raises Problem server.busy.
    """
    writer: Writer = current_app.extensions["lanyard.writer"]
    try:
        unlocked = opening.unlock(*opening.stored(n))
        state: str = writer.run(lambda: _taken_in(unlocked, note))
    except (Problem, *BUSY):
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours, or a file that is gone: it is kept as it was
        current_app.logger.error("envelope %s could not be opened again: %s", n, type(error).__name__)
        state = writer.run(lambda: _noted(n, note))
    return state


def _taken_in(unlocked: opening.Unlocked, note: Callable[[str], object]) -> str:
    opening.take_in(unlocked)
    return _noted(unlocked.label.n, note)


def _noted(n: int, note: Callable[[str], object]) -> str:
    ((state,),) = select("SELECT state FROM opening WHERE envelope_id = ?", n)
    note(state)
    return str(state)
