"""Marks of own numbers: what a log needs to know one and leave it out, without the number (R54).

A mark is an HMAC under the server's secret, over the number and whose it is: the database alone does not give it away.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable

from flask import current_app

from server.foundation import audit, clock, crypto
from server.foundation.database import db
from server.personal_phone.dial_rules import dial
from server.personal_phone.own_number_rules import without_own
from server.personal_phone.use_models import OwnNumberMark, OwnPhoneUse
from server.personal_phone.use_rules import OWN_NUMBER

_MARKED = {"withheld", "abroad"}


def is_markable(typed: str) -> bool:
    """Whether what was typed is a whole telephone number of a person's."""
    return dial(typed).verdict in _MARKED


def keep(school: str, staff: str, typed: str) -> None:
    """Keep the mark of somebody's own number, and look again at what is listed of them.

    Marks of earlier numbers stay beside it, space-separated: a log of that time may hold the number of that time.
    Raises ValueError for what is no number.
    """
    number = dial(typed).number
    if number is None:
        raise ValueError("no number")
    with db.atomic():
        marks = " ".join(dict.fromkeys([_mark(staff, number), *_marks_of(mark_of(staff))]))
        row = {"staff": staff, "school": school, "mark": marks, "marked_at": clock.now()}
        OwnNumberMark.replace(row).execute()
        audit.write(school, staff, "own_number.marked", staff)
        _look_again(school, staff)


def forget(school: str, staff: str) -> None:
    """Take the marks away. Who was called stays left out; a page shows what was said as the record holds it again."""
    with db.atomic():
        if OwnNumberMark.delete().where(OwnNumberMark.staff == staff).execute():
            audit.write(school, staff, "own_number.mark_removed", staff)


def mark_of(staff: str) -> OwnNumberMark | None:
    """Somebody's mark, with when it was left."""
    found: OwnNumberMark | None = OwnNumberMark.get_or_none(OwnNumberMark.staff == staff)
    return found


def is_own_of(staff: Iterable[str | None]) -> Callable[[str], bool]:
    """A test whether a number, in national or 00 form, is the own one of any of these people."""
    rows = OwnNumberMark.select().where(OwnNumberMark.staff.in_(set(staff)))
    return is_own_by({row.staff_id: row.mark for row in rows})


def is_own_by(known: dict[str, str]) -> Callable[[str], bool]:
    """The same by the marks of those people, each person's space-separated."""
    marks = [(person, mark) for person, several in known.items() for mark in several.split()]

    def is_own(number: str) -> bool:
        return any(hmac.compare_digest(mark, _mark(person, number)) for person, mark in marks)

    return is_own if marks else lambda _number: False


def _marks_of(row: OwnNumberMark | None) -> list[str]:
    return str(row.mark).split() if row else []


def _mark(staff: str, number: str) -> str:
    return crypto.token(current_app.config["SECRET_KEY"], "own number", staff, number)


def _look_again(school: str, staff: str) -> None:
    """Leave the number out of what was listed before its mark was there."""
    mine = (OwnPhoneUse.school == school, (OwnPhoneUse.staff == staff) | (OwnPhoneUse.author == staff))
    for row in OwnPhoneUse.select().where(*mine):
        is_own = is_own_of((row.staff, row.author))
        number, name = without_own(row.called_number, is_own), without_own(row.called_name, is_own)
        if (number, name) != (row.called_number, row.called_name):
            flags = [*(one for one in row.flags.split() if one != OWN_NUMBER), OWN_NUMBER]
            kept = {"called_number": "" if number != row.called_number else number, "called_name": name}
            OwnPhoneUse.update(**kept, flags=" ".join(flags)).where(OwnPhoneUse.id == row.id).execute()
