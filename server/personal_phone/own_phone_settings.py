"""Which rules about own phones are in force at a school, what was chosen before, and choosing others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.accounts.models import Staff
from server.accounts.rules import is_in_use
from server.foundation import clock
from server.foundation.rows import Ready
from server.personal_phone.own_phone_rules import DESIGNATED_OFFICER, HEADTEACHER, OwnPhoneChoice, who_agrees
from server.personal_phone.settings import RISK_ASSESSMENT, TOLD, WHO_AGREES
from server.policy import changing, versions

_officer = Ready(lambda school, staff: Staff.select().where(Staff.school == school, Staff.id == staff))


def of_school(school: str) -> OwnPhoneChoice:
    """The school's rules; the usual ones until it chooses."""
    policy = versions.of_school(school)
    return _choice(policy.value(WHO_AGREES), policy.value(RISK_ASSESSMENT), policy.value(TOLD))


def _choice(agrees: str, needs_risk_assessment: bool, officer: str | None) -> OwnPhoneChoice:
    return OwnPhoneChoice(agrees, needs_risk_assessment, DESIGNATED_OFFICER if officer else HEADTEACHER, officer)


@dataclass(frozen=True)
class Chosen:
    """What was chosen once, when and by whom."""

    choice: OwnPhoneChoice
    at: datetime
    by: str


def history_of(school: str) -> list[Chosen]:
    """Everything that was ever chosen, the newest first."""
    codes = (WHO_AGREES.code, RISK_ASSESSMENT.code, TOLD.code)
    return [
        Chosen(_choice(*(made.said[code].value for code in codes)), made.row.made_at, made.row.made_by)
        for made in versions.made_since(school, codes=codes)
    ]


def choose(school: str, chosen: OwnPhoneChoice, by: str) -> int:
    """Put rules in force, for what is agreed and reported from now on. How many of them wait for a second person."""
    values = {
        WHO_AGREES.code: chosen.agrees,
        RISK_ASSESSMENT.code: chosen.needs_risk_assessment,
        TOLD.code: chosen.designated_officer,
    }
    return changing.choose(school, values, by)


def told(school: str) -> str:
    """Who is told of a use, inside a sentence: the headteacher, or the officer's name while they have an account."""
    officer = of_school(school).designated_officer
    row = _officer.first(school, officer) if officer else None
    return row.name if row and is_in_use(row, clock.now()) else "the headteacher"


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {own_phone: {agrees, told}}: who may agree to an own phone, and who is told of its use."""
    return {"own_phone": {"agrees": who_agrees(of_school(school)), "told": told(school)}}
