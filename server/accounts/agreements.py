"""The agreement on acceptable use: its versions, and who has signed the one in force lately enough (R6, R86).

Whoever has not signed is asked to. It closes the camera and nothing else: 999, incidents and concerns never wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from server.accounts.kinds import AGREED
from server.accounts.models import Agreement, AgreementSignature, Staff
from server.accounts.rules import is_in_use
from server.accounts.settings import AGREEMENT_DAYS
from server.foundation import audit, clock, registry
from server.foundation.database import db
from server.foundation.registry import OpenedRecord
from server.foundation.rows import Ready

_newest = Ready(
    lambda school: Agreement.select().where(Agreement.school == school).order_by(Agreement.version.desc()).limit(1)
)
_signatures = Ready(
    lambda staff: (
        AgreementSignature.select()
        .where(AgreementSignature.staff == staff)
        .order_by(AgreementSignature.signed_at.desc())
        .limit(1)
    )
)


def in_force(school: str) -> Agreement | None:
    """The highest version; None where the school has none yet."""
    found: Agreement | None = _newest.first(school)
    return found


def put_in_force(school: str, text: str, by: str) -> Agreement:
    """Make another version. Everybody signs anew."""
    with db.atomic():
        before = in_force(school)
        version = before.version + 1 if before else 1
        made: Agreement = Agreement.create(school=school, version=version, text=text, made_at=clock.now(), made_by=by)
        audit.write(school, by, "agreement.put_in_force", school, version=version)
    return made


def sign(staff: Staff, version: int, at: datetime, phone: str | None = None) -> None:
    """Note a signature. Inside or outside the caller's transaction."""
    with db.atomic():
        AgreementSignature.create(school=staff.school_id, staff=staff, version=version, signed_at=at, phone=phone)
        audit.write(staff.school_id, staff.id, "agreement.signed", staff.id, version=version)


def is_due(staff: str, agreement: Agreement | None) -> bool:
    """Whether somebody still has to sign, or sign again."""
    if agreement is None:
        return False
    return not is_held(last_signature(staff), agreement, clock.now() - holds_for(agreement.school_id))


def holds_for(school: str) -> timedelta:
    """For how long a signature holds: a year, where the school's policy says nothing else."""
    return timedelta(days=registry.current().chosen(school, AGREEMENT_DAYS))


def is_held(signature: AgreementSignature | None, agreement: Agreement, since: datetime) -> bool:
    """Whether a signature is of this version, and later than that."""
    return signature is not None and signature.version >= agreement.version and signature.signed_at > since


def last_signature(staff: str) -> AgreementSignature | None:
    """The last one of somebody."""
    found: AgreementSignature | None = _signatures.first(staff)
    return found


def unsigned(school: str) -> list[str]:
    """The names of everybody with an account who still has to sign."""
    agreement = in_force(school)
    if agreement is None:
        return []
    signed = AgreementSignature
    last = signed.select(signed.staff, fn.MAX(signed.signed_at).alias("at")).where(signed.school == school)
    newest = last.group_by(signed.staff)
    rows = signed.select().join(newest, on=(newest.c.staff_id == signed.staff) & (newest.c.at == signed.signed_at))
    since = clock.now() - holds_for(school)
    held = {row.staff_id for row in rows if is_held(row, agreement, since)}
    people = Staff.select().where(Staff.school == school, Staff.is_active).order_by(Staff.name)
    return [row.name for row in people if row.id not in held and is_in_use(row, clock.now())]


def hear(record: OpenedRecord) -> None:
    """Note what somebody signed on a phone, inside the transaction that opened its record; only if it is theirs."""
    if record.kind != AGREED or record.signed_by is None:
        return
    staff = Staff.get_or_none(Staff.id == record.signed_by, Staff.school == record.school)
    agreement = in_force(record.school)
    if staff and agreement and record.body["version"] <= agreement.version:
        sign(staff, record.body["version"], record.received_at, record.phone)


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {agreement: {version} | null}; a phone asks for its text when somebody has to sign."""
    agreement = in_force(school)
    return {"agreement": {"version": agreement.version} if agreement else None}
