"""Writes to phones: adding one, making a set-up code, setting a phone up."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app

from server.accounts.models import School
from server.accounts.one_time_codes import new_code
from server.foundation import audit, clock, crypto
from server.foundation.crypto import CannotOpen, KeyRing, digest
from server.foundation.database import db
from server.foundation.problems import Problem
from server.phones import queries, rules
from server.phones.models import EnrolmentCode, Phone, PhoneCredential


@dataclass(frozen=True)
class SetUp:
    """A phone that has been set up, and the token for its cookie."""

    phone: Phone
    token: str


def add_phone(school: School, name: str, by: str, **more: str) -> Phone:
    """Add a phone to the inventory, or return the one of that name, however it is capitalised and spaced.

    One that comes with a number of its own can ring.
    """
    with db.atomic():
        found = queries.phone_named(school.id, name)
        if found:
            return found
        known = {"name": rules.read_name(name), "can_ring": bool(more.get("number")), **more}
        phone: Phone = Phone.create(school=school, added_at=clock.now(), **known)
        audit.write(school.id, by, "phone.added", phone.id)
    return phone


def change_details(phone: Phone, details: dict[str, Any], by: str) -> None:
    """Change what is noted of a phone: make and model, serial number, asset tag, number, SIM, whether it can ring."""
    with db.atomic():
        Phone.update(details).where(Phone.id == phone.id).execute()
        audit.write(phone.school_id, by, "phone.details_changed", phone.id)


def confirm_custody(phone: Phone, by: str) -> None:
    """Note that the network manager can get into the handset, and when (R9). Never how."""
    with db.atomic():
        confirmed = {"custody_confirmed_at": clock.now(), "custody_confirmed_by": by}
        Phone.update(confirmed).where(Phone.id == phone.id).execute()
        audit.write(phone.school_id, by, "phone.custody_confirmed", phone.id)


@dataclass(frozen=True)
class Line:
    """What became of one line of a list of phones: the phone that was added or is there already, or what is wrong."""

    typed: str
    phone: Phone | None = None
    is_new: bool = False
    problem: str = ""


def add_phones(school: School, names: Iterable[str], by: str) -> list[Line]:
    """Add every phone whose name will do; one that will not stops no other. Returns a line for each."""
    return [_add_line(school, name, by) for name in names]


def _add_line(school: School, typed: str, by: str) -> Line:
    problem = rules.name_problem(rules.read_name(typed))
    if problem:
        return Line(typed, problem=problem)
    found = queries.phone_named(school.id, typed)
    return Line(typed, found) if found else Line(typed, add_phone(school, typed, by), is_new=True)


def make_codes(phones: Iterable[Phone], by: str) -> list[str]:
    """Make a code for each phone's printed card: all of them or none."""
    with db.atomic():
        return [make_code(phone, by, rules.CARD_LIFE) for phone in phones]


def make_code(phone: Phone, by: str, life: timedelta = rules.CODE_LIFE) -> str:
    """Make a one-time set-up code, good for 24 hours or as said. Only its digest is kept: it is shown once."""
    code = new_code(secrets.choice)
    now = clock.now()
    with db.atomic():
        EnrolmentCode.create(
            code_hash=digest(code.encode()),
            school=phone.school_id,
            phone=phone,
            made_at=now,
            expires_at=now + life,
        )
        audit.write(phone.school_id, by, "phone.code_made", phone.id)
    return code


def set_up(typed_code: str, nonce: str, canary: dict[str, Any] | None) -> SetUp:
    """Spend a set-up code. Raises Problem enrolment.code_wrong, .code_used, .code_expired, .canary_unopened.

    The same code and nonce give the same answer again: the token is made from them, so that a phone whose answer
    was lost ends up with one cookie, not two phones.
    """
    code = rules.read_code(typed_code)
    if problem := rules.code_problem(code):
        raise Problem("enrolment.code_wrong", problem)
    with db.atomic():
        row = EnrolmentCode.get_or_none(EnrolmentCode.code_hash == digest(code.encode()))
        if row is None:
            raise Problem("enrolment.code_wrong")
        refusal = rules.refusal(
            now=clock.now(), expires_at=row.expires_at, bound_nonce=row.nonce, used_at=row.used_at, nonce=nonce
        )
        if refusal:
            raise Problem(refusal)
        token = crypto.token(current_app.config["SECRET_KEY"], "phone", row.code_hash, nonce)
        if row.nonce is None:
            _bind(row, nonce, token)
    phone = Phone.get_by_id(row.phone_id)
    if canary is not None:
        _check(phone, canary, nonce)
    return SetUp(Phone.get_by_id(phone.id), token)


def _bind(row: EnrolmentCode, nonce: str, token: str) -> None:
    now = clock.now()
    EnrolmentCode.update(nonce=nonce, used_at=now).where(EnrolmentCode.code_hash == row.code_hash).execute()
    Phone.update(set_up_at=now).where(Phone.id == row.phone_id).execute()
    PhoneCredential.create(token_hash=digest(token.encode()), school=row.school_id, phone=row.phone_id, made_at=now)
    audit.write(row.school_id, row.phone_id, "phone.set_up", row.phone_id)


def _check(phone: Phone, canary: dict[str, Any], nonce: str) -> None:
    """Open the test message a phone sealed, before calling it ready: a phone that seals wrongly is found today."""
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    kid, body = canary.get("kid"), canary.get("body")
    if not isinstance(kid, str) or not isinstance(body, str):
        raise Problem("enrolment.canary_unopened")
    try:
        crypto.unframe(ring.open(kid, ("canary", nonce), crypto.from_base64url(body)))
    except (CannotOpen, ValueError) as error:
        raise Problem("enrolment.canary_unopened") from error
    with db.atomic():
        Phone.update(ready_at=clock.now()).where(Phone.id == phone.id, Phone.ready_at.is_null()).execute()
        audit.write(phone.school_id, phone.id, "phone.ready", phone.id)
