"""Reads from policy."""

from __future__ import annotations

from typing import Any

from server.accounts.models import School
from server.foundation.rows import Ready
from server.policy.models import Contact

_school = Ready(lambda school: School.select().where(School.id == school))
_contacts = Ready(lambda school: Contact.select().where(Contact.school == school))
ORDER = ("base_contact", "office", "dsl", "deputy_dsl", "headteacher", "chair", "lado")


def contacts_of(school: str) -> list[Contact]:
    """The school's contacts, the base contact first."""
    return sorted(
        _contacts(school), key=lambda row: (ORDER.index(row.role) if row.role in ORDER else len(ORDER), row.position)
    )


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {school: {name, demo}, contacts: [{role, title, name, number}]} (R66)."""
    row = _school.first(school)
    return {
        "school": {"name": row.name, "demo": row.is_demo},
        "contacts": [
            {"role": c.role, "title": c.title, "name": c.name, "number": c.number} for c in contacts_of(school)
        ],
    }
