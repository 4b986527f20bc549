"""What the office writes of an incident after its report, each a record like any other (ADR 0042)."""

from __future__ import annotations

from typing import Any

from server.accounts.models import Staff, StaffRole
from server.accounts.queries import staff_of
from server.accounts.rules import is_in_use
from server.foundation import clock
from server.foundation.access import Person
from server.incidents import rules
from server.incidents.follow_up_forms import ActionForm, AgencyForm, ClosingForm, FollowUpForm, ParentForm
from server.incidents.later_kinds import AGENCY_TOLD, AGREED, CLOSED, CONTACTED, FOLLOWED_UP
from server.incidents.looking import Looked
from server.incidents.models import Incident
from server.intake.filing import Written
from server.intake.from_paper import file_once
from server.intake.reading_soon import wait_until_read
from server.trips.record_forms import RecordForm, WhenForm

# When each was written is not of what it says.
_BUT_FOR = ("written_at", "closed_at", "agreed_at", "done_at", "made_at")


def file_later(form: RecordForm, kind: str, about: Incident, said: dict[str, Any], *, by: Person) -> bool:
    """File what a form says of an incident, and wait a moment until it can be shown.

    False where the same form was filed before, word for word.
    """
    written = Written(form.begun().record.data or "", kind, 1, about.trip, {"incident": about.id, **said})
    is_new = file_once(written, by, but_for=_BUT_FOR)
    wait_until_read(by.school)
    return is_new


def follow_up(found: Looked, form: FollowUpForm, by: Person) -> bool:
    """Add to what is known. Returns as file_later does."""
    body = {**_now("written_at"), "words": form.words.data, "happened_at": _text(form)}
    return file_later(form, FOLLOWED_UP, found.incident, body, by=by)


def say_of_parent(found: Looked, form: ParentForm, by: Person) -> bool:
    """Say whether a parent or carer was told. Returns as file_later does."""
    told = {name: form[name].data or None for name in ("whom", "told_by", "how")}
    told |= {"told_at": _text(form)}
    body = {
        **_now("written_at"),
        **(told if form.is_told else {}),
        "told": form.is_told,
        "why_not": None if form.is_told else form.told.data,
        "words": form.words.data or None,
    }
    return file_later(form, CONTACTED, found.incident, body, by=by)


def say_who_was_told(found: Looked, form: AgencyForm, by: Person) -> bool:
    """Say that somebody outside the school was told. Returns as file_later does."""
    said = {name: form[name].data or None for name in ("agency", "told_by", "reference", "words")}
    return file_later(form, AGENCY_TOLD, found.incident, {**_now("written_at"), **said, "told_at": _text(form)}, by=by)


def agree_action(found: Looked, form: ActionForm, by: Person) -> bool:
    """Give somebody something to do. Returns as file_later does."""
    due = form.due.data.isoformat() if form.due.data else None
    body = {**_now("agreed_at"), "what": form.what.data, "owner": form.owner.data, "due_on": due}
    return file_later(form, AGREED, found.incident, body, by=by)


def close(found: Looked, form: ClosingForm, by: Person) -> bool:
    """Close it with what came of it. Returns as file_later does."""
    body = {**_now("closed_at"), "outcome": form.outcome.data, "lessons": form.lessons.data or None}
    return file_later(form, CLOSED, found.incident, body, by=by)


def may_be_given(found: Looked, by: Person) -> list[Staff]:
    """Who may be given an action: anybody whose account is in use; of a concern about staff, only who may read it."""
    now, category = clock.now(), found.incident.category
    people = [one for one in staff_of(by.school) if is_in_use(one, now)]
    if category is None or category in rules.EVERYDAY | rules.SAFEGUARDING:
        return people
    roles: dict[str, set[str]] = {}
    for row in StaffRole.select().where(StaffRole.school == by.school):
        roles.setdefault(row.staff_id, set()).add(row.role)
    return [
        one
        for one in people
        if one.id == by.id or rules.may_read(category, frozenset(roles.get(one.id, ())), leads_the_trip=False)
    ]


def _now(written: str) -> dict[str, Any]:
    return {written: clock.as_text(clock.now())}


def _text(form: WhenForm) -> str | None:
    return clock.as_text(form.when) if form.when else None
