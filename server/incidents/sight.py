"""Whose incidents somebody sees and reads, as conditions of the database: rules.may_see and may_read, asked of each
category there is, so that a list and a count never hold more than a page would show.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from server.alerts.models import Alert, AlertRecipient
from server.foundation.access import Person
from server.incidents import rules
from server.incidents.models import Incident
from server.trips.models import TripStaff

# Stands for every category that this version does not know.
UNKNOWN = "?"
EVERY: tuple[str | None, ...] = (*rules.CATEGORY_NAMES, None, UNKNOWN)
May = Callable[..., bool]


def seen_by(person: Person) -> Any:
    """The incidents that somebody may see in a list (rules.may_see), and those that came to them as a governor."""
    return _where(person, rules.may_see)


def read_by(person: Person) -> Any:
    """The incidents whose words somebody may read (rules.may_read)."""
    return _where(person, rules.may_read)


def _where(person: Person, may: May) -> Any:
    always = [one for one in EVERY if may(one, person.roles, leads_the_trip=False)]
    leading = [one for one in EVERY if may(one, person.roles, leads_the_trip=True) and one not in always]
    condition = _of(always)
    if leading:
        condition |= _of(leading) & Incident.trip.in_(_led_by(person))
    if rules.goes_up_to_governors("allegation", person.roles):
        condition |= (Incident.category == "allegation") & Incident.id.in_(_told_of(person))
    return condition


def _of(categories: Collection[str | None]) -> Any:
    if len(categories) == len(EVERY):
        return Incident.n.is_null(False)
    condition = Incident.category.in_([one for one in categories if one and one != UNKNOWN])
    if None in categories:
        condition |= Incident.category.is_null()
    if UNKNOWN in categories:
        condition |= Incident.category.is_null(False) & Incident.category.not_in(list(rules.CATEGORY_NAMES))
    return condition


def _led_by(person: Person) -> Any:
    mine = (TripStaff.staff == person.id, TripStaff.part == "leader", TripStaff.school == person.school)
    return TripStaff.select(TripStaff.trip).where(*mine)


def _told_of(person: Person) -> Any:
    mine = (AlertRecipient.staff == person.id, Alert.school == person.school, Alert.kind == rules.REPORTED)
    return Alert.select(Alert.subject).join(AlertRecipient).where(*mine)
