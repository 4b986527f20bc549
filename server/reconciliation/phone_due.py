"""What waits for whoever looks after the phones: the network manager's set-up checks, the site manager's charging."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time

from flask import url_for

from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.registry import PHONE, DueItem
from server.phones import charges, set_up_checks
from server.phones.models import Phone
from server.phones.set_up_check_rules import term_of
from server.trips.models import Trip, TripPhone
from server.trips.queries import leaving_today


def _set_up_checks(person: Person) -> list[DueItem]:
    """Phones in use that the network manager has not found well this term."""
    if Role.NETWORK_MANAGER not in person.roles:
        return []
    standings = set_up_checks.standings(person.school)
    wanting = {phone: one for phone, one in standings.items() if one.is_due or (one.last and one.last.wanting)}
    return [_set_up_check(phone, one) for phone, one in wanting.items()]


def _set_up_check(phone: str, standing: set_up_checks.Standing) -> DueItem:
    term, last = term_of(clock.today()), standing.last
    if last and not standing.is_due:
        title, detail, at = f"{PHONE} was not all well at its set-up check", "; ".join(last.wanting), last.checked_at
    else:
        title = f"{PHONE} needs its set-up check, {term.name.lower()} term"
        detail = f"Last made {clock.in_words(last.checked_at)}." if last else "It was never made."
        at = datetime.combine(term.starts_on, time(), clock.SCHOOL_TIME)
    return DueItem(title, detail, url_for("phone.phone_page", phone_id=phone), at, urgency=2, phone=phone)


def _charges(person: Person) -> list[DueItem]:
    """Phones that leave today and whose charge nobody has noted today."""
    if Role.SITE_MANAGER not in person.roles:
        return []
    noted = charges.noted_today(person.school)
    leaving = [
        (trip.title, [phone.name for phone in phones if phone.id not in noted and not phone.revoked_at])
        for trip, phones in _with_phones(leaving_today(person.school))
    ]
    at = datetime.combine(clock.today(), time(), clock.SCHOOL_TIME)
    return [
        DueItem(
            title=f"Charge the phones for {title}",
            detail=f"Not noted today: {', '.join(names)}.",
            url=url_for("charges.charge_page"),
            at=at,
            urgency=1,
        )
        for title, names in leaving
        if names
    ]


def _with_phones(trips: Sequence[Trip]) -> list[tuple[Trip, list[Phone]]]:
    """Each of these trips with the phones that go on it, by name."""
    rows = TripPhone.select(TripPhone, Phone).join(Phone).where(TripPhone.trip.in_([trip.id for trip in trips]))
    going: dict[str, list[Phone]] = {}
    for row in rows.order_by(Phone.name) if trips else ():
        going.setdefault(row.trip_id, []).append(row.phone)
    return [(trip, going.get(trip.id, [])) for trip in trips]


SOURCES: tuple[Callable[[Person], None], ...] = ()
PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_set_up_checks, _charges)
