"""Pupils onto a trip from a list: seen before it is done, all of it or nothing, and nothing half."""

from __future__ import annotations

import io
import json
import re

import pytest

from server.trips.models import Pupil, TripPupil
from tests.api.trip_forms import noted, plans

_HIDDEN = re.compile(r'name="(list|mark)" value="([^"]*)"')


@pytest.fixture
def office(as_role):
    """Elin's browser."""
    return as_role("office")


@pytest.fixture
def trip(office):
    """A trip with nobody on it."""
    return plans(office).id


def looks_at(client, trip, text):
    content = text if isinstance(text, bytes) else text.encode()
    address = f"/office/trips/{trip}/set-up/list"
    return client.post(address, data={"file": (io.BytesIO(content), "who.csv")})


def sends(client, trip, page, do="put", **more):
    carried = dict(_HIDDEN.findall(page.text))
    return client.post(f"/office/trips/{trip}/set-up/list/take-in", data={**carried, "do": do, **more})


def going(trip):
    return {row.pupil_id for row in TripPupil.select().where(TripPupil.trip == trip)}


def named(count):
    rows = list(Pupil.select().order_by(Pupil.class_name, Pupil.last_name, Pupil.first_name).limit(count))
    return rows, "".join(f"{row.first_name} {row.last_name},{row.class_name}\n" for row in rows)


def test_a_list_is_seen_first_and_then_taken_in_once(office, trip):
    rows, text = named(3)
    page = looks_at(office, trip, f"Name,Class\n{text}")
    assert "Put 3 pupils on the trip" in page.text
    assert going(trip) == set()
    assert sends(office, trip, page).status_code == 302
    assert going(trip) == {row.id for row in rows}
    # A second time it is not what was looked at any more: everybody is on it already.
    again = sends(office, trip, page)
    assert (again.status_code, "On the trip already" in again.text) == (409, True)
    [line] = noted("trip.pupils_changed")
    assert json.loads(line.details)["added"] == 3


def test_with_a_leaver_in_it_nobody_goes_on_until_somebody_says_to_leave_that_row_out(office, trip):
    rows, text = named(2)
    page = looks_at(office, trip, f"Name,Class\n{text}Leo Leaver,Heron\n")
    assert "Line 4" in page.text
    refused = sends(office, trip, page)
    assert (refused.status_code, "Nobody was put on" in refused.text, going(trip)) == (422, True, set())
    assert sends(office, trip, page, leave_out="yes").status_code == 302
    assert going(trip) == {row.id for row in rows}


def test_twins_are_chosen_between_by_a_person(office, trip):
    rows, _text = named(2)
    Pupil.update(first_name="Maya", last_name="Twin").where(Pupil.id.in_([row.id for row in rows])).execute()
    page = looks_at(office, trip, "Name\nMaya Twin\nMaya Twin\n")
    assert "More than one pupil has the name" in page.text
    first, second = (row.id for row in rows)
    seen = sends(office, trip, page, "look", **{"line-2": first, "line-3": second})
    assert "Put 2 pupils on the trip" in seen.text
    sends(office, trip, seen, **{"line-2": first, "line-3": second})
    assert going(trip) == {first, second}


def test_what_changed_since_somebody_looked_is_shown_again(office, trip):
    rows, text = named(2)
    page = looks_at(office, trip, f"Name,Class\n{text}")
    # Somebody else put the first on meanwhile.
    TripPupil.create(trip=trip, pupil=rows[0], school=rows[0].school_id)
    late = sends(office, trip, page)
    assert (late.status_code, "not what you looked at" in late.text) == (409, True)
    assert going(trip) == {rows[0].id}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"Colour,Size\nred,4\n", "No column says who goes"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\x00\x01\x02\x03Name\x00", "not a text file"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_by_the_field(office, trip, content, said):
    answer = looks_at(office, trip, content)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_no_file_and_a_list_that_came_back_broken_are_asked_for_again(office, trip):
    address = f"/office/trips/{trip}/set-up/list"
    assert "Choose a file" in office.post(address).text
    for broken in ({}, {"list": "x"}, {"list": "eJw=", "do": "put"}):
        answer = office.post(f"{address}/take-in", data=broken)
        assert (answer.status_code, "did not come back whole" in answer.text) == (422, True)


def test_five_thousand_rows_go_through_both_steps(office, trip):
    rows, text = named(200)
    page = looks_at(office, trip, f"Name,Class\n{text}" + "Nobody Known,Heron\n" * 4800)
    assert (page.status_code, page.text.count("No pupil of the school is that")) == (200, 4800)
    assert sends(office, trip, page, leave_out="yes").status_code == 302
    assert len(going(trip)) == len(rows)
