"""One report that came with two contents: both are kept and shown side by side, and a person may say which counts."""

from __future__ import annotations

import pytest

from server.incidents.models import Incident
from server.intake.models import Record
from server.reconciliation.models import HeldDecision
from tests.cast import grazed_knee, receipts


@pytest.fixture
def twice(phone, new_phone, todays_trip):
    """`twice(one, other)` hands in one report with two contents, from two phones; returns its id and two numbers."""
    four = new_phone("Phone 4")
    four.sets_itself_up()

    def send(one, other):
        knee = grazed_knee(todays_trip, **one)
        later = {**knee, "body": {**knee["body"], **other}}
        return knee["id"], *(receipts(by.sends(by.files(said)))[0]["n"] for by, said in ((phone, knee), (four, later)))

    return send


@pytest.fixture
def knees(twice):
    """A grazed knee told in two ways."""
    return twice(
        {"what_happened": "Fell at the moat gate"}, {"what_happened": "Was pushed at the moat", "pupils": "Rosa"}
    )


def says(client, n, answer, **more):
    return client.post(f"/office/held/{n}/versions", data={"answer": answer, "reason": "Priya was there", **more})


def test_both_stand_side_by_side_with_what_differs_marked_and_said(knees, as_role):
    _record, _first, later = knees
    office = as_role("office")

    page = office.get(f"/office/held/{later}/versions").text

    assert f"/office/held/{later}/versions" in office.get(f"/office/held/{later}").text
    assert "Phone 3, its number 1" in page
    assert "Phone 4, its number 1" in page
    assert "[differs: </span>Fell<span" in page
    assert page.count(">Differs<") >= 3
    assert "Was pushed" not in office.get(f"/office/held/{later - 1}/versions").text


def test_the_version_somebody_says_counts_is_the_one_listed_and_both_are_kept(knees, as_role):
    record, first, later = knees
    office, page = as_role("office"), f"/office/incidents/{knees[0]}"
    as_filed = list(Record.select().dicts())
    assert "Fell at the moat gate" in office.get(page).text

    assert says(office, later, str(later)).status_code == 302

    assert "Was pushed at the moat" in office.get(page).text
    assert "Elin Morgan said that the later version counts" in office.get(page).text
    assert f"/office/held/{later}" not in office.get("/office/held").text

    # Somebody who saw that decision puts it the other way; whoever did not is shown it.
    dsl, seen = as_role("dsl"), HeldDecision.get().n
    overtaken = says(dsl, later, str(first))
    assert overtaken.status_code == 409
    assert "Priya was there" in overtaken.text
    assert says(dsl, later, "both", after=seen).status_code == 302
    assert "Fell at the moat gate" in office.get(page).text
    assert (Incident.get().id, Incident.get().n) == (record, first)
    assert list(Record.select().dicts()) == as_filed


def test_nobody_chooses_who_may_not_read_both(twice, as_role):
    _record, first, later = twice(
        {"what_happened": "CANARY one"}, {"what_happened": "CANARY two", "category": "safeguarding"}
    )

    page = as_role("office").get(f"/office/held/{later}/versions").text

    assert "CANARY" not in page
    assert says(as_role("office"), later, str(first)).status_code == 422
    assert says(as_role("trip_leader"), later, str(first)).status_code == 403
    assert says(as_role("dsl"), later, str(later)).status_code == 302


def test_a_version_about_staff_is_shown_to_nobody_but_the_headteacher(twice, as_role):
    _record, _first, later = twice({"category": "allegation"}, {"category": "injury"})

    assert as_role("office").get(f"/office/held/{later}/versions").status_code == 404
    assert "side by side" not in as_role("office").get(f"/office/held/{later}").text
    accepted = as_role("office").post(f"/office/held/{later}", data={"answer": "accepted", "reason": "It is whole"})
    assert accepted.status_code == 422
    assert Incident.get().category == "allegation"
    assert as_role("headteacher").get(f"/office/held/{later}/versions").status_code == 200


def test_what_is_chosen_needs_one_of_the_two_and_a_reason(knees, as_role):
    *_, later = knees
    office = as_role("office")

    assert says(office, later, "7000").status_code == 422
    assert says(office, later, "both", reason="").status_code == 422
    assert not HeldDecision.select().exists()
