"""Whether what was signed off is still so: the summary, and every record it names, hashed again from what is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from server.foundation import audit, clock
from server.foundation.rows import select
from server.incidents.head_queries import is_report_of_one
from server.intake import proof
from server.intake.destroying import destroyed_among
from server.phones.queries import names_of
from server.reconciliation import check_off_queries, decisions, sign_offs, summaries, trip_records
from server.reconciliation.check_off_models import GapExplanation, TripSignOff
from server.reconciliation.check_off_queries import CheckOff
from server.reconciliation.trip_records import Came

NEVER = "It was never signed off."
THINGS = {"record": "report", "draft": "unfinished report", "blob": "photo or file"}
_SIGNED = """
SELECT details FROM audit_entry WHERE school = ? AND action = 'trip.signed_off' AND subject = ? ORDER BY n
"""


def faults_of(school: str, trip: str) -> Iterator[str]:
    """In words, each way in which a trip differs from what was signed; none at all when it still is so.

    Raises Problem request.not_found for no trip of this school.
    """
    found = check_off_queries.find(school, trip)
    signed = list(
        TripSignOff.select().where(TripSignOff.school == school, TripSignOff.trip == trip).order_by(TripSignOff.number)
    )
    if not signed:
        yield NEVER
        return
    faults = list(_faults_of_summaries(school, trip, signed))
    yield from faults
    if not faults:
        yield from _faults_since(found, signed[-1])
    if fault := audit.verify(school).fault:
        yield f"The audit log does not hold. {fault}"


def destroyed_since(school: str, trip: str) -> int:
    """How many of what was signed off last were destroyed since; their tombstones stand for them."""
    last = sign_offs.latest(school, trip)
    return len(destroyed_among(one[0] for one in json.loads(last.summary)["records"])) if last else 0


def _faults_since(found: CheckOff, signed: TripSignOff) -> Iterator[str]:
    """What differs now from the last summary, which is whole."""
    school, trip, summary = found.span.school, found.trip, json.loads(signed.summary)
    came_since = len(sign_offs.reopened_by(signed.n))
    if came_since:
        yield f"It is open again: {came_since} thing{'' if came_since == 1 else 's'} came or was told of since."
    if summary["trip"] | {"back_at": None} != summaries.trip_part(found) | {"back_at": None}:
        yield "The trip’s own title, place or days are not those that were signed."
    yield from _faults_of_records(school, trip, summary)
    yield from _faults_of_words(trip, summary, decisions.decided(school))


def _faults_of_summaries(school: str, trip: str, signed: list[TripSignOff]) -> Iterator[str]:
    """Each summary against its own hash, against the one before it, and against the audit log."""
    told = [json.loads(details) for (details,) in select(_SIGNED, school, trip)]
    if [(one["number"], one["sha256"]) for one in told] != [(row.number, row.sha256) for row in signed]:
        yield "The audit log tells of other signings than there are."
    for row in signed:
        if summaries.fingerprint(row.summary) != row.sha256:
            yield f"Summary {row.number} was changed after it was signed."
        else:
            yield from _faults_of_signing(school, row)
    for before, row in pairwise(signed):
        if f'"before":"{before.sha256}"' not in row.summary:
            yield f"Summary {row.number} does not name the one before it."


def _faults_of_signing(school: str, row: TripSignOff) -> Iterator[str]:
    summary = json.loads(row.summary)
    signers = [one["staff"] for one in summary["signed"]]
    if signers != [one for one in (row.signed_by, row.confirmed_by) if one]:
        yield f"Summary {row.number} names others as those who signed."
    # The text cuts a millisecond off, the column rounds it.
    if abs(clock.from_text(summary["signed"][-1]["at"]) - row.signed_at) > timedelta(milliseconds=1):
        yield f"Summary {row.number} says another time of signing."
    head = summary["audit_head"]
    here = select("SELECT hash FROM audit_entry WHERE school = ? AND n = ?", school, head["n"])
    if head["n"] and here != [(head["hash"],)]:
        yield f"Entry {head['n']} of the audit log is not the one that stood there when it was signed."


def _faults_of_records(school: str, trip: str, summary: dict[str, Any]) -> Iterator[str]:
    phones = names_of(school)
    here = {one.n: one for one in trip_records.came(school, trip)}
    signed = {one[0]: one for one in summary["records"]}
    gone = destroyed_among(signed)
    for n, one in signed.items():
        # What turned out to be for the chair of governors alone is in no list any more, and nothing is said of it.
        is_left_out = n not in here and is_report_of_one(school, one[2])
        fault = "" if is_left_out else _fault(one, here.get(n), is_gone=n in gone)
        fault = fault or proof.fault_of(n, one[3])
        if fault:
            yield f"{_named(one, phones)}: {fault}."
    for n in here.keys() - signed.keys():
        yield f"{_named(summaries.record_part(here[n]), phones)}: it is not in what was signed."
    if here.keys() >= signed.keys():
        yield from _faults_of_labels(summary, [here[n] for n in signed])
    if [list(astuple(one)) for one in trip_records.owed(school, trip)] != summary["not_arrived"]:
        yield "What was told of and has not arrived is not what was signed."


def _faults_of_labels(summary: dict[str, Any], came: Sequence[Came]) -> Iterator[str]:
    if summaries.labels_of(came, summary["version"]) == summary["labels"]:
        return
    if summary["version"] == 1:
        yield "The numbers that phones gave to what came are not those that were signed."
    else:
        yield "The numbers that phones gave to what came, when it came or its flags are not those that were signed."


def _fault(signed: list[Any], now: Came | None, *, is_gone: bool) -> str:
    if now is None:
        return "it is no longer among the trip’s records"
    # What was destroyed is held for nobody any more.
    state = signed[4] if is_gone else now.state
    if summaries.record_part(replace(now, state=state)) == signed:
        return ""
    if state != signed[4]:
        return f"it was {_state(signed[4])} when it was signed, and is {_state(state)}"
    return "its label is not the one that was signed"


def _faults_of_words(trip: str, summary: dict[str, Any], decided: frozenset[int]) -> Iterator[str]:
    written = {
        (row.key, row.title, row.words, row.by, clock.as_text(row.at))
        for row in GapExplanation.select().where(GapExplanation.trip == trip)
    }
    for gap in summary["gaps"]:
        if (gap["key"], gap["said"], gap["explained"], gap["by"], gap["at"]) not in written:
            yield f"What was written of “{gap['said']}” is not what was signed."
    gone = destroyed_among(summary["decisions"])
    for n in summary["decisions"]:
        if n not in decided and n not in gone:
            yield f"Number {n}: nobody has decided on it any more."


def _named(record: list[Any], phones: dict[str, str]) -> str:
    """What stands in a summary for a record, in words: its arrival number, what it is, from where."""
    n, kind, *_, phone = record
    return f"Arrival {n} ({THINGS.get(kind, 'item')} from {phones.get(phone, 'the office or an own phone')})"


def _state(state: str) -> str:
    return {"opened": "read", "held": "held for somebody to check"}.get(state, "not opened yet")
