"""Head counts as the school hears of them: on the trip's page, by name for its readers alone, and in an incident."""

from __future__ import annotations

import pytest

from server.foundation import clock
from server.incidents.count_models import HeadCount
from server.trips.models import Pupil, TripPupil
from tests.api.alerted import incident
from tests.api.later import page_of
from tests.api.trip_forms import noted
from tests.cast import grazed_knee, receipts

T1, T2, T3 = (f"2026-06-12T12:0{minute}:00.000Z" for minute in (1, 2, 3))


@pytest.fixture
def counted(phone, todays_trip):
    """`counted(31, at=T1)` hands in a count from Phone 3, or from `on`; more is of its body."""

    def send(number, of=32, *, at=T1, group="Coach 1", on=None, **more):
        holder = on or phone
        body = {"started_at": at, "counted_at": at, "group": group, "counted": number, "of": of, "missing": [], **more}
        record = {**grazed_knee(todays_trip), "kind": "pupils.counted", "body": body}
        receipts(holder.sends(holder.files(record)))
        return record

    return send


def maya(trip):
    """A pupil of the trip, as its list calls them: {key, name}."""
    row = Pupil.select().join(TripPupil).where(TripPupil.trip == trip).first()
    return row, {"key": row.id.replace("-", "")[:8], "name": f"{row.first_name} {row.last_name[0]}."}


def test_the_latest_count_of_each_group_stands_on_the_trip_and_a_shortfall_until_a_full_one(
    counted, new_phone, todays_trip, as_role
):
    other = new_phone("Phone 2")
    other.sets_itself_up()
    page, office = f"/office/trips/{todays_trip}", as_role("office")
    assert "Head counts" not in office.get(page).text
    counted(32, at=T2)
    counted(31, at=T1, on=other)
    counted(15, of=16, group="Coach 2", on=other)

    shown = office.get(page).text
    part = shown.partition('id="counts"')[2].partition("</section>")[0]
    assert ("Coach 1: 32 of 32" in part, "Coach 2: 15 of 16" in part, "31 of 32" in part) == (True, True, False)
    assert part.count("Somebody missing") == 1
    assert part.index("Coach 2") < part.index("Coach 1")
    assert ("Phone 3. Not signed in" in part, "Phone 2. Not signed in" in part) == (True, True)

    counted(16, of=16, at=T3, group="Coach 2")
    assert "Somebody missing" not in office.get(page).text
    assert [row.counted for row in HeadCount.select().order_by(HeadCount.n)] == [32, 31, 15, 16]


def test_who_was_missing_is_read_by_the_trips_leader_and_the_leads_and_each_look_is_noted(
    counted, todays_trip, as_role
):
    pupil, missing = maya(todays_trip)
    counted(31, missing=[missing])
    page, every = f"/office/trips/{todays_trip}", f"/office/trips/{todays_trip}/counts"
    full = f"{pupil.first_name} {pupil.last_name}"

    assert {role: full in as_role(role).get(every).text for role in ("dsl", "trip_leader", "staff")} == {
        "dsl": True,
        "trip_leader": True,
        "staff": False,
    }
    assert len(noted("counts.viewed")) == 2
    for role in ("dsl", "staff"):
        text = as_role(role).get(page).text
        assert ("31 of 32" in text, full in text, missing["name"] in text) == (True, False, False)
    # Nobody is known by that key: as the list had it.
    counted(30, missing=[{"key": "zzzzzzzz", "name": "Somebody S."}, {"key": None, "name": None}])
    assert "Somebody S., Somebody no longer known" in as_role("dsl").get(every).text


def test_a_count_of_an_emergency_stands_in_its_chronology_also_where_the_report_comes_last(
    counted, phone, todays_trip, as_role
):
    report = incident(todays_trip, "missing_pupil", "critical")
    _, missing = maya(todays_trip)
    counted(31, missing=[missing], incident=report["id"])
    counted(32, at=T2, incident=report["id"])
    phone.sends(phone.files(report))

    page = as_role("dsl").get(page_of(report["id"])).text

    assert page.index("Coach 1: 31 of 32") < page.index("Coach 1: 32 of 32")
    assert f"Not counted: {missing['name']}" in page
    assert missing["name"] not in as_role("staff").get(page_of(report["id"])).text


def test_a_count_that_says_nothing_is_taken_and_one_that_cannot_be_read_is_held(phone, todays_trip, exported, as_role):
    bare = {"started_at": T1, "counted_at": T1}
    for body in (bare, {**bare, "counted": -1}):
        phone.sends(phone.files({**grazed_knee(todays_trip), "kind": "pupils.counted", "body": body}))

    assert sorted((line["state"], line["reason"]) for line in exported()) == [
        ("held", "body.invalid"),
        ("opened", None),
    ]
    page = as_role("office").get(f"/office/trips/{todays_trip}").text
    assert "Everyone: No number" in page


def test_a_clock_that_is_ahead_is_not_the_last_for_ever(counted, as_role, todays_trip):
    counted(31, at="2030-01-01T00:00:00.000Z")
    counted(32, at="2031-01-01T00:00:00.000Z")
    assert all(row.counted_at < clock.now() for row in HeadCount.select())
    assert "Somebody missing" not in as_role("office").get(f"/office/trips/{todays_trip}").text
