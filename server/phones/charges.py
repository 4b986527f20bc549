"""How full each phone is: noted at school before it goes out, by whom and when (R2), and told to the phone by role."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import Any

from peewee import fn

from server.accounts.models import Staff
from server.accounts.rules import ROLE_NAMES, Role
from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.rows import Ready
from server.phones.models import PhoneCharge

# The site manager charges them; where a school has none, whoever hands them out notes it.
NOTES_CHARGES = (Role.SITE_MANAGER, Role.OFFICE, Role.NETWORK_MANAGER, Role.EVC, Role.HEADTEACHER)
_last_of = Ready(
    lambda phone: PhoneCharge.select().where(PhoneCharge.phone == phone).order_by(PhoneCharge.id.desc()).limit(1)
)


def note(percents: Mapping[str, int], by: Person) -> None:
    """Note how full phones are, in percent by their ids; all of them or none."""
    role, now = next(role for role in NOTES_CHARGES if role in by.roles), clock.now()
    with db.atomic():
        for phone, percent in percents.items():
            PhoneCharge.create(
                school=by.school, phone=phone, percent=percent, noted_at=now, noted_by=by.id, noted_as=role
            )
            audit.write(by.school, by.id, "phone.charge_noted", phone)


def latest(school: str, among: Collection[str]) -> dict[str, PhoneCharge]:
    """The last note of each of these phones that has one, with who made it, by the phone's id."""
    theirs = (PhoneCharge.school == school, PhoneCharge.phone.in_(list(among)))
    last = PhoneCharge.select(fn.MAX(PhoneCharge.id)).where(*theirs).group_by(PhoneCharge.phone)
    rows = PhoneCharge.select(PhoneCharge, Staff).join(Staff).where(PhoneCharge.id.in_(last))
    return {row.phone_id: row for row in rows}


def noted_today(school: str) -> set[str]:
    """The ids of the phones whose charge was noted today."""
    midnight = datetime.combine(clock.today(), time(), clock.SCHOOL_TIME)
    noted = PhoneCharge.select(PhoneCharge.phone).where(PhoneCharge.school == school, PhoneCharge.noted_at >= midnight)
    return {row.phone_id for row in noted.distinct()}


def card_part(_school: str, phone: str | None) -> dict[str, Any]:
    """The school card's {charge: {percent, noted_at, by} | null}; `by` is a role in words, and no name."""
    row = _last_of.first(phone) if phone else None
    if row is None:
        return {"charge": None}
    by = ROLE_NAMES[Role(row.noted_as)]
    return {"charge": {"percent": row.percent, "noted_at": clock.as_text(row.noted_at), "by": by}}
