"""Today's list: sealed to one person on one phone, the least that staff need, and gone when its time is over."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag

from server.accounts.models import Staff
from server.foundation import clock, crypto
from server.phones.models import Phone
from server.trips.models import Pupil, PupilContact, Trip, TripPupil, TripStaff
from tests.api.pins import pin_of
from tests.cast import CLIENT, address_of

MOST_SEALED_BYTES = 4096
MOST_UNCHANGED_BYTES = 500


@pytest.fixture
def priya(phone):
    """The trip's leader, with a PIN on Phone 3."""
    return pin_of(phone)


def fetches(holder, tag=None):
    headers = {**CLIENT, **({"If-None-Match": f'"{tag}"'} if tag else {})}
    return holder.phone.client.get(f"/api/packs/{holder.person['unlock']}", headers=headers)


def opened(holder, answer):
    framed = crypto.SUITE.decrypt(answer.data, holder.seal, info=crypto.info("pack", holder.person["unlock"]))
    return json.loads(crypto.unframe(framed))


def the_trip():
    return Trip.get(Trip.title == "Castle visit")


def test_the_list_opens_with_its_owners_key_and_names_the_pupils_shortly(priya):
    pack = opened(priya, fetches(priya))
    names = [name for name, *_rest in pack["pupils"]]
    assert (len(names), len(set(names))) == (32, 32)
    assert pack["title"] == "Castle visit"
    full = {f"{row.first_name} {row.last_name}" for row in Pupil.select() if len(row.last_name) > 2}
    assert not full & set(names)


def test_the_list_says_when_it_is_from_and_until_when_it_holds(priya, monkeypatch):
    noon = datetime.combine(the_trip().starts_on, datetime.min.time(), UTC) + timedelta(hours=12)
    monkeypatch.setattr(clock, "now", lambda: noon)
    pack = opened(priya, fetches(priya))
    assert pack["as_at"] == clock.as_text(noon)
    assert clock.from_text(pack["not_after"]) > noon + timedelta(hours=40)


def test_nobody_else_on_the_phone_can_open_it(priya):
    tom = pin_of(priya.phone, "staff")
    with pytest.raises(InvalidTag):
        opened(tom, fetches(priya))


def test_contacts_and_care_travel_only_where_the_school_chose_so(priya):
    pack = opened(priya, fetches(priya))
    assert any(care for _name, _group, care, *_more in pack["pupils"])
    assert all(row[3] for row in pack["pupils"])
    Trip.update(carries_care=False, carries_contacts=False).execute()
    plain = opened(priya, fetches(priya))
    assert (plain["has_care"], plain["has_contacts"]) == (False, False)
    assert all((care, ring) == (None, []) for _name, _group, care, ring, *_more in plain["pupils"])


def test_a_number_that_must_not_be_rung_does_not_travel(priya):
    PupilContact.update(is_not_to_ring=True).execute()
    pack = opened(priya, fetches(priya))
    assert {number for row in pack["pupils"] for _who, _relation, number in row[3]} == {None}
    assert "07700" not in json.dumps(pack)


def test_an_unchanged_list_costs_less_than_500_bytes_and_a_changed_one_comes_whole(priya):
    first = fetches(priya)
    tag = first.headers["ETag"].strip('"')
    again = fetches(priya, tag)
    head = f"HTTP/1.1 {again.status}\r\n{again.headers}"
    assert (again.status_code, again.data) == (304, b"")
    assert len(head) < MOST_UNCHANGED_BYTES, head
    Pupil.update(class_name="Swift").execute()
    assert fetches(priya, tag).status_code == 200


def test_a_list_of_60_pupils_is_at_most_4_kilobytes(priya):
    trip, here = the_trip(), {row.pupil_id for row in TripPupil.select().where(TripPupil.trip == the_trip())}
    more = [pupil.id for pupil in Pupil.select() if pupil.id not in here][: 60 - len(here)]
    TripPupil.insert_many([{"trip": trip, "pupil": pupil, "school": trip.school_id} for pupil in more]).execute()
    answer = fetches(priya)
    assert len(opened(priya, answer)["pupils"]) == 60
    assert len(answer.data) <= MOST_SEALED_BYTES


def test_who_is_not_on_the_trip_gets_none(phone):
    assert fetches(pin_of(phone, "office")).status_code == 204


def test_a_phone_that_is_not_on_the_trip_gets_none(new_phone):
    other = new_phone("Phone 1")
    other.sets_itself_up()
    assert fetches(pin_of(other)).status_code == 204


@pytest.mark.parametrize(("hours", "status"), [(-7, 204), (-5, 200), (12, 200), (59, 200), (61, 204)])
def test_the_list_is_there_from_the_evening_before_until_a_day_after_the_window(priya, monkeypatch, hours, status):
    # In January, where the school's clock is UTC; hours from the first midnight of the trip's day.
    day = datetime(2027, 1, 14, tzinfo=UTC)
    Trip.update(starts_on=day.date(), ends_on=day.date()).where(Trip.id == the_trip().id).execute()
    monkeypatch.setattr(clock, "now", lambda: day + timedelta(hours=hours))
    assert fetches(priya).status_code == status


def test_a_lost_phone_and_a_person_shut_out_get_none(priya, as_role):
    row = Staff.get(Staff.email == address_of("trip_leader"))
    as_role("network_manager").post(f"/office/staff/{row.id}/disable")
    assert fetches(priya).json["code"] == "unlock.unknown"
    Phone.update(revoked_at=1).execute()
    assert fetches(priya).json["code"] == "unlock.phone_lost"


def test_a_list_of_another_phone_is_not_handed_out(priya, new_phone):
    other = new_phone("Phone 4")
    other.sets_itself_up()
    answer = other.client.get(f"/api/packs/{priya.person['unlock']}", headers=CLIENT)
    assert answer.json["code"] == "unlock.unknown"


def test_who_leaves_the_trip_loses_the_list(priya):
    TripStaff.delete().where(TripStaff.staff == priya.person["staff"]).execute()
    assert fetches(priya).status_code == 204
