"""What somebody wrote on a trip sheet, made into a record like any other; its author is who wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from server.accounts.queries import staff_of
from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.database import new_id
from server.foundation.problems import Problem
from server.incidents.kinds import REPORTED
from server.incidents.paper_details import KindForm
from server.incidents.paper_forms import FromPaper, Writer
from server.incidents.paper_words import ALLEGATION
from server.intake.filing import PAPER, OnPaper, Written
from server.intake.from_paper import file_once
from server.trips.models import Trip, TripJoiner
from server.trips.paper_forms import said, yes_or_no
from server.trips.queries import is_leader, staff_ids_on
from server.trips.rules import HELPER

ENTERS = frozenset({Role.OFFICE, Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.EVC})
_AS_TYPED = ("place", "pupils", "what_happened", "what_was_done", "who_was_told")


def may_enter(person: Person, trip_id: str | None) -> bool:
    """Whether somebody types in what came back on paper from this trip (None: from none)."""
    return bool(person.roles & ENTERS) or is_leader(person.id, trip_id)


def find_trip(person: Person, trip_id: str) -> Trip:
    """A trip of their school. Raises Problem request.not_found, and access.role_missing where they may not enter."""
    trip: Trip | None = Trip.get_or_none(Trip.id == trip_id, Trip.school == person.school)
    if trip is None:
        raise Problem("request.not_found")
    if not may_enter(person, trip.id):
        raise Problem("access.role_missing")
    return trip


def writers(school: str, trip: Trip | None) -> list[Writer]:
    """Who may have written it: whoever was on the trip first, then everybody else with an account."""
    staff, on_trip = staff_of(school), staff_ids_on(trip.id) if trip else frozenset()
    here = [Writer(row.id, f"{row.name}, on this trip", OnPaper(row.id)) for row in staff if row.id in on_trip]
    others = [Writer(row.id, row.name, OnPaper(row.id)) for row in staff if row.id not in on_trip]
    return [*here, *_helpers(trip), *others]


def _helpers(trip: Trip | None) -> Iterator[Writer]:
    rows = TripJoiner.select().where(TripJoiner.trip == trip.id, TripJoiner.part == HELPER) if trip else ()
    for row in rows:
        yield Writer(f"helper.{row.id}", f"{row.name}, helper on this trip", OnPaper(typed_name=row.name))


def fresh_days(trip: Trip | None) -> dict[str, Any]:
    """What a form begins with: an id, and the day of a trip that lasts one and has begun."""
    is_one_day = trip is not None and trip.starts_on == trip.ends_on <= clock.today()
    day = trip.starts_on if trip and is_one_day else None
    return {"record": new_id(), "written_on": day, "happened_on": day}


def enter(form: KindForm, by: Person) -> bool:
    """File what was typed. False where it was filed before, word for word; with other words it is filed as one more.

    About the headteacher it is sealed to the chair's key, and is nobody else's. Raises the Problems of file_record.
    """
    trip = form.trip.id if form.trip else None
    name, body, is_for_chair = form.record.data or "", _body(form, by), form.is_about_head
    written = Written(name, REPORTED, 3, trip, body, on_paper=form.author, is_for_chair=is_for_chair)
    return file_once(written, by, but_for=("started_at",))


def _body(form: KindForm, by: Person) -> dict[str, Any]:
    category, about = said(form.category.data), said(form.about.data)
    happened_at, happened_on = form.happened
    return {
        **{name: form[name].data or None for name in _AS_TYPED},
        # Whom it is about is said of a concern about staff alone.
        "category": ALLEGATION if about else category,
        "about": about,
        "details": form.details,
        "severity": said(form.severity.data),
        "happened_at": as_text(happened_at),
        "happened_on": as_text(happened_on),
        "follow_up_needed": yes_or_no(form.follow_up_needed.data),
        "started_at": clock.as_text(clock.now()),
        "written_on": PAPER,
        **written_by(form, by),
    }


def written_by(form: FromPaper, by: Person) -> dict[str, Any]:
    """Who typed it, and when it was written."""
    written_at, written_on = form.written
    return {"typed_by": by.id, "written_about_at": as_text(written_at), "written_about_on": as_text(written_on)}


def as_text(when: datetime | date | None) -> str | None:
    """An instant or a day as a record has it."""
    if when is None:
        return None
    return clock.as_text(when) if isinstance(when, datetime) else when.isoformat()
