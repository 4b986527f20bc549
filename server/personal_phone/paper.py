"""A use of an own phone from paper, made into a record like any other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from server.accounts.queries import staff_of
from server.foundation import clock
from server.foundation.access import Person
from server.intake.filing import Written
from server.intake.from_paper import file_once
from server.personal_phone.kinds import USED
from server.personal_phone.paper_forms import NO_TRIP, PaperForm
from server.personal_phone.uses import PAPER
from server.policy.queries import contacts_of
from server.trips.models import Trip
from server.trips.paper_forms import SOMEBODY_ELSE, said, yes_or_no

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
    trip = None if form.trip.data == NO_TRIP else form.trip.data
    written = Written(form.record.data or "", USED, 1, trip, _body(form))
    return file_once(written, by, but_for=("opened_at",))


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
        "withheld": said(form.withheld.data),
        "another_adult_heard": yes_or_no(form.another_adult_heard.data),
        "agreed": said(form.agreed.data),
        "photographs_taken": yes_or_no(form.photographs_taken.data),
        "written_on": PAPER,
        "used_by": form.whose,
    }
