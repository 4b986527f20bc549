"""What is held, for one person: a page of the list, counts, one item, and the version that came before it.

Who may know of an item is decided by its contents (rules.may_see_held). For a list the same is asked of the database,
so that no item is read to be left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, Case, fn

from server.accounts.rules import Role
from server.foundation.access import Person
from server.intake.author_rules import Author
from server.intake.authors import authors_in_words
from server.intake.chair_only import ordinary
from server.intake.models import Envelope, Opening, Record
from server.personal_phone import uses
from server.personal_phone.kinds import USED
from server.phones.queries import names_of
from server.reconciliation import decisions
from server.reconciliation.models import HeldDecision
from server.reconciliation.rules import CHECKERS, UNKNOWN, may_see_held
from server.trips.near import titles_among

A_PAGE = 100
NO_PHONE, GONE_PHONE = "the office or an own phone", "a phone no longer listed"
# As json.dumps writes it. Where it stands deeper inside, the item is left out of others' lists as well.
_ALLEGATION = '"category": "allegation"'


@dataclass(frozen=True)
class Listed:
    """A held item in the list: its row, what it came from, who wrote it as far as known, its trip, the last decision.

    `trip` is null where none is named; `decided` is a sentence and None while nobody has decided.
    """

    row: Envelope
    phone: str
    author: Author | None
    trip: str | None
    decided: str | None


@dataclass(frozen=True)
class Page:
    """A page of the list, the newest first; how many there are undecided and decided."""

    items: list[Listed]
    undecided: int
    decided: int
    number: int
    pages: int


def counts(person: Person) -> tuple[int, int]:
    """How many held items somebody may know of: undecided, decided."""
    is_open = Envelope.n.not_in(_decided(person.school))
    both = (fn.COALESCE(fn.SUM(Case(None, [(is_open, 1)], 0)), 0), fn.COUNT(Envelope.n))
    undecided, every = _held(person, *both).tuples().first()
    return undecided, every - undecided


def page_of(person: Person, *, is_decided: bool, number: int) -> Page:
    """A page of what is undecided, or of what was decided."""
    undecided, done = counts(person)
    pages = max(1, -(-(done if is_decided else undecided) // A_PAGE))
    number = min(max(number, 1), pages)
    rows = undecided_rows(person, is_decided=is_decided, skipped=(number - 1) * A_PAGE)
    return Page(_listed(person.school, rows), undecided, done, number, pages)


def undecided_rows(person: Person, *, is_decided: bool = False, skipped: int = 0) -> list[Envelope]:
    """At most a page of held items, each with its Opening and, if read, its Record."""
    here = Envelope.n.in_(_decided(person.school))
    rows = _held(person, Envelope, Opening, Record).where(here if is_decided else ~here)
    return list(rows.order_by(Envelope.n.desc()).limit(A_PAGE).offset(skipped))


def version_before(row: Envelope) -> Envelope | None:
    """The first that came of the same report, where an item is a later version of one."""
    found: Envelope | None = (
        Envelope.select(Envelope, Opening, Record)
        .join(Opening)
        .switch(Envelope)
        .join(Record, JOIN.LEFT_OUTER)
        .where(Envelope.school == row.school_id, Envelope.type == row.type, Envelope.id == row.id, ordinary())
        .where(Envelope.n < row.n)
        .order_by(Envelope.n)
        .first()
    )
    return found


def phone_of(row: Envelope, names: dict[str, str]) -> str:
    """Where an item came from, for the middle of a sentence."""
    return names.get(row.phone, GONE_PHONE) if row.phone else NO_PHONE


def author_of(row: Envelope, on: str) -> Author | None:
    """Who wrote an item, as far as known; None where it could not be read."""
    record = getattr(row, "record", None)
    return authors_in_words(row.school_id, [(record, on)])[0] if record else None


def trip_named(row: Envelope) -> str | None:
    """The trip that an item names: inside, or on its label where it could not be read."""
    record = getattr(row, "record", None)
    trip: str | None = record.trip if record else row.trip
    return trip


def _listed(school: str, rows: list[Envelope]) -> list[Listed]:
    names = names_of(school)
    read = [(row.record, phone_of(row, names)) for row in rows if getattr(row, "record", None)]
    authors = dict(zip((record.envelope_id for record, _on in read), authors_in_words(school, read), strict=True))
    last = decisions.latest_of([row.n for row in rows])
    told = {one.envelope_id: words for one, words in decisions.told(school, list(last.values()))}
    titles = titles_among(school, {trip_named(row) for row in rows})
    return [
        Listed(row, phone_of(row, names), authors.get(row.n), _trip_words(row, titles), told.get(row.n)) for row in rows
    ]


def _trip_words(row: Envelope, titles: dict[str, str]) -> str | None:
    trip = trip_named(row)
    return titles.get(trip, "a trip that is not in the list") if trip else None


def _decided(school: str) -> Any:
    return HeldDecision.select(HeldDecision.envelope).where(HeldDecision.school == school)


def _held(person: Person, *columns: Any) -> Any:
    """What is held and this person may know of. The state stands in the SQL itself, so that its index is used."""
    return (
        Envelope.select(*columns)
        .join(Opening)
        .switch(Envelope)
        .join(Record, JOIN.LEFT_OUTER)
        .where(Opening.state == SQL("'held'"), Opening.school == person.school, ordinary(), _may_see(person))
    )


def _may_see(person: Person) -> Any:
    """rules.may_see_held, as a condition."""
    heads = list(_of_heads(person.school))
    is_allegation = (Record.kind == "incident.reported") & (fn.INSTR(Record.body, _ALLEGATION) > 0)
    is_read, is_heads = Record.envelope.is_null(False), Envelope.n.in_(heads)
    kinds = (
        (CHECKERS & person.roles, ~is_read),
        (
            may_see_held((None, {"category": UNKNOWN}), person.roles),
            is_read & ~is_heads & ~fn.COALESCE(is_allegation, 0),
        ),
        (may_see_held(("incident.reported", {"category": "allegation"}), person.roles), is_allegation),
        (Role.CHAIR in person.roles and Role.HEADTEACHER not in person.roles, is_heads),
    )
    seen = [condition for may, condition in kinds if may]
    condition = SQL("0")
    for one in seen:
        condition = condition | one
    return condition


def _of_heads(school: str) -> frozenset[int]:
    """Held items that are of a headteacher's own phone."""
    rows = Record.select(Record).join(Opening, on=(Opening.envelope == Record.envelope))
    mine = (Opening.state == SQL("'held'"), Opening.school == school, Record.kind == USED)
    return uses.of_heads(school, list(rows.where(*mine)))
