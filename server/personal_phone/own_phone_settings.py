"""A school's rules about own phones."""

from __future__ import annotations

from dataclasses import dataclass

from server.personal_phone.agreement_models import OwnPhoneRules


@dataclass(frozen=True)
class Rules:
    """What the headteacher chose."""

    reports_to: str
    designated_officer: str | None


def of_school(school: str) -> Rules:
    """The rules in force."""
    rows = OwnPhoneRules.select().where(OwnPhoneRules.school == school).order_by(OwnPhoneRules.n.desc())
    row = rows.first()
    return Rules(row.reports_to, row.designated_officer_id) if row else Rules("headteacher", None)
