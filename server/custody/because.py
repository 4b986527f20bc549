"""What was taken or searched because of an incident, in words for that one's own page: nobody's name is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from server.custody import rules
from server.custody.chain_rules import SEARCHED
from server.custody.custody_words import called
from server.custody.fields import FORMS
from server.foundation import clock
from server.foundation.access import Person

NOT_SAID = "What came of it was not said"
# (id, kind, when, what is listed of it) of a record that names the incident, as server/incidents/chronology.py asks it.
Named = tuple[str, str, datetime, Mapping[str, Any]]


@dataclass(frozen=True)
class Taken:
    """A line of what was taken or searched because of an incident: no name is in it. `state` is words and a colour."""

    url: str
    words: str
    at: datetime
    state: tuple[str, str]
    is_odd: bool = False


def taken_because(person: Person, led: str | None, named: Iterable[Named]) -> list[Taken]:
    """Each item and each search once, the first first, as far as this person may see them; `led`: a trip they lead."""
    lines = [one for row in sorted(named, key=lambda one: one[2]) for one in _lines(person.roles, led, row)]
    return list({one.url: one for one in lines}.values())


def _lines(roles: frozenset[str], led: str | None, row: Named) -> Iterator[Taken]:
    id_, kind, at, facts = row
    if facts["state"] and rules.may_see(roles, leads_the_trip=_is(led, facts["of_trip"])):
        words, since = called(facts["thing"], facts["bag"]), clock.from_millis(facts["since"])
        state = rules.STATE_NAMES[facts["state"]]
        yield Taken(url_for("custody.item", item_id=facts["item"]), words, since, state, bool(facts["is_odd"]))
    if kind == SEARCHED and (roles & rules.SEARCH_READERS or _is(led, facts["trip"])):
        form = FORMS[SEARCHED]
        words = form.named("searched").options.get(facts["searched"] or "", "A search")
        outcome = form.named("outcome").options.get(facts["outcome"] or "", NOT_SAID)
        yield Taken(url_for("custody.search", made_id=id_), f"Search: {words}", at, (outcome, "grey"))


def _is(led: str | None, trip: str | None) -> bool:
    return led is not None and led == trip
