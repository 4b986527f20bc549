"""The inventory as a list: out as CSV, and in from one, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from server.accounts.queries import staff_of
from server.foundation import audit, clock, csv_cells, registry
from server.foundation.database import db
from server.phones import loans, sheet_rules
from server.phones.inventory_rules import COLUMNS, Kept, Outcome, Plan, compare
from server.phones.models import Phone
from server.phones.queries import standings
from server.phones.rules import State, read_name

# What a list also says, and no file changes.
TOLD = ("State", "Who has it", "Since", "For which trip", "Passcode confirmed", "Confirmed by", "Last heard")
STATES = {
    State.LOST: "Lost or taken out of use",
    State.READY: "Ready",
    State.NOT_READY: "Set up, not ready",
    State.CODE_WAITING: "Code waiting",
    State.NOT_SET_UP: "Not set up",
}


def as_csv(school: str, by: str) -> bytes:
    """The whole inventory as CSV: UTF-8 with its mark, so that Excel reads it. That it was taken out is noted."""
    rows = list(_rows(school))
    with db.atomic():
        audit.write(school, by, "phones.listed_as_csv", school, count=len(rows))
    return csv_cells.as_csv((*COLUMNS.values(), *TOLD), rows)


def _rows(school: str) -> Iterator[list[str]]:
    people = {row.id: row.name for row in staff_of(school)}
    out = loans.out_by_phone(school)
    trips = registry.current().trip_titles(school)
    for one in standings(school):
        phone, loan = one.phone, out.get(one.phone.id)
        has_it = [loan.staff.name, _time(loan.out_at), trips.get(loan.trip or "", "")] if loan else ["", "", ""]
        confirmed = [_time(phone.custody_confirmed_at), people.get(phone.custody_confirmed_by or "", "")]
        yield [*_values(phone).values(), STATES[one.state], *has_it, *confirmed, _time(one.heard_at) or "Never"]


def _time(instant: datetime | None) -> str:
    """A time at the school, as spreadsheets read and sort it."""
    return f"{instant.astimezone(clock.SCHOOL_TIME):%Y-%m-%d %H:%M}" if instant else ""


def _values(phone: Phone) -> dict[str, str]:
    texts = {field: read_name(str(getattr(phone, field))) for field in COLUMNS}
    return {**texts, "can_ring": "yes" if phone.can_ring else "no"}


def plan(school: str, content: bytes | str) -> tuple[str, Plan]:
    """The text of a file, and what would become of it. Raises sheet_rules.NotRead."""
    text = sheet_rules.text_of(content) if isinstance(content, bytes) else content
    sheet = sheet_rules.read(text, COLUMNS, "name")
    phones = Phone.select().where(Phone.school == school).order_by(Phone.added_at, Phone.name)
    return text, compare(sheet, [Kept(phone.id, _values(phone)) for phone in phones])


def take_in(school: str, text: str, mark: str, by: str) -> tuple[Plan, bool]:
    """Do what a file says, if that is still what was looked at (`mark`). Returns the plan, and whether it was done."""
    with db.atomic():
        _text, planned = plan(school, text)
        if planned.wrong or planned.mark != mark or not (planned.added or planned.changed):
            return planned, False
        for one in planned.added:
            _add(school, one, by)
        for one in planned.changed:
            _change(school, one, by)
        counts = {"added": len(planned.added), "changed": len(planned.changed)}
        audit.write(school, by, "phones.taken_in_from_csv", school, **counts)
    return planned, True


def _add(school: str, one: Outcome, by: str) -> None:
    phone = Phone.create(school=school, added_at=clock.now(), **_as_kept(one, list(COLUMNS)))
    audit.write(school, by, "phone.added", phone.id)


def _change(school: str, one: Outcome, by: str) -> None:
    fields = [field for field, heading in COLUMNS.items() if any(part.heading == heading for part in one.changes)]
    Phone.update(_as_kept(one, fields)).where(Phone.id == one.phone, Phone.school == school).execute()
    audit.write(school, by, "phone.details_changed", str(one.phone))


def _as_kept(one: Outcome, fields: Sequence[str]) -> dict[str, str | bool]:
    return {field: one.values[field] == "yes" if field == "can_ring" else one.values[field] for field in fields}
