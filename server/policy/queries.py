"""Reads from policy."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from server.accounts.models import School
from server.foundation.problems import Problem
from server.foundation.rows import Ready
from server.policy.contact_rules import CHECK_DAYS, CHECKED_FOR, what_counts
from server.policy.contact_words import AUTHORITY, NATIONAL, NATIONAL_BODIES, SCHOOL, body_of, place_of
from server.policy.models import Authority, Contact, ContactRules

_school = Ready(
    lambda school: (
        School.select(School, ContactRules)
        .join(ContactRules, JOIN.LEFT_OUTER, on=(ContactRules.school == School.id), attr="rules")
        .where(School.id == school)
    )
)
_contacts = Ready(lambda school: Contact.select().where(Contact.school == school, Contact.part != AUTHORITY))
_authorities = Ready(
    lambda school: (
        Authority.select(Authority, Contact)
        .join(Contact, JOIN.LEFT_OUTER, on=(Contact.authority == Authority.id), attr="contact")
        .where(Authority.school == school)
        .order_by(Authority.name, Authority.id)
    )
)


@dataclass(frozen=True)
class Rules:
    """What the school said of itself: nation, its own local authority's id, after how many days a check is over."""

    nation: str = CHECKED_FOR
    authority: str | None = None
    check_days: int = CHECK_DAYS


@dataclass(frozen=True)
class AuthorityCard:
    """A local authority with its contacts, whom to ring first at the front."""

    id: str
    name: str
    nation: str
    contacts: list[Contact]


def contacts_of(school: str) -> list[Contact]:
    """The school's contacts, the base contact first."""
    return _in_order(SCHOOL, [row for row in _contacts(school) if row.part == SCHOOL])


def national_of(school: str) -> list[Contact]:
    """The national bodies as they count at a school; one that the school said nothing of is a row not kept."""
    own = {row.role: row for row in _contacts(school) if row.part == NATIONAL}
    counting = what_counts(NATIONAL_BODIES, [as_card(row) for row in own.values()])
    return [given_by_release(school, one["role"]) if "source" in one else own[one["role"]] for one in counting]


def given_by_release(school: str, role: str) -> Contact:
    """A national body as the release gives it. Raises Problem request.not_found."""
    body = body_of(role)
    if body is None:
        raise Problem("request.not_found")
    said = {name: body[name] for name in ("role", "title", "name", "number", "address")}
    return Contact(school=school, part=NATIONAL, checked_on=date.fromisoformat(body["checked_on"]), **said)


def authorities_of(school: str, among: Collection[str] | None = None) -> list[AuthorityCard]:
    """The school's local authorities by name, or these of them."""
    if among is not None and not among:
        return []
    found: dict[str, tuple[Authority, list[Contact]]] = {}
    for row in _authorities(school):
        if among is None or row.id in among:
            rows = found.setdefault(row.id, (row, []))[1]
            rows.extend([row.contact] if row.contact and row.contact.id else [])
    return [AuthorityCard(one.id, one.name, one.nation, _in_order(AUTHORITY, rows)) for one, rows in found.values()]


def rules_of(school: str) -> Rules:
    """What the school said of itself; the usual until it does."""
    return _rules(_school.first(school))


def _rules(row: Any) -> Rules:
    chosen = row.rules if row else None
    if chosen is None or chosen.nation is None:
        return Rules()
    return Rules(chosen.nation, chosen.authority_id, chosen.check_days)


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {school: {name, demo}, contacts, nation, check_days, national} (R66, R101).

    `national` holds only what the school itself said of national bodies: the app brings the others along.
    """
    row, kept = _school.first(school), _contacts(school)
    rules = _rules(row)
    return {
        "school": {"name": row.name, "demo": row.is_demo},
        "contacts": [as_card(one) for one in _in_order(SCHOOL, [one for one in kept if one.part == SCHOOL])],
        "nation": rules.nation,
        "check_days": rules.check_days,
        "national": [as_card(one) for one in kept if one.part == NATIONAL],
    }


def as_card(contact: Contact) -> dict[str, Any]:
    """A contact on the school card: {role, title, name, number, checked_on or null, and `address` where it has one}."""
    checked_on = contact.checked_on
    return {
        "role": contact.role,
        "title": contact.title,
        "name": contact.name,
        "number": contact.number,
        "checked_on": checked_on.isoformat() if checked_on else None,
        **({"address": contact.address} if contact.address else {}),
    }


def _in_order(part: str, rows: Collection[Contact]) -> list[Contact]:
    return sorted(rows, key=lambda row: (place_of(part, row.role), row.position))
