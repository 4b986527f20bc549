"""What a held record holds, for the eye."""

from __future__ import annotations

from server.foundation import clock
from server.reconciliation.held_words import beside, facts_of
from server.reconciliation.rules import Contents

REPORT = {
    "category": "injury",
    "severity": "moderate",
    "started_at": "2026-06-12T13:02:11.000Z",
    "needs_follow_up": True,
    "pupils": ["Theo", "Maya"],
    "place": None,
}


def test_codes_and_times_are_worded_and_what_fits_nothing_stands_as_it_came():
    facts = facts_of(Contents("incident.reported", REPORT))
    assert facts == {
        "Category": "Injury",
        "Severity": "Moderate",
        "Started at": clock.in_words(clock.from_text(REPORT["started_at"])),
        "Needs follow up": "Yes",
        "Pupils": "Theo, Maya",
        "Place": "Not given",
    }
    odd = {"category": ["injury"], "severity": "dire", "started_at": "yesterday", "deep": {"a": [1]}, "list": []}
    assert list(facts_of(Contents(None, odd)).values()) == ["injury", "dire", "yesterday", '{"a": [1]}', "[]"]
    assert facts_of(None) == {}


def test_two_that_would_read_alike_and_are_not_stand_exactly_as_they_came():
    later = {**REPORT, "started_at": "2026-06-12T13:02:47.000Z", "severity": "serious"}
    first, second = beside(Contents("incident.reported", REPORT), Contents("incident.reported", later))
    assert (first["Started at"], second["Started at"]) == (REPORT["started_at"], later["started_at"])
    assert (first["Severity"], second["Severity"]) == ("Moderate", "Serious")
    assert first["Category"] == second["Category"] == "Injury"


def test_what_a_follow_up_says_of_a_parent_and_a_reports_details_stand_line_by_line():
    body = {
        "words": "More",
        "parent": {"told": False, "told_at": "2026-06-12T13:02:11.000Z"},
        "details": {"hurt": "pupil"},
    }

    facts = facts_of(Contents("incident.followed_up", body))

    at = clock.in_words(clock.from_text(body["parent"]["told_at"]))
    assert facts == {"Words": "More", "Parent: told": "No", "Parent: told at": at, "Details: hurt": "pupil"}
