"""Keeping local authorities, and what the school says of itself: nation, own authority, how long a check holds."""

from __future__ import annotations

from peewee import IntegrityError

from server.foundation import audit
from server.foundation.database import apart, db
from server.foundation.problems import Problem
from server.policy import contact_changes
from server.policy.contact_changes import Save
from server.policy.contact_rules import MOST_AUTHORITIES, NATIONS
from server.policy.models import Authority, Contact, ContactRules
from server.policy.queries import Rules, rules_of

# What the rules of a school are called where changes are noted.
RULES = "rules"


def find(school: str, authority_id: str) -> Authority:
    """One authority. Raises Problem request.not_found, also for another school's."""
    found: Authority | None = Authority.get_or_none(Authority.id == authority_id, Authority.school == school)
    if found is None:
        raise Problem("request.not_found")
    return found


def all_of(school: str) -> list[Authority]:
    """Every authority of a school, by name."""
    return list(Authority.select().where(Authority.school == school).order_by(Authority.name, Authority.id))


def add(school: str, authority_id: str, said: tuple[str, str], by: str) -> str | None:
    """Add one (name, nation) under an id made with its form. Returns what is wrong, in words, or None."""
    with db.atomic():
        there = all_of(school)
        if any(one.id == authority_id for one in there):
            return None
        problem = _problem(there, said[0]) or ("" if len(there) < MOST_AUTHORITIES else "The list is full")
        if problem:
            return problem
        Authority.create(id=authority_id, school=school, name=said[0], nation=said[1])
        audit.write(school, by, "authority.added", authority_id, nation=said[1])
    return None


def change(school: str, authority_id: str, said: tuple[str, str], save: Save) -> str | None:
    """Call it something else, or of another nation. Returns what is wrong, in words, or None.

    Raises contact_changes.OvertakenError, Problem request.not_found.
    """
    with db.atomic():
        row = find(school, authority_id)
        what = _changed(row, said)
        if not what:
            return None
        contact_changes.refuse_overtaken(school, authority_id, save.seen)
        problem = _problem([one for one in all_of(school) if one.id != authority_id], said[0])
        if problem:
            return problem
        row.name, row.nation = said
        row.save()
        contact_changes.note(school, authority_id, what, save.by, action="authority.changed")
    return None


def _changed(row: Authority, said: tuple[str, str]) -> dict[str, list[str]]:
    """What is another than before: what it was and what it is, in words."""
    pairs = {"name": [row.name, said[0]], "nation": [NATIONS[row.nation], NATIONS[said[1]]]}
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}


def remove(school: str, authority_id: str, by: str) -> bool:
    """Take one out with its contacts. False where a pupil lives there, or it is the school's own."""
    with db.atomic():
        row = Authority.get_or_none(Authority.id == authority_id, Authority.school == school)
        if row is None:
            return True
        try:
            with apart():
                Contact.delete().where(Contact.authority == row).execute()
                row.delete_instance()
        except IntegrityError:
            return False
        audit.write(school, by, "authority.removed", authority_id)
    return True


def choose(school: str, rules: Rules, save: Save) -> None:
    """Say what the school is. Raises contact_changes.OvertakenError, Problem request.not_found."""
    with db.atomic():
        if rules.authority:
            find(school, rules.authority)
        names: dict[str | None, str] = {one.id: one.name for one in all_of(school)}
        names[None] = ""
        before = rules_of(school)
        what = {
            name: [was, now]
            for name, was, now in (
                ("nation", NATIONS[before.nation], NATIONS[rules.nation]),
                ("authority", names[before.authority], names[rules.authority]),
                ("check_days", str(before.check_days), str(rules.check_days)),
            )
            if was != now
        }
        if not what:
            return
        contact_changes.refuse_overtaken(school, RULES, save.seen)
        kept = {"nation": rules.nation, "authority": rules.authority, "check_days": rules.check_days}
        ContactRules.insert(school=school, **kept).on_conflict(
            conflict_target=[ContactRules.school], preserve=[getattr(ContactRules, name) for name in kept]
        ).execute()
        contact_changes.note(school, RULES, what, save.by, action="contact.rules_changed")


def _problem(others: list[Authority], name: str) -> str:
    is_there = name.casefold() in {one.name.casefold() for one in others}
    return "There is one of that name already" if is_there else ""
