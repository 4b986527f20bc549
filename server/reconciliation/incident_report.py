"""An incident's report, with the names as they were written or with none that the school knows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from server.accounts.queries import staff_names
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.foundation.rows import select
from server.incidents import details
from server.incidents.chronology import chronology_of
from server.incidents.chronology_rules import Entry
from server.incidents.incident_words import when_it_happened
from server.incidents.looking import Looked, look
from server.incidents.models import Incident
from server.incidents.rules import CATEGORY_NAMES, SEVERITY_NAMES
from server.intake.author_rules import OWN_PHONE, PAPER
from server.intake.authors import author_in_words
from server.intake.models import Record
from server.reconciliation.known_name_rules import of_whole_name
from server.reconciliation.known_names import STAFF, names_known
from server.reconciliation.masking_rules import masked
from server.reconciliation.monitoring_report import KIND_NOT_GIVEN, SEVERITY_NOT_GIVEN
from server.reconciliation.report_lessons import LAST_CLOSING, closing_in

WITH, WITHOUT = "with", "without"
_BESIDE = f"""
SELECT (SELECT name FROM phone WHERE id = ?1 AND school_id = ?2), ({LAST_CLOSING})
"""
_WRITTEN = (
    ("What happened", "what_happened"),
    ("What was done", "what_was_done"),
    ("Pupils", "pupils"),
    ("Where", "place"),
    ("Who was told", "who_was_told"),
)
_LISTS = ("Pupils", "Who was told", "Written by")


@dataclass(frozen=True)
class IncidentReport:
    """A report as it is shown: `facts` and `written` are pairs of name and text, `came_of_it` outcome and lessons.

    `name_lists`: which of those names stand for a list of names, in which a capital at the beginning says nothing.
    """

    incident: Incident
    title: str
    severity: str
    has_names: bool
    facts: Sequence[tuple[str, str]]
    written: Sequence[tuple[str, str]]
    chronology: Sequence[Entry]
    came_of_it: Sequence[tuple[str, str]]
    name_lists: frozenset[str]


def report_for(person: Person, incident_id: str, *, has_names: bool) -> IncidentReport:
    """The report of an incident, for those who may read what was written.

    Raises Problem request.not_found for whoever may not know of it, access.role_missing for whoever may not read it.
    """
    found = look(person, incident_id)
    if not found.may_read:
        raise Problem("access.role_missing")
    record = Record.get_by_id(found.incident.n)
    report = _as_written(person, found, record)
    return report if has_names else _without_names(report, json.loads(record.actor))


def _as_written(person: Person, looked: Looked, record: Record) -> IncidentReport:
    found, body, names = looked.incident, json.loads(record.body), staff_names(person.school)
    [(phone, closing)] = select(_BESIDE, found.phone, person.school, found.id)
    came_from = (phone or "a phone no longer listed") if found.phone else OWN_PHONE
    author = author_in_words(record, came_from, names)
    outcome, lessons = closing_in(closing)
    more = details.in_words(body)
    return IncidentReport(
        incident=found,
        title=CATEGORY_NAMES.get(found.category or "", KIND_NOT_GIVEN),
        severity=SEVERITY_NAMES.get(found.severity or "", SEVERITY_NOT_GIVEN),
        has_names=True,
        facts=[
            ("Trip", looked.trip_title or "No trip given"),
            ("Happened", when_it_happened(found) or "Not said"),
            _written(found),
            ("The school has it", _at(found.received_at)),
            ("Written by", author.words),
            *(("Since then", words) for words in author.said),
            ("Follow-up", {True: "Needed", False: "Not needed"}.get(body.get("follow_up_needed"), "Not said")),
            *([("Unfinished", "It came unfinished, as it stood.")] if found.is_unfinished else []),
        ],
        written=[
            *((name, _text(body.get(member))) for name, member in _WRITTEN),
            *((one.label, one.text) for one in more),
        ],
        name_lists=frozenset((*_LISTS, *(one.label for one in more if one.names_people))),
        chronology=chronology_of(person, found, names),
        came_of_it=[("Outcome", outcome), ("What was learnt", lessons)],
    )


def _without_names(report: IncidentReport, actor: dict[str, Any]) -> IncidentReport:
    """The same, one person called the same in every line of it."""
    known = names_known(report.incident.school_id, report.incident.trip)
    typed = _text(actor.get("typed_name")).strip()
    if typed and not actor.get("staff"):
        known.append(of_whole_name(STAFF, typed, is_on_trip=True))
    # What happened comes first, so that whoever it is about is A.
    pairs = [*report.written, *report.facts, *report.came_of_it]
    lines = [text for one in report.chronology for text in (one.what, one.who or "", one.words or "")]
    lists = [at for at, (name, _text) in enumerate(pairs) if name in report.name_lists]
    lists += range(len(pairs) + 1, len(pairs) + len(lines), 3)
    texts = masked([*(text for _name, text in pairs), *lines], known, lists)
    clean = list(zip((name for name, _text in pairs), texts, strict=False))
    written, facts = len(report.written), len(report.facts)
    return replace(
        report,
        has_names=False,
        written=clean[:written],
        facts=clean[written : written + facts],
        came_of_it=clean[written + facts :],
        chronology=_masked_lines(report.chronology, texts[len(pairs) :]),
    )


def _masked_lines(lines: Sequence[Entry], texts: Sequence[str]) -> list[Entry]:
    thrice = zip(texts[::3], texts[1::3], texts[2::3], strict=True)
    return [
        replace(line, what=what, who=who or None, words=words or None)
        for line, (what, who, words) in zip(lines, thrice, strict=True)
    ]


def _written(found: Incident) -> tuple[str, str]:
    """When it was written, by the phone's clock; of paper, when it was typed in. Its author's line says the rest."""
    if found.author_how == PAPER and not found.phone:
        return "Typed in from paper", _at(found.recorded_at)
    return "Written at", f"{_at(found.recorded_at)}, by the phone’s clock"


def _at(instant: datetime | None) -> str:
    return clock.in_words(instant) if instant else "not known"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
