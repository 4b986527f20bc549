"""A use of an own phone from paper, made into a record like any other."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from server.accounts.queries import staff_of
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.database import new_id
from server.intake.filing import Written, file_record
from server.intake.models import Record
from server.personal_phone.kinds import USED
from server.personal_phone.paper_forms import NO_TRIP, NOT_SAID, SOMEBODY_ELSE, YES, PaperForm
from server.personal_phone.uses import PAPER
from server.policy.queries import contacts_of
from server.trips.models import Trip

# What comes in on paper later than that names no trip.
PAPER_IS_OF = timedelta(days=400)
_AS_TYPED = ("called_name", "called_number", "why_no_school_phone", "what_was_said", "agreed_by", "photographs_about")


def form_for(person: Person, form: PaperForm) -> PaperForm:
    """The form with what can be chosen at somebody's school."""
    recent = (Trip.school == person.school, Trip.starts_on >= clock.today() - PAPER_IS_OF)
    trips = Trip.select().where(*recent).order_by(Trip.starts_on.desc(), Trip.title)
    return form.offers(staff_of(person.school), list(trips), contacts_of(person.school)).typed_by(person.id)


def enter(form: PaperForm, by: Person) -> bool:
    """File what was typed. False where it was filed before, word for word; with other words it is filed as one more."""
    trip, body = None if form.trip.data == NO_TRIP else form.trip.data, _body(form)
    written = Written(_record_id(form.record.data or ""), USED, 1, trip, body)
    if file_record(written, by):
        return True
    if _is_the_same(by.school, written):
        return False
    return file_record(Written(new_id(), USED, 1, trip, body), by)


def _body(form: PaperForm) -> dict[str, Any]:
    contact = form.contacts.get(form.called.data or "")
    body: dict[str, Any] = {name: form[name].data or None for name in _AS_TYPED}
    is_other = form.called.data == SOMEBODY_ELSE or bool(body["called_name"] or body["called_number"])
    if contact and not body["called_name"]:
        body["called_name"] = contact.name
    return {
        **body,
        "opened_at": clock.as_text(clock.now()),
        "began_at": clock.as_text(form.began_at) if form.began_at else None,
        "ended_at": clock.as_text(form.ended_at) if form.ended_at else None,
        "is_timed": False,
        "called": "contact" if contact else "other" if is_other else None,
        "called_role": contact.role if contact else None,
        "withheld": _said(form.withheld.data),
        "another_adult_heard": _yes_or_no(form.another_adult_heard.data),
        "agreed": _said(form.agreed.data),
        "photographs_taken": _yes_or_no(form.photographs_taken.data),
        "written_on": PAPER,
        "used_by": form.whose,
    }


def _said(choice: str | None) -> str | None:
    return None if choice in (None, "", NOT_SAID) else choice


def _yes_or_no(choice: str | None) -> bool | None:
    return None if _said(choice) is None else choice == YES


def _record_id(given: str) -> str:
    try:
        return str(UUID(given))
    except ValueError:
        return new_id()


def _is_the_same(school: str, written: Written) -> bool:
    """Whether the record of this id says the same, but for when the form was sent."""
    row = Record.get_or_none(Record.school == school, Record.id == written.id)
    if row is None:
        return True  # Filed a moment ago, and not opened yet: the same form, sent twice.
    theirs = {**json.loads(row.body), "opened_at": None}
    return row.trip == written.trip and theirs == {**written.body, "opened_at": None}
