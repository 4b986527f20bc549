"""What waits for somebody, by role: the list on the office's first page; later, what becomes alerts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import url_for
from peewee import Case, fn

from server.accounts.models import Staff
from server.accounts.rules import Role
from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.registry import PHONE, TRIP, DueItem
from server.incidents import emergencies
from server.incidents.models import Incident
from server.incidents.queries import recent_incidents
from server.incidents.rules import CATEGORY_NAMES, SEVERITY_NAMES, is_urgent
from server.intake import lives
from server.intake.author_rules import PAPER
from server.intake.models import Envelope
from server.intake.queries import oldest_with_one_copy
from server.intake.rules import REASONS
from server.phones import known_secrets
from server.phones.losses import recent_losses
from server.phones.lost_phones import open_incidents
from server.phones.models import DataIncident
from server.reconciliation.due_sources import Row, Source, columns
from server.reconciliation.held_queries import undecided_rows
from server.reconciliation.rules import CHECKERS, OPENS_HELD
from server.trips import departures
from server.trips.delays import running_late
from server.trips.models import DepartureCheck, TripDelay

PUT_BACK_SHOWN = timedelta(days=30)
# Stands in a line for the category of an emergency that is not over.
RUNNING = "running"
_TITLES = {**CATEGORY_NAMES, RUNNING: "Emergency, running now"}
# The copy follows by moments; what is a day behind will not catch up by itself.
ONE_COPY_BORNE = timedelta(days=1)
WAITS_FOR_TRIPS = frozenset({Role.OFFICE, Role.EVC, Role.HEADTEACHER, Role.SLT})


def _held(person: Person) -> list[DueItem]:
    """What nobody has decided of; the newest hundred, where there are more."""
    if not OPENS_HELD & person.roles:
        return []
    return [
        DueItem(
            title=f"Held for you to check: number {row.seq} from {PHONE}",
            detail=REASONS.get(row.opening.reason or "", "It needs a look."),
            url=url_for("reconciliation.held_item", n=row.n),
            at=row.received_at,
            urgency=0,
            phone=row.phone,
            phone_otherwise="the office or an own phone",
        )
        for row in undecided_rows(person)
    ]


def _losses(person: Person) -> list[DueItem]:
    if not CHECKERS & person.roles:
        return []
    return [
        DueItem(
            title=loss.title(PHONE),
            detail=loss.missing_in_words,
            url=url_for("phones.inventory"),
            at=loss.left.noticed_at,
            urgency=0,
            phone=loss.phone,
        )
        for loss in recent_losses(person.school).values()
    ]


def _lost_phones(person: Person) -> Source | None:
    """Lost phones whose 72 hours run."""
    if not CHECKERS & person.roles:
        return None
    asked = columns(DataIncident.opened_at, 0, phone=DataIncident.phone, a=DataIncident.decide_by)
    return Source(open_incidents(person.school), asked, _lost_phone)


def _lost_phone(row: Row) -> DueItem:
    return DueItem(
        title=f"{PHONE} is lost: decide by {clock.in_words(clock.from_millis(row.a))}",
        detail="Whether the Information Commissioner has to be told.",
        url=url_for("phone.phone_page", phone_id=row.phone),
        at=row.at,
        urgency=0,
        phone=row.phone,
    )


def _known_secrets(person: Person) -> Source | None:
    """Whose PIN or password somebody else knew."""
    if Role.NETWORK_MANAGER not in person.roles:
        return None
    asked = columns(fn.MAX(audit.AuditEntry.at), 1, a=Staff.name)
    return Source(known_secrets.told_lately(person.school), asked, _known_secret)


def _known_secret(row: Row) -> DueItem:
    return DueItem(
        title=f"{row.a} said that somebody knows their PIN or password",
        detail="It was ended everywhere at once. Find out how it became known.",
        url=url_for("staff.staff_list"),
        at=row.at,
        urgency=1,
    )


def _delays(person: Person) -> Source | None:
    """Trips that run late."""
    if not WAITS_FOR_TRIPS & person.roles:
        return None
    asked = columns(TripDelay.told_at, 1, phone=TripDelay.phone, trip=TripDelay.trip, a=TripDelay.until)
    return Source(running_late(person.school), asked, _delay)


def _delay(row: Row) -> DueItem:
    return DueItem(
        title=f"{TRIP} is running late",
        detail=f"{PHONE} stays open until {clock.in_words(clock.from_millis(row.a))}.",
        url=url_for("reconciliation.trip", trip_id=row.trip),
        at=row.at,
        urgency=1,
        phone=row.phone,
        trip=row.trip,
    )


def _gone_anyway(person: Person) -> Source | None:
    """Phones that left though something was not well with them."""
    if Role.HEADTEACHER not in person.roles:
        return None
    check = DepartureCheck
    # How many could open it; below nought, one less than none, where it had no list at all.
    opens = Case(None, [(check.list_as_at.is_null(), -1 - check.openers)], check.openers)
    facts = {"a": check.not_well, "b": check.why, "c": check.charge, "d": opens}
    asked = columns(check.told_at, 1, phone=check.phone, trip=check.trip, **facts)
    return Source(departures.gone_anyway(person.school), asked, _went)


def _went(row: Row) -> DueItem:
    has_list = row.d >= 0
    check = DepartureCheck(not_well=row.a, charge=row.c, openers=row.d if has_list else -1 - row.d)
    check.list_as_at = row.at if has_list else None
    return DueItem(
        title=f"{PHONE} went on {TRIP} though not ready",
        detail=f"{'; '.join(departures.wanting(check))}. Why: {row.b or 'not said'}",
        url=url_for("reconciliation.trip", trip_id=row.trip),
        at=row.at,
        urgency=1,
        phone=row.phone,
        trip=row.trip,
    )


def _incidents(person: Person) -> Source | None:
    pressing = Incident.category.in_([one for one in CATEGORY_NAMES if is_urgent(one, None)])
    pressing |= Incident.severity.in_([one for one in SEVERITY_NAMES if is_urgent(None, one)])
    is_running = emergencies.is_running()
    facts = {
        "a": Case(None, [(is_running, RUNNING)], Incident.category),
        "b": Incident.is_unfinished,
        "c": Incident.needs_follow_up,
        "d": Incident.author_how,
    }
    # Before all else, which begins at nought.
    urgency = Case(None, [(is_running, -1), (pressing, 1)], 2)
    asked = columns(Incident.received_at, urgency, id=Incident.id, phone=Incident.phone, **facts)
    return Source(recent_incidents(person), asked, _incident)


def _incident(row: Row) -> DueItem:
    also = (", sent unfinished" if row.b else "") + (", follow-up needed" if row.c else "")
    return DueItem(
        title=_TITLES.get(row.a or "", "Incident, no category given"),
        detail=f"From {'paper' if row.d == PAPER else PHONE}{also}",
        url=url_for("incidents.incident_page", incident_id=row.id),
        at=row.at,
        urgency=row.urgency,
        phone=row.phone,
    )


def _put_back(person: Person) -> Source | None:
    """When this database last began another life."""
    if not CHECKERS & person.roles:
        return None
    entry, since = audit.AuditEntry, clock.now() - PUT_BACK_SHOWN
    begun = entry.select().where(entry.action == lives.BEGUN, entry.school == person.school, entry.at >= since)
    return Source(begun.group_by(entry.school), columns(fn.MAX(entry.at), 0), _went_back)


def _went_back(row: Row) -> DueItem:
    detail = "Phones send again what they keep. What has not come back stands under each trip, by its number."
    title = "The school's records went back to an earlier state"
    return DueItem(title, detail, url_for("trips.every_trip"), row.at, 0)


def _one_copy(person: Person) -> Source | None:
    """What has no second copy, and should by now."""
    if not CHECKERS & person.roles:
        return None
    oldest = Envelope.select().where(Envelope.n == oldest_with_one_copy(person.school))
    late = oldest.where(Envelope.received_at <= clock.now() - ONE_COPY_BORNE)
    return Source(late, columns(Envelope.received_at, 0), _has_one_copy)


def _has_one_copy(row: Row) -> DueItem:
    detail = "Phones keep theirs until there is a second. Ask whoever runs the server whether its disk is full."
    return DueItem("Reports have only one copy at school", detail, url_for("trips.every_trip"), row.at, 0)


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_held, _losses)
SOURCES: tuple[Callable[[Person], Source | None], ...] = (
    _lost_phones,
    _put_back,
    _one_copy,
    _delays,
    _gone_anyway,
    _known_secrets,
    _incidents,
)
