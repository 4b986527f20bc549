"""What a page says of an item: its records in order, each as it was written, by whom, and signed how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.custody.chain_rules import FAULTS, SEARCHED, Link, chain_of
from server.custody.fields import CHOICE, FORMS, ID, TIME, Form
from server.custody.models import CustodyItem
from server.custody.queries import LinkRow, Looked
from server.foundation import clock
from server.intake.author_rules import OFFICE, OWN_PHONE, Author
from server.intake.authors import authors_in_words
from server.intake.rules import remarks_of

UNFINISHED = "This came unfinished, as it stood. Ask whoever wrote it for the rest."
NO_BAG = "no bag number"


@dataclass(frozen=True)
class Fact:
    """One thing that was written, under what was asked; "" where nobody filled it in."""

    name: str
    words: str


@dataclass(frozen=True)
class Step:
    """One record of an item. `facts` is null for whoever may not read it; `odd` says what does not fit."""

    id: str
    what: str
    at: datetime
    facts: list[Fact] | None
    author: Author
    signed: str
    is_signed: bool
    receiver: str
    odd: list[str]


def title_of(item: CustodyItem) -> str:
    """What an item is called where no name may stand."""
    return called(item.thing, item.bag)


def called(thing: str | None, bag: str) -> str:
    """The same by the code of its kind and the number of its bag."""
    kind = FORMS["item.confiscated"].named("thing").options.get(thing or "", "Something")
    return f"{kind}, {f'bag {bag}' if bag else NO_BAG}"


def steps_of(found: Looked, names: dict[str, str]) -> list[Step]:
    """An item's records in order, as somebody may read them; `names` are the staff's."""
    rows = {row.link.id: row for row in found.rows}
    chain = chain_of([Link(row.link.id, row.link.kind, row.link.at, row.link.n) for row in found.rows])
    order = [(rows[link.id], codes) for link, codes in chain.links]
    authors = authors_of(found.item.school_id, [row for row, _codes in order], names)
    return [
        step_of(row, author, names, odd=[FAULTS[code] for code in codes], may_read=_may_read(found, row))
        for (row, codes), author in zip(order, authors, strict=True)
    ]


def _may_read(found: Looked, row: LinkRow) -> bool:
    return found.may_read_searches if row.link.kind == SEARCHED else found.may_read


def authors_of(school: str, rows: Sequence[LinkRow], names: dict[str, str]) -> list[Author]:
    """Who wrote each."""
    return authors_in_words(school, [(row.record, _where_from(row)) for row in rows], names)


def _where_from(row: LinkRow) -> str:
    if row.phone_name:
        return row.phone_name
    return OFFICE if row.is_of_office else OWN_PHONE


def step_of(row: LinkRow, author: Author, names: dict[str, str], *, odd: list[str], may_read: bool) -> Step:
    """One record in words."""
    form, body = FORMS[row.link.kind], row.body
    signed, is_signed = _signature(row, body, names)
    marks = [*odd, *([UNFINISHED] if row.link.is_unfinished else []), *remarks_of(row.flags)]
    receiver = _text(body.get("receiver_signed"))
    facts = list(_facts(form, body)) if may_read else None
    return Step(row.link.id, form.done, row.link.at, facts, author, signed, is_signed, receiver, marks)


def _facts(form: Form, body: dict[str, Any]) -> Iterator[Fact]:
    """What was asked and answered, but for the time, which stands beside it."""
    for one in form.fields:
        if one.kind in (ID, TIME):
            continue
        said = _text(body.get(one.name))
        yield Fact(one.label, one.options.get(said, said) if one.kind == CHOICE else said)


def _signature(row: LinkRow, body: dict[str, Any], names: dict[str, str]) -> tuple[str, bool]:
    """How it was signed, in words; and whether that proves who did."""
    typed, by = _text(body.get("signed")), row.record.signed_by
    as_ = f"“{typed}”" if typed else "No name was typed"
    if row.is_of_office and not row.link.phone:
        return "Signed in to the office", True
    if body.get("signed_with") == "pin" and by:
        return f"{as_}, with the PIN of {names.get(by, 'somebody')}", True
    if by:
        return f"{as_}, on the unlock of {names.get(by, 'somebody')}; no PIN was given for it", False
    return (f"{as_}, by name alone" if typed else "Not signed"), False


def said_at(step: Step) -> str:
    """When, as a line of text has it."""
    return clock.in_words(step.at)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
