"""Reads from phones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, request

from server.accounts.models import Staff
from server.foundation import clock
from server.foundation.access import CallingPhone
from server.foundation.crypto import digest
from server.foundation.problems import Problem
from server.foundation.rows import Ready, named, select
from server.intake.models import PhoneContact
from server.phones import rules
from server.phones.losses import Loss, recent_losses
from server.phones.models import EnrolmentCode, Phone

_PHONE_OF_COOKIE = """
SELECT phone.id, phone.name, phone.school_id, phone.revoked_at
FROM phone_credential JOIN phone ON phone.id = phone_credential.phone_id
WHERE phone_credential.token_hash = ?
"""
_by_id = Ready(lambda phone: Phone.select().where(Phone.id == phone))


def calling_phone() -> CallingPhone | None:
    """The phone whose cookie came with this request."""
    token = request.cookies.get(current_app.config["PHONE_COOKIE_NAME"], "")
    if not token:
        return None
    for phone_id, name, school, revoked_at in select(_PHONE_OF_COOKIE, digest(token.encode())):
        return CallingPhone(phone_id, name, school, revoked_at is not None)
    return None


@dataclass(frozen=True)
class Standing:
    """A phone of the inventory, how far it has come, when it was last heard, a code that waits, what it lost."""

    phone: Phone
    state: rules.State
    heard_at: datetime | None
    code_until: datetime | None
    loss: Loss | None


def standings(school: str) -> list[Standing]:
    """Every phone of the school, by name."""
    heard, waiting, losses = last_contacts(school), _codes_waiting(school), recent_losses(school)
    phones = sorted(Phone.select().where(Phone.school == school), key=lambda phone: rules.name_order(phone.name))
    return [_standing(one, heard.get(one.id), waiting.get(one.id), losses.get(one.id)) for one in phones]


def _standing(phone: Phone, heard_at: datetime | None, code_until: datetime | None, loss: Loss | None) -> Standing:
    state = rules.state(
        revoked_at=phone.revoked_at, ready_at=phone.ready_at, set_up_at=phone.set_up_at, code_until=code_until
    )
    return Standing(phone, state, heard_at, code_until, loss)


def _codes_waiting(school: str) -> dict[str, datetime]:
    """Until when the last unused code of each phone holds, by the phone's id."""
    codes = (
        EnrolmentCode.select()
        .where(EnrolmentCode.school == school, EnrolmentCode.used_at.is_null(), EnrolmentCode.expires_at > clock.now())
        .order_by(EnrolmentCode.expires_at)
    )
    return {code.phone_id: code.expires_at for code in codes}


def phone_named(school: str, name: str) -> Phone | None:
    """The school's phone of this name; capitals and spaces make no other phone."""
    key = rules.name_key(name)
    same = [phone for phone in Phone.select().where(Phone.school == school) if rules.name_key(phone.name) == key]
    # Two that were told apart once are still told apart by their exact names.
    return min(same, key=lambda phone: (phone.name != rules.read_name(name), phone.added_at), default=None)


def find_phone(school: str, phone_id: str) -> Phone:
    """One phone of this school. Raises Problem request.not_found, also for another school's."""
    phone: Phone | None = Phone.get_or_none(Phone.id == phone_id, Phone.school == school)
    if phone is None:
        raise Problem("request.not_found")
    return phone


def not_lost(school: str) -> list[Phone]:
    """The school's phones but those that are lost or out of use, by name."""
    phones = Phone.select().where(Phone.school == school, Phone.revoked_at.is_null())
    return sorted(phones, key=lambda phone: rules.name_order(phone.name))


def name_of_staff(staff: str | None) -> str:
    """Somebody's name; "" where nobody is meant."""
    row = Staff.get_or_none(Staff.id == staff) if staff else None
    return row.name if row else ""


def names_of(school: str, among: Iterable[str | None] | None = None) -> dict[str, str]:
    """The names of these phones by their ids; of every phone where none are named."""
    return named(Phone, Phone.name, school, among)


def last_contacts(school: str) -> dict[str, datetime]:
    """When each phone that ever reported last did, by its id."""
    return {row.phone: row.heard_at for row in PhoneContact.select().where(PhoneContact.school == school)}


def card_part(_school: str, phone: str | None) -> dict[str, Any]:
    """The school card's {phone: {id, name} | null}."""
    row = _by_id.first(phone) if phone else None
    return {"phone": {"id": row.id, "name": row.name} if row else None}
