"""What follows the receipt: the second copy, then opening. What fails holds up nothing, and is tried again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from flask import current_app

from server.foundation.database import BUSY, apart, db
from server.intake import destroying, opening, second_copy

OPEN_AT_A_TIME = 50

Turn = AbstractContextManager[Any]


def copy_and_open(turn: Turn, give_way: Callable[[], object]) -> int:
    """Bring the second copy up to date, then open everything that waits. Returns how many were looked at.

    `turn` is entered to write to the database; `give_way` lets batches that come meanwhile go first.
    """
    try:
        while second_copy.copy_new(turn):
            give_way()
        destroying.sweep(turn)
    finally:
        count = _open_all(turn, give_way)
    return count


def _open_all(turn: Turn, give_way: Callable[[], object]) -> int:
    count = last = 0
    while waiting := opening.waiting(OPEN_AT_A_TIME, after=last):
        unlocked = [_unlocked(label, sealed) for label, sealed in waiting]
        _take_in(turn, [each for each in unlocked if each])
        count, last = count + len(waiting), waiting[-1][0].n
        give_way()
    return count


def _unlocked(label: opening.Label, sealed: bytes | None) -> opening.Unlocked | None:
    """Unlock one; None where the disk failed to give its bytes, which says nothing of the item. A file gone is gone."""
    try:
        return opening.unlock(label, sealed)
    except Exception as error:  # noqa: BLE001 - a fault of ours: the item is kept, shown, and blocks nothing behind it
        failed = _failed(label, error)
        return None if isinstance(error, OSError) and not isinstance(error, FileNotFoundError) else failed


def _failed(label: opening.Label, error: Exception) -> opening.Unlocked:
    current_app.logger.error("envelope %s could not be opened: %s", label.n, type(error).__name__)
    return opening.Unlocked(label, reason="opening.failed")


def _take_in(turn: Turn, unlocked: list[opening.Unlocked]) -> None:
    """Take each in in a savepoint of its own: one that fails is held for a person and blocks nothing behind it."""
    with turn, db.atomic():
        for each in unlocked:
            try:
                with apart():
                    opening.take_in(each)
            except BUSY:
                raise  # The disk or the lock, not the item: all of them are tried again.
            except Exception as error:  # noqa: BLE001 - whatever it is, the item is kept and shown
                failed = _failed(each.label, error)
                # What is for the chair is held for nobody else: telling the chair is tried again instead.
                if not each.is_for_chair:
                    opening.take_in(failed)
