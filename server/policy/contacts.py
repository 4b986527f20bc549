"""Keeping the contacts of the card: adding, changing, ordering, taking out, and saying that one was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from server.foundation import clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.policy import contact_changes
from server.policy.contact_changes import Save
from server.policy.contact_rules import MOST_IN_A_LIST, Said, checked_after, on_paper
from server.policy.contact_words import AUTHORITY, NATIONAL, SCHOOL
from server.policy.models import Authority, Contact
from server.policy.queries import given_by_release


@dataclass(frozen=True)
class Book:
    """One list of the card: the school's own, or of the local authority with this id."""

    school: str
    authority: str | None = None

    @property
    def part(self) -> str:
        """Which part of the card it is."""
        return AUTHORITY if self.authority else SCHOOL


def find(school: str, key: str) -> Contact:
    """One contact by its key; a national body may not be kept yet. Raises Problem request.not_found."""
    mine = Contact.school == school
    row = Contact.get_or_none(mine, Contact.id == key, Contact.part != NATIONAL)
    row = row or Contact.get_or_none(mine, Contact.role == key, Contact.part == NATIONAL)
    return row or given_by_release(school, key)


def said_of(row: Contact) -> Said:
    """What a contact says."""
    return Said(row.role, row.title, row.name, row.number, row.address)


def add(book: Book, contact_id: str, said: Said, *, is_checked: bool, by: str) -> bool:
    """Add one under an id made with its form, so that a form sent twice adds one. False where the list is full."""
    with db.atomic():
        if book.authority and Authority.get_or_none(_ours(book)) is None:
            raise Problem("request.not_found")
        if Contact.get_or_none(Contact.id == contact_id) is not None:
            return True
        if _rows(book).count() >= MOST_IN_A_LIST:
            return False
        kept: dict[str, Any] = {"position": _next(book, said.role), "checked_on": _today(is_checked), **vars(said)}
        Contact.create(id=contact_id, school=book.school, part=book.part, authority=book.authority, **kept)
        what = Said("", "", "", "", "").differs(said)
        contact_changes.note(book.school, contact_id, what, by, action="contact.added")
    return True


def change(school: str, key: str, said: Said, save: Save, *, is_checked: bool) -> None:
    """Change one. Raises contact_changes.OvertakenError, Problem request.not_found."""
    with db.atomic():
        row = find(school, key)
        before = said_of(row)
        checked_on = checked_after((before, row.checked_on), said, _today(is_checked))
        what = {**before.differs(said), **_checked(row.checked_on, checked_on)}
        if not what:
            return
        contact_changes.refuse_overtaken(school, key, save.seen)
        position = row.position if said.role == row.role else _next(Book(school, row.authority_id), said.role)
        _keep(row, {**vars(said), "checked_on": checked_on, "position": position})
        contact_changes.note(school, key, what, save.by)


def check(school: str, key: str, by: str) -> None:
    """Say that one answers as it stands here, today."""
    with db.atomic():
        row = find(school, key)
        what = _checked(row.checked_on, clock.today())
        if what:
            _keep(row, {"checked_on": clock.today()})
            contact_changes.note(school, key, what, by, action="contact.checked")


def remove(school: str, key: str, by: str) -> None:
    """Take one out; a national body is then as the release gives it. A second time changes nothing."""
    with db.atomic():
        row = Contact.get_or_none(Contact.school == school, Contact.id == key)
        row = row or Contact.get_or_none(Contact.school == school, Contact.role == key, Contact.part == NATIONAL)
        if row is None:
            return
        what = said_of(row).differs(Said("", "", "", "", ""))
        row.delete_instance()
        contact_changes.note(school, row.key, what, by, action="contact.removed")


def move_up(school: str, key: str, by: str) -> None:
    """Put one before the one above it among those of its role; the first of them stays."""
    with db.atomic():
        row = find(school, key)
        if row.part == NATIONAL:
            return
        book = Book(school, row.authority_id)
        same = list(_rows(book).where(Contact.role == row.role).order_by(Contact.position))
        ids = [one.id for one in same]
        at = ids.index(row.id)
        if at == 0:
            return
        ids[at - 1], ids[at] = ids[at], ids[at - 1]
        for position, one in enumerate(ids):
            Contact.update(position=position).where(Contact.id == one).execute()
        contact_changes.note(school, key, {}, by, action="contact.moved")


def _ours(book: Book) -> Any:
    return (Authority.id == book.authority) & (Authority.school == book.school)


def _rows(book: Book) -> Any:
    rows = Contact.select().where(Contact.school == book.school, Contact.part == book.part)
    return rows.where(Contact.authority == book.authority) if book.authority else rows


def _next(book: Book, role: str) -> int:
    """The place after every contact of its role."""
    return max((row.position + 1 for row in _rows(book).where(Contact.role == role)), default=0)


def _today(is_checked: bool) -> date | None:
    return clock.today() if is_checked else None


def _checked(before: date | None, after: date | None) -> dict[str, list[str]]:
    if before == after:
        return {}
    return {"checked": [on_paper(day) if day else "" for day in (before, after)]}


def _keep(row: Contact, now: dict[str, Any]) -> None:
    for name, value in now.items():
        setattr(row, name, value)
    is_new = row.part == NATIONAL and Contact.get_or_none(Contact.id == row.id) is None
    row.save(force_insert=is_new)
