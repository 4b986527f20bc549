"""Which rules about own phones are in force at a school, what was chosen before, and choosing others."""

from __future__ import annotations

from typing import Any

from server.accounts.models import Staff
from server.accounts.rules import is_in_use
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.rows import Ready
from server.personal_phone.agreement_models import OwnPhoneRules
from server.personal_phone.own_phone_rules import OwnPhoneChoice, who_agrees

_chosen = Ready(lambda school: OwnPhoneRules.select().where(OwnPhoneRules.school == school).order_by(OwnPhoneRules.n))
_officer = Ready(lambda school, staff: Staff.select().where(Staff.school == school, Staff.id == staff))


def of_school(school: str) -> OwnPhoneChoice:
    """The school's rules; the usual ones until it chooses."""
    rows = _chosen(school)
    return choice_of(rows[-1]) if rows else OwnPhoneChoice()


def history_of(school: str) -> list[OwnPhoneRules]:
    """Everything that was ever chosen, the newest first."""
    return _chosen(school)[::-1]


def choice_of(row: OwnPhoneRules) -> OwnPhoneChoice:
    """What a row of the history says."""
    return OwnPhoneChoice(row.agrees, row.needs_risk_assessment, row.reports_to, row.designated_officer_id)


def choose(school: str, chosen: OwnPhoneChoice, by: str) -> None:
    """Put rules in force, for what is agreed and reported from now on. The same again changes nothing."""
    with db.atomic():
        if of_school(school) == chosen and history_of(school):
            return
        OwnPhoneRules.create(school=school, chosen_at=clock.now(), chosen_by=by, **chosen.__dict__)
        audit.write(school, by, "school.own_phone_rules_changed", school, **chosen.__dict__)


def told(school: str) -> str:
    """Who is told of a use, inside a sentence: the headteacher, or the officer's name while they have an account."""
    officer = of_school(school).designated_officer
    row = _officer.first(school, officer) if officer else None
    return row.name if row and is_in_use(row, clock.now()) else "the headteacher"


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {own_phone: {agrees, told}}: who may agree to an own phone, and who is told of its use."""
    return {"own_phone": {"agrees": who_agrees(of_school(school)), "told": told(school)}}
