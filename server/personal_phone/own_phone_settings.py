"""Which rules about own phones are in force at a school, what was chosen before, and choosing others."""

from __future__ import annotations

from server.foundation import audit, clock
from server.foundation.database import db
from server.personal_phone.agreement_models import OwnPhoneRules
from server.personal_phone.own_phone_rules import OwnPhoneChoice


def of_school(school: str) -> OwnPhoneChoice:
    """The school's rules; the usual ones until it chooses."""
    row = OwnPhoneRules.select().where(OwnPhoneRules.school == school).order_by(OwnPhoneRules.n.desc()).first()
    return choice_of(row) if row else OwnPhoneChoice()


def history_of(school: str) -> list[OwnPhoneRules]:
    """Everything that was ever chosen, the newest first."""
    return list(OwnPhoneRules.select().where(OwnPhoneRules.school == school).order_by(OwnPhoneRules.n.desc()))


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
