"""Reads from phones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app, request

from server.foundation.access import CallingPhone
from server.foundation.crypto import digest
from server.foundation.problems import Problem
from server.intake.models import PhoneContact
from server.phones.models import Phone, PhoneCredential


def calling_phone() -> CallingPhone | None:
    """The phone whose cookie came with this request."""
    token = request.cookies.get(current_app.config["PHONE_COOKIE_NAME"], "")
    if not token:
        return None
    row = (
        PhoneCredential.select(PhoneCredential, Phone)
        .join(Phone)
        .where(PhoneCredential.token_hash == digest(token.encode()))
        .first()
    )
    if row is None:
        return None
    return CallingPhone(row.phone.id, row.phone.name, row.phone.school_id, row.phone.revoked_at is not None)


def phones_of(school: str) -> list[Phone]:
    """Every phone of the school, by name."""
    return list(Phone.select().where(Phone.school == school).order_by(Phone.name))


def find_phone(school: str, phone_id: str) -> Phone:
    """One phone of this school. Raises Problem request.not_found, also for another school's."""
    phone: Phone | None = Phone.get_or_none(Phone.id == phone_id, Phone.school == school)
    if phone is None:
        raise Problem("request.not_found")
    return phone


def names_of(school: str) -> dict[str, str]:
    """Every phone's name by its id."""
    return {row.id: row.name for row in Phone.select(Phone.id, Phone.name).where(Phone.school == school)}


def last_contacts(school: str) -> dict[str, datetime]:
    """When each phone that ever reported last did, by its id."""
    return {row.phone: row.heard_at for row in PhoneContact.select().where(PhoneContact.school == school)}


def card_part(_school: str, phone: str | None) -> dict[str, Any]:
    """The school card's {phone: {id, name} | null}."""
    row = Phone.get_or_none(Phone.id == phone) if phone else None
    return {"phone": {"id": row.id, "name": row.name} if row else None}
