"""What is held, for one person: a page of the list, counts, one item, and the version that came before it.

Who may know of an item is decided by its contents (rules.may_see_held). For a list the same is asked of the database,
so that no item is read to be left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, Case, fn

from server.accounts.queries import staff_names
from server.accounts.rules import Role
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.incidents.later import NAMES_IT
from server.incidents.models import Incident
from server.incidents.rules import REPORTED
from server.intake.author_rules import Author
from server.intake.authors import authors_in_words
from server.intake.chair_only import ordinary
from server.intake.models import Envelope, Opening, Record
from server.personal_phone import uses
from server.personal_phone.kinds import USED
from server.phones.models import Phone
from server.reconciliation import decision_rules, decisions, held_custody
from server.reconciliation.decision_rules import TWO_VERSIONS
from server.reconciliation.models import HeldDecision
from server.reconciliation.queries import may_see
from server.reconciliation.rules import ALLEGATION, CHECKERS, Contents, may_see_held
from server.trips.models import Trip

A_PAGE = 100
NO_PHONE, GONE_PHONE = "the office or an own phone", "a phone no longer listed"
# As json.dumps writes it. Where it stands deeper inside, the item is left out of others' lists as well.
_ALLEGATION = '"category": "allegation"'


@dataclass(frozen=True)
class Listed:
    """A held item in the list: its row, who wrote it as far as known, the last decision as a sentence, if any."""

    row: Envelope
    author: Author | None
    decided: str | None


@dataclass(frozen=True)
class Page:
    """A page of the list, the newest first; how many there are undecided and decided."""

    items: list[Listed]
    undecided: int
    decided: int
    number: int
    pages: int


def page_of(person: Person, *, is_decided: bool, number: int) -> Page:
    """A page of what is undecided, or of what was decided."""
    seen = _held(person)
    undecided, done = _counts(person, seen)
    pages = max(1, -(-(done if is_decided else undecided) // A_PAGE))
    number = min(max(number, 1), pages)
    rows = _rows(person, seen, is_decided=is_decided, skipped=(number - 1) * A_PAGE)
    return Page(_listed(person.school, rows, is_decided=is_decided), undecided, done, number, pages)


def undecided_rows(person: Person) -> list[Envelope]:
    """What somebody may know of and nobody has decided, the newest first, at most a page."""
    return _rows(person, _held(person), is_decided=False)


def find_held(person: Person, n: int) -> Envelope:
    """One held item. Raises Problem request.not_found alike for none, one that is not held, and one not theirs."""
    row = find_known(person, n)
    if row.opening.state != "held":
        raise Problem("request.not_found")
    return row


def find_known(person: Person, n: int) -> Envelope:
    """One item that is or was held, of those that this person may know of. Raises Problem request.not_found."""
    row: Envelope | None = _every().where(Envelope.school == person.school, Envelope.n == n, ordinary()).first()
    if row is None or not may_see(person, row):
        raise Problem("request.not_found")
    return row


def version_before(person: Person, row: Envelope) -> Envelope | None:
    """The version that came first, where an item is held as a later one and this person may know of both."""
    if row.opening.reason != TWO_VERSIONS:
        return None
    same = (Envelope.school == row.school_id, Envelope.type == row.type, Envelope.id == row.id, ordinary())
    found: Envelope | None = _every().where(*same, Envelope.n < row.n).order_by(Envelope.n).first()
    return found if found is not None and may_see(person, found) else None


def phone_of(row: Envelope) -> str:
    """Where an item came from, for the middle of a sentence."""
    found = getattr(row, "sender", None)
    return found.name if found else GONE_PHONE if row.phone else NO_PHONE


def trip_of(row: Envelope) -> str:
    """The trip that an item names, inside or on its label where it could not be read, in words."""
    found = getattr(row, "named", None)
    return found.title if found else "Names a trip that is not in the list" if _names_trip(row) else "No trip given"


def _names_trip(row: Envelope) -> bool:
    record = getattr(row, "record", None)
    return (record.trip if record else row.trip) is not None


def authors_of(rows: Sequence[Envelope], names: dict[str, str]) -> dict[int, Author]:
    """Who wrote what could be read of these, by arrival number; `names` are the staff's."""
    read = [(row.record, phone_of(row)) for row in rows if getattr(row, "record", None)]
    authors = authors_in_words(rows[0].school_id, read, names) if read else []
    return {record.envelope_id: author for (record, _on), author in zip(read, authors, strict=True)}


def _listed(school: str, rows: list[Envelope], *, is_decided: bool) -> list[Listed]:
    names = staff_names(school)
    authors = authors_of(rows, names)
    last = decisions.latest_of([row.n for row in rows]) if is_decided else {}
    told = {n: decision_rules.in_words(one, names) for n, one in last.items()}
    return [Listed(row, authors.get(row.n), told.get(row.n)) for row in rows]


def _counts(person: Person, seen: Any) -> tuple[int, int]:
    """How many are undecided, how many decided."""
    is_open = Envelope.n.not_in(_decided(person.school))
    both = (fn.COALESCE(fn.SUM(Case(None, [(is_open, 1)], 0)), 0), fn.COUNT(Envelope.n))
    query = Envelope.select(*both).join(Opening).switch(Envelope).join(Record, JOIN.LEFT_OUTER).where(seen)
    undecided, every = query.tuples().first()
    return undecided, every - undecided


def _rows(person: Person, seen: Any, *, is_decided: bool, skipped: int = 0) -> list[Envelope]:
    here = Envelope.n.in_(_decided(person.school))
    rows = _every().where(seen, here if is_decided else ~here)
    return list(rows.order_by(Envelope.n.desc()).limit(A_PAGE).offset(skipped))


def _every() -> Any:
    """Every envelope with its Opening, and where there is one its Record, the phone it came from, the trip it names."""
    trip = Case(None, [(Record.envelope.is_null(), Envelope.trip)], Record.trip)
    is_from = (Phone.id == Envelope.phone) & (Phone.school == Envelope.school)
    is_named = (Trip.id == trip) & (Trip.school == Envelope.school)
    return (
        Envelope.select(Envelope, Opening, Record, Phone.id, Phone.name, Trip.id, Trip.title)
        .join(Opening)
        .join_from(Envelope, Record, JOIN.LEFT_OUTER)
        .join_from(Envelope, Phone, JOIN.LEFT_OUTER, on=is_from, attr="sender")
        .join_from(Envelope, Trip, JOIN.LEFT_OUTER, on=is_named, attr="named")
    )


def _decided(school: str) -> Any:
    return HeldDecision.select(HeldDecision.envelope).where(HeldDecision.school == school)


def _held(person: Person) -> Any:
    """What is held and this person may know of. The state stands in the SQL itself, so that its index is used."""
    return (Opening.state == SQL("'held'")) & (Opening.school == person.school) & ordinary() & _may_see(person)


def _may_see(person: Person) -> Any:
    """rules.may_see_held, as a condition."""
    heads = list(_of_heads(person.school))
    is_read, is_heads = Record.envelope.is_null(False), Envelope.n.in_(heads)
    is_one = (Record.kind == REPORTED) & (fn.INSTR(Record.body, _ALLEGATION) > 0)
    names_one = Record.kind.in_(list(NAMES_IT)) & _names_allegation(person.school)
    is_allegation = is_read & (is_one | names_one | held_custody.is_about_staff(person.school))
    is_other = is_read & ~is_heads & ~fn.COALESCE(is_allegation, 0)
    kinds = (
        (CHECKERS & person.roles, ~is_read),
        (may_see_held(Contents(None, {}), person.roles), is_other),
        (may_see_held(Contents(REPORTED, {"category": ALLEGATION}), person.roles), is_allegation),
        (Role.CHAIR in person.roles and Role.HEADTEACHER not in person.roles, is_heads),
    )
    condition: Any = SQL("0")
    for may, one in kinds:
        condition = condition | one if may else condition
    return condition


def _names_allegation(school: str) -> Any:
    """Whether it names an incident that is a concern about staff, where any kind of record names one.

    A body nested too deep for SQLite counts as one that does: it is shown to the fewest.
    """
    fields = sorted({field for field, _at in NAMES_IT.values()})
    named = [fn.JSON_EXTRACT(Record.body, f"$.{field}") for field in fields]
    # By the ids, and not by the index of categories: that would go through every concern for each item.
    is_one = (fn.COALESCE(Incident.school, "") == school) & (fn.COALESCE(Incident.category, "") == ALLEGATION)
    found = fn.EXISTS(Incident.select(SQL("1")).where(Incident.id.in_(named), is_one))
    return Case(None, [(fn.JSON_VALID(Record.body), found)], 1)


def _of_heads(school: str) -> frozenset[int]:
    """Held items that are of a headteacher's own phone."""
    rows = Record.select(Record).join(Opening, on=(Opening.envelope == Record.envelope))
    mine = (Opening.state == SQL("'held'"), Opening.school == school, Record.kind == USED)
    return uses.of_heads(school, list(rows.where(*mine)))
