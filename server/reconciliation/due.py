"""What waits for somebody, by role: the list on the office's first page; later, what becomes alerts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import url_for

from server.accounts.rules import Role
from server.foundation import clock, registry
from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.incidents import standing
from server.incidents.models import Incident
from server.incidents.queries import recent_incidents
from server.incidents.rules import CATEGORY_NAMES, is_urgent
from server.intake.queries import one_copy_since, put_back_at
from server.intake.rules import REASONS
from server.phones import known_secrets
from server.phones.losses import recent_losses
from server.phones.lost_phones import open_incidents
from server.phones.queries import names_of
from server.reconciliation.queries import held_for
from server.reconciliation.rules import CHECKERS, OPENS_HELD
from server.trips import departures
from server.trips.delays import running_late

PUT_BACK_SHOWN = timedelta(days=30)
# The copy follows by moments; what is a day behind will not catch up by itself.
ONE_COPY_BORNE = timedelta(days=1)
WAITS_FOR_TRIPS = frozenset({Role.OFFICE, Role.EVC, Role.HEADTEACHER, Role.SLT})


def due_for(person: Person) -> list[DueItem]:
    """Everything that waits for this person: held items first, then urgent incidents, then the rest, newest first."""
    items = [item for part in registry.current().due_parts for item in part(person)]
    return sorted(items, key=lambda item: (item.urgency, -item.at.timestamp()))


def _held(person: Person) -> list[DueItem]:
    if not OPENS_HELD & person.roles:
        return []
    phones = names_of(person.school)
    return [
        DueItem(
            title=f"Held for you to check: number {row.seq} from {phones.get(row.phone, 'the office or an own phone')}",
            detail=REASONS.get(row.opening.reason or "", "It needs a look."),
            url=url_for("reconciliation.held_item", n=row.n),
            at=row.received_at,
            urgency=0,
        )
        for row in held_for(person)
    ]


def _losses(person: Person) -> list[DueItem]:
    if not CHECKERS & person.roles:
        return []
    phones = names_of(person.school)
    return [
        DueItem(
            title=loss.title(phones.get(loss.phone, "A phone")),
            detail=loss.missing_in_words,
            url=url_for("phones.inventory"),
            at=loss.left.noticed_at,
            urgency=0,
        )
        for loss in recent_losses(person.school).values()
    ]


def _lost_phones(person: Person) -> list[DueItem]:
    """Lost phones whose 72 hours run."""
    if not CHECKERS & person.roles:
        return []
    return [
        DueItem(
            title=f"{one.phone.name} is lost: decide by {clock.in_words(one.decide_by)}",
            detail="Whether the Information Commissioner has to be told.",
            url=url_for("phone.phone_page", phone_id=one.phone_id),
            at=one.opened_at,
            urgency=0,
        )
        for one in open_incidents(person.school)
    ]


def _known_secrets(person: Person) -> list[DueItem]:
    """Whose PIN or password somebody else knew."""
    if Role.NETWORK_MANAGER not in person.roles:
        return []
    return [
        DueItem(
            title=f"{name} said that somebody knows their PIN or password",
            detail="It was ended everywhere at once. Find out how it became known.",
            url=url_for("staff.staff_list"),
            at=at,
            urgency=1,
        )
        for name, at in known_secrets.told_lately(person.school).items()
    ]


def _delays(person: Person) -> list[DueItem]:
    """Trips that run late."""
    if not WAITS_FOR_TRIPS & person.roles:
        return []
    phones = names_of(person.school)
    return [
        DueItem(
            title=f"{row.trip.title} is running late",
            detail=f"{phones.get(row.phone, 'A phone')} stays open until {clock.in_words(row.until)}.",
            url=url_for("reconciliation.trip", trip_id=row.trip_id),
            at=row.told_at,
            urgency=1,
        )
        for row in running_late(person.school)
    ]


def _gone_anyway(person: Person) -> list[DueItem]:
    """Phones that left though something was not well with them."""
    if Role.HEADTEACHER not in person.roles:
        return []
    phones = names_of(person.school)
    return [
        DueItem(
            title=f"{phones.get(row.phone, 'A phone')} went on {row.trip.title} though not ready",
            detail=f"{'; '.join(departures.wanting(row))}. Why: {row.why or 'not said'}",
            url=url_for("reconciliation.trip", trip_id=row.trip_id),
            at=row.told_at,
            urgency=1,
        )
        for row in departures.gone_anyway(person.school)
    ]


def _incidents(person: Person) -> list[DueItem]:
    phones, over = names_of(person.school), standing.closed(person.school)
    return [
        DueItem(
            title=CATEGORY_NAMES.get(row.category or "", "Incident, no category given"),
            detail=f"From {phones.get(row.phone, 'a phone')}" + _also_of(row),
            url=url_for("incidents.incident_page", incident_id=row.id),
            at=row.received_at,
            urgency=1 if is_urgent(row.category, row.severity) else 2,
        )
        for row in recent_incidents(person)
        if row.id not in over
    ]


def _also_of(incident: Incident) -> str:
    unfinished = ", sent unfinished" if incident.is_unfinished else ""
    return unfinished + (", follow-up needed" if incident.needs_follow_up else "")


def _copies(person: Person) -> list[DueItem]:
    """What has become of the database and of its second copy."""
    if not CHECKERS & person.roles:
        return []
    return [*_put_back(person.school), *_one_copy(person.school)]


def _put_back(school: str) -> list[DueItem]:
    at = put_back_at(school, clock.now() - PUT_BACK_SHOWN)
    if at is None:
        return []
    detail = "Phones send again what they keep. What has not come back stands under each trip, by its number."
    return [DueItem("The school's records went back to an earlier state", detail, url_for("trips.every_trip"), at, 0)]


def _one_copy(school: str) -> list[DueItem]:
    since = one_copy_since(school)
    if since is None or clock.now() - since < ONE_COPY_BORNE:
        return []
    detail = "Phones keep theirs until there is a second. Ask whoever runs the server whether its disk is full."
    return [DueItem("Reports have only one copy at school", detail, url_for("trips.every_trip"), since, 0)]


PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (
    _held,
    _lost_phones,
    _copies,
    _losses,
    _delays,
    _gone_anyway,
    _known_secrets,
    _incidents,
)
