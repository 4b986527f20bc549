"""What the demo school's parents have answered about photos: most yes, some no, and one of everything that happens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from peewee import SQL

from server.accounts.models import School
from server.consent import actions
from server.consent.models import ConsentDecision, ConsentImport
from server.consent.rules import PURPOSE_NAMES
from server.foundation import clock
from server.foundation.rows import Rows
from server.trips.models import Pupil

# By their place on the roll; each of them goes on the castle visit.
NOT_ASKED, NEVER, WITHDRAWN, DISAGREE, ENDING = 92, 97, 101, 104, 109
_OUTSIDE = ("website", "social_media", "press", "high_profile")
_PARENTS = ("Mrs Akande", "Mr Bevan", "Ms Chowdhury", "Mr Dacre", "Mrs Gill", "Ms Lomax", "Mr Osei", "Mrs Quayle")
_BASES = {"learning_record": "public_task", "display": "public_task"}
_MADE_BY = "command line"
_CLASS_SIZE, _OLDEST_CLASS = 30, 6


def make(school: School) -> None:
    """Give the pupils numbers and dates of birth, and their answers, unless some are there."""
    if ConsentDecision.select().where(ConsentDecision.school == school).exists():
        return
    pupils = list(Pupil.select().where(Pupil.school == school).order_by(SQL("rowid")))
    for i, pupil in enumerate(pupils):
        _number(pupil, i)
    if len(pupils) > NEVER:
        actions.begin_never(pupils[NEVER], "Lives with foster carers; the placement is not to be found.", _MADE_BY)
    forms = ConsentImport.create(
        school=school, at=clock.now(), by=_MADE_BY, file_name="autumn-forms.csv", digest="", totals=json.dumps({})
    )
    rows = (row for i, pupil in enumerate(pupils) for row in _answers(school, pupil, i))
    Rows(ConsentDecision).insert({**row, "came_with": _came_with(row, forms.id)} for row in rows)
    for purpose in PURPOSE_NAMES:
        actions.choose_basis(school.id, purpose, _BASES.get(purpose, "consent"), _MADE_BY)


def _number(pupil: Pupil, i: int) -> None:
    born = date(2021 - min(i // _CLASS_SIZE, _OLDEST_CLASS), 9, 1) + timedelta(days=i * 37 % 365)
    numbers = {"upn": f"Z9{i:011}", "admission_number": f"{4000 + i:06}", "date_of_birth": born}
    Pupil.update(numbers).where(Pupil.id == pupil.id).execute()


def _answers(school: School, pupil: Pupil, i: int) -> Iterator[dict[str, Any]]:
    if i == NOT_ASKED:
        return
    asked_on = clock.today() - timedelta(days=60 + i % 20)
    for j, purpose in enumerate(PURPOSE_NAMES):
        for medium in ("photo", "video"):
            matter = {"school": school.id, "pupil": pupil.id, "purpose": purpose, "medium": medium}
            yield from (_row(matter, *said) for said in _said(i, j, purpose, asked_on))


def _said(i: int, j: int, purpose: str, asked_on: date) -> Iterator[tuple[str, str, tuple[date, date | None]]]:
    """(response, respondent, (day, last day)) of each answer for one purpose."""
    parent, other = _PARENTS[i % len(_PARENTS)], _PARENTS[(i + 3) % len(_PARENTS)]
    is_outside = purpose in _OUTSIDE
    if is_outside and (i + j) % 13 == 4 and i not in {WITHDRAWN, DISAGREE, ENDING}:
        return
    is_no = (i * 7 + j * 5) % (6 if is_outside else 19) == 1 and i not in {WITHDRAWN, DISAGREE, ENDING}
    ends = clock.today() + timedelta(days=14) if i == ENDING else None
    yield ("refused" if is_no else "given", parent, (asked_on, ends))
    if i == WITHDRAWN and is_outside:
        yield ("withdrawn", parent, (asked_on + timedelta(days=40), None))
    if i == DISAGREE and is_outside:
        yield ("refused", other, (asked_on + timedelta(days=35), None))


def _came_with(row: dict[str, Any], forms: str) -> str | None:
    return forms if row["how"] == "paper_form" else None


def _row(matter: dict[str, Any], response: str, respondent: str, days: tuple[date, date | None]) -> dict[str, Any]:
    day, ends = days
    return {
        **matter,
        "response": response,
        "answered_by": "parent",
        "respondent": respondent,
        "able_by": "",
        "how": "telephone" if ends is None and day > clock.today() - timedelta(days=50) else "paper_form",
        "decided_on": day.isoformat(),
        "valid_from": day.isoformat(),
        "valid_to": ends.isoformat() if ends else None,
        "small_print": "",
        "recorded_at": clock.now(),
        "recorded_by": _MADE_BY,
    }
