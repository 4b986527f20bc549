"""What was taken or searched because of an incident, for that one's own page: one query, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for
from peewee import JOIN

from server.custody import rules
from server.custody.chain_rules import SEARCHED
from server.custody.custody_words import called
from server.custody.fields import FORMS
from server.custody.models import CustodyItem, CustodyLink
from server.custody.sight import leads
from server.foundation.access import Person
from server.foundation.registry import Taken

MOST = 100
NOT_SAID = "What came of it was not said"


def taken_because(person: Person, incident: str) -> list[Taken]:
    """Each item and each search that names it, the first first, as far as this person may see them in a list."""
    same = (CustodyItem.id == CustodyLink.item) & (CustodyItem.school == CustodyLink.school)
    beside = (
        CustodyItem.bag.alias("item_bag"),
        CustodyItem.thing.alias("item_thing"),
        CustodyItem.state,
        CustodyItem.since,
        CustodyItem.faults,
        CustodyItem.has_same_bag,
        leads(person, CustodyItem.trip).alias("leads_items"),
        leads(person, CustodyLink.trip).alias("leads_searches"),
    )
    because = (CustodyLink.school == person.school, CustodyLink.incident == incident)
    rows = CustodyLink.select(CustodyLink, *beside).join(CustodyItem, JOIN.LEFT_OUTER, on=same).where(*because)
    found = rows.order_by(CustodyLink.at, CustodyLink.n).limit(MOST).objects()
    return list({one.url: one for row in found for one in _lines(person, row)}.values())


def _lines(person: Person, row: Any) -> Iterator[Taken]:
    if row.item and rules.may_see(person.roles, leads_the_trip=bool(row.leads_items)):
        is_odd = bool(row.faults or row.has_same_bag)
        url = url_for("custody.item", item_id=row.item)
        yield Taken(url, called(row.item_thing, row.item_bag), row.since, rules.STATE_NAMES[row.state], is_odd)
    if row.kind == SEARCHED and (person.roles & rules.SEARCH_READERS or row.leads_searches):
        form = FORMS[SEARCHED]
        words = form.named("searched").options.get(row.thing or "", "A search")
        outcome = form.named("outcome").options.get(row.outcome or "", NOT_SAID)
        yield Taken(url_for("custody.search", made_id=row.id), f"Search: {words}", row.at, (outcome, "grey"))
