"""Phones on loan to named members of staff (R7), and coming back only once the school has what they hold (R12)."""

from __future__ import annotations

from peewee import IntegrityError

from server.accounts.models import Staff
from server.foundation import audit, clock, registry
from server.foundation.database import db
from server.foundation.problems import Problem
from server.intake.queries import is_owed_by, last_contact_of
from server.phones.models import Phone, PhoneLoan


def hand_out(phone: Phone, staff: Staff, by: str, trip: str | None = None) -> None:
    """Note that somebody has the phone now, and for which trip.

    Raises Problem request.refused where somebody has it already.
    """
    out = {"staff": staff, "out_at": clock.now(), "out_by": by, "trip": trip}
    try:
        with db.atomic():
            PhoneLoan.create(school=phone.school_id, phone=phone, **out)
            audit.write(phone.school_id, by, "phone.handed_out", phone.id, staff=staff.id)
    except IntegrityError as error:
        raise Problem("request.refused") from error


def why_not_back(phone: Phone, loan: PhoneLoan) -> str:
    """Why the phone cannot be handed back yet, in words for whoever stands there with it; "" when it can."""
    contact = last_contact_of(phone.id)
    if contact is None or contact.heard_at < loan.out_at:
        # A phone never set up holds nothing.
        if phone.set_up_at is None:
            return ""
        return "The school has not heard from it since it went out. Open Lanyard on it where there is a signal."
    if contact.waiting or is_owed_by(phone.id):
        return "It still holds what the school has not. Open Lanyard on it with a signal, and wait until nothing waits."
    return ""


def hand_back(phone: Phone, *, wiped: bool, note: str, by: str) -> None:
    """Note that the phone is at school again, and what was done. Raises Problem request.refused where it may not be."""
    with db.atomic():
        loan = loan_out(phone)
        if loan is None or why_not_back(phone, loan):
            raise Problem("request.refused")
        back = {"back_at": clock.now(), "back_by": by, "wiped": wiped, "note": note}
        PhoneLoan.update(back).where(PhoneLoan.id == loan.id).execute()
        audit.write(phone.school_id, by, "phone.handed_back", phone.id, staff=loan.staff_id)


def loan_out(phone: Phone) -> PhoneLoan | None:
    """Who has it now, if anybody."""
    rows = PhoneLoan.select(PhoneLoan, Staff).join(Staff)
    found: PhoneLoan | None = rows.where(PhoneLoan.phone == phone.id, PhoneLoan.back_at.is_null()).first()
    return found


def history(phone: Phone) -> list[PhoneLoan]:
    """Every loan that has ended, the latest first."""
    rows = PhoneLoan.select(PhoneLoan, Staff).join(Staff).where(PhoneLoan.phone == phone.id)
    return list(rows.where(PhoneLoan.back_at.is_null(False)).order_by(PhoneLoan.out_at.desc()))


def out_by_phone(school: str) -> dict[str, PhoneLoan]:
    """The loan of each phone that is out, by the phone's id."""
    rows = PhoneLoan.select(PhoneLoan, Staff).join(Staff)
    return {row.phone_id: row for row in rows.where(PhoneLoan.school == school, PhoneLoan.back_at.is_null())}


def title_of_trip(loan: PhoneLoan | None) -> str:
    """For which trip a phone is or was out; "" where it is for none."""
    return registry.current().trip_titles(loan.school_id, [loan.trip]).get(loan.trip or "", "") if loan else ""
