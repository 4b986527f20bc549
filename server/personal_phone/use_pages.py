"""Own phones used, in the office: the list, one of them, its report taken up and closed. Each look is noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.consent import authorisation_rules, authorisations
from server.foundation import access, clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.intake.author_rules import OFFICE, OWN_PHONE
from server.intake.authors import author_named, people_of
from server.intake.rules import remarks_of
from server.personal_phone import agreement_rules, agreements, report_rules, reports, use_queries, use_rules
from server.personal_phone.dial_rules import dial, spaced
from server.personal_phone.dial_words import WHY
from server.personal_phone.kinds import USED
from server.personal_phone.ledger import READS_LEDGER
from server.personal_phone.own_phone_rules import SETS_RULES
from server.personal_phone.paper_pages import ENTERS
from server.personal_phone.report_forms import OutcomeForm
from server.personal_phone.use_models import OwnPhoneUse
from server.personal_phone.use_queries import Used
from server.personal_phone.uses import PAPER
from server.trips.models import Trip
from server.trips.names import names_beside
from server.trips.paper import zone_of
from server.trips.queries import find_trip

blueprint = Blueprint("own_phones", __name__, template_folder="templates")


@blueprint.get("/office/own-phones")
@access.staff()
def every_use() -> str:
    """Every use that somebody may see, the newest first; with `trip`, of one trip."""
    person = _may_open()
    trip = find_trip(person.school, request.args["trip"]) if request.args.get("trip") else None
    page = use_queries.page_of_uses(person, trip.id if trip else None)
    reports.note_list(person.school, person.id, "list", page.total)
    reader = use_queries.reader(person)
    return render_template(
        "personal_phone/uses.html",
        uses=page.rows,
        page=page,
        trip=trip,
        readable={one.row.id for one in page.rows if report_rules.may_read(reader, one.about)},
        may_read_agreements=bool(person.roles & set(agreement_rules.READS)),
        may_set_rules=bool(person.roles & set(SETS_RULES)),
        may_read_ledger=bool(person.roles & set(READS_LEDGER)),
        may_enter=bool(person.roles & set(ENTERS)),
        names=use_rules,
        standings=report_rules.STANDING_NAMES,
    )


@blueprint.get("/office/own-phones/<use_id>")
@access.staff()
def one_use(use_id: str) -> str:
    """One use. What was said and what came of it only for whoever takes its report up."""
    return _page(access.signed_in(), use_queries.find_use(access.signed_in(), use_id))


@blueprint.post("/office/own-phones/<use_id>/take-up")
@access.staff()
def take_up(use_id: str) -> Any:
    """Take its report up, unless somebody else just did."""
    person, found = _may_read(use_id)
    if reports.take_up(found.row, by=person.id):
        flash("You have taken it up. Record here what comes of it.", "success")
    else:
        flash("It had been taken up already: see by whom below.", "info")
    return redirect(url_for("own_phones.one_use", use_id=use_id))


@blueprint.post("/office/own-phones/<use_id>/outcome")
@access.staff()
def outcome(use_id: str) -> Any:
    """Record what came of it; whoever does so while another did sees the other's first."""
    person, found = _may_read(use_id)
    form = OutcomeForm()
    if form.validate():
        if reports.record_outcome(found.row, form.words.data or "", form.seen_number, by=person.id):
            flash("The outcome is recorded.", "success")
            return redirect(url_for("own_phones.one_use", use_id=use_id))
        found = use_queries.find_use(person, use_id)
        form.words.errors = ["Somebody else has recorded an outcome since. Read theirs before you record yours"]
    return _page(person, found, form), 422


def subject_page(person: Person, kind: str, subject: str) -> str | None:
    """The address of the page of a use that somebody may open; None of anything else."""
    if kind != USED:
        return None
    try:
        use_queries.find_use(person, subject)
    except Problem:
        return None
    return url_for("own_phones.one_use", use_id=subject)


def _may_open() -> Person:
    person = access.signed_in()
    if not use_queries.may_open(person):
        raise Problem("access.role_missing")
    return person


def _may_read(use_id: str) -> tuple[Person, Used]:
    """Who asks, and the use. Raises Problem access.role_missing where its report is not theirs."""
    person = access.signed_in()
    found = use_queries.find_use(person, use_id)
    if not report_rules.may_read(use_queries.reader(person), found.about):
        raise Problem("access.role_missing")
    return person, found


def _page(person: Person, found: Used, form: OutcomeForm | None = None) -> str:
    row = found.row
    reports.note_view(row, by=person.id)
    reader = use_queries.reader(person)
    may_read = report_rules.may_read(reader, found.about)
    form = form or OutcomeForm(formdata=None)
    form.seen.data, form.seen.raw_data = str(found.outcomes[-1].n if found.outcomes else 0), []
    kept, trip = use_queries.kept(found), found.trip
    record = kept.record
    people = [found.taken_up.by if found.taken_up else None, *(outcome.by for outcome in found.outcomes)]
    names = names_beside(person.school, phones=[row.phone], staff=[*people, *people_of(record, kept.said)])
    phone_name = _phone_name(row, names)
    return render_template(
        "personal_phone/use.html",
        one=found,
        row=row,
        form=form,
        may_read=may_read,
        body=use_queries.written(kept) if may_read else {},
        author=author_named(record, phone_name, kept.said, names),
        phone_name=phone_name,
        trip_title=trip.title if trip else None,
        agreement=_agreement(found),
        authorised=_authorised(found),
        may_read_authorisations=bool(person.roles & set(authorisation_rules.READS)),
        doubles=use_queries.doubles(reader, found),
        remarks=remarks_of(record.envelope.flags),
        people=names,
        number=_number(row.called_number),
        names=use_rules,
        standings=report_rules.STANDING_NAMES,
        there=_there(trip),
    )


def _phone_name(row: OwnPhoneUse, names: dict[str, str]) -> str:
    if not row.phone:
        return OFFICE if row.written_on == PAPER else OWN_PHONE
    return names.get(row.phone, "a phone no longer listed")


def _there(trip: Trip | None) -> Callable[[datetime], str]:
    """Words for the same time by the clock where the trip was, where that is another."""
    zone = zone_of(trip)

    def words(at: datetime) -> str:
        local = at.astimezone(zone)
        is_another = local.utcoffset() != at.astimezone(clock.SCHOOL_TIME).utcoffset()
        return f" ({local:%H:%M} where they were)" if is_another else ""

    return words


def _agreement(found: Used) -> Any:
    row = found.row
    at = row.began_at or row.recorded_at or row.received_at
    return agreements.in_force(row.school_id, row.staff, row.trip, at) if row.staff and row.trip else None


def _authorised(found: Used) -> list[authorisations.Registered]:
    """The authorisations of somebody's own camera that held then, where photographs were taken (R57)."""
    row = found.row
    at = row.began_at or row.recorded_at or row.received_at
    return authorisations.own_device_at(row.school_id, row.trip, at) if row.photographs_taken else []


def _number(number: str) -> tuple[str, str]:
    """A number grouped for reading, and what the rules of 141 say of it."""
    found = dial(number)
    return (spaced(found.number) if found.number else number), WHY[
        found.why
    ] if found.number and found.verdict != "withheld" else ""
