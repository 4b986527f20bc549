"""Groups of a trip's pupils, such as coaches: set by the office for several at once, on list and card, copied."""

from __future__ import annotations

import pytest

from server.trips.copying import copy
from server.trips.models import Pupil, Trip, TripPupil
from server.trips.planning import details_of
from tests.api.pins import pin_of
from tests.api.test_packs import fetches, opened
from tests.api.trip_forms import noted, seen_on


@pytest.fixture
def office(as_role):
    """Elin's browser."""
    return as_role("office")


def puts(client, trip, pupils, **typed):
    page = f"/office/trips/{trip}/set-up/groups"
    data = {"seen": seen_on(client, page), "pupil": pupils, "group": "", "new_name": "", **typed}
    return client.post(page, data=data, follow_redirects=True)


def going(trip):
    return [row.pupil_id for row in TripPupil.select().where(TripPupil.trip == trip)]


def in_group(trip, name):
    return {row.pupil_id for row in TripPupil.select().where(TripPupil.trip == trip, TripPupil.group_name == name)}


def test_several_are_put_in_a_group_at_once_and_the_list_and_the_card_carry_it(office, phone, todays_trip):
    everyone = going(todays_trip)
    assert "Saved: 16 put in Coach 1" in puts(office, todays_trip, everyone[:16], new_name=" Coach  1").text
    answer = puts(office, todays_trip, everyone[16:20], new_name="Coach 2")
    assert "Coach 2: 4" in answer.text
    puts(office, todays_trip, everyone[:1], group="Coach 2")
    puts(office, todays_trip, everyone[19:20], group="\u2013")

    assert (len(in_group(todays_trip, "Coach 1")), len(in_group(todays_trip, "Coach 2"))) == (15, 4)
    holder = pin_of(phone)
    pack = opened(holder, fetches(holder))
    assert [(name, len(keys)) for name, keys in pack["groups"]] == [("Coach 1", 15), ("Coach 2", 4)]
    assert {key for _name, keys in pack["groups"] for key in keys} <= {row[4] for row in pack["pupils"]}
    card = phone.reports().json["card"]["trip"]
    assert (card["groups"], card["pupil_count"]) == ([["Coach 1", 15], ["Coach 2", 4]], 32)
    history = office.get(f"/office/trips/{todays_trip}/set-up/history").text
    assert "group “Coach 1”; put on: 16 of them" in history
    assert len(noted("trip.groups_changed")) == 4


def test_without_groups_neither_list_nor_card_says_a_word_of_them(phone, todays_trip):
    holder = pin_of(phone)
    assert "groups" not in opened(holder, fetches(holder))
    assert "groups" not in phone.reports().json["card"]["trip"]


def test_a_group_that_names_a_pupil_is_refused_as_a_locked_phone_shows_it(office, todays_trip):
    everyone = going(todays_trip)
    name = Pupil.get_by_id(everyone[0]).first_name
    answer = puts(office, todays_trip, everyone[:2], new_name=f"{name}’s group")
    assert (answer.status_code, "a pupil’s name" in answer.text) == (422, True)
    assert not in_group(todays_trip, f"{name}’s group")
    assert f'value="{everyone[0]}"' in answer.text
    assert puts(office, todays_trip, [], new_name="Coach 1").status_code == 422
    assert puts(office, todays_trip, everyone[:1], group="Nowhere").status_code == 422
    assert puts(office, todays_trip, everyone[:1]).status_code == 422


def test_somebody_elses_change_meanwhile_is_told_and_overwritten_by_nobody(office, as_role, todays_trip):
    everyone = going(todays_trip)
    page = f"/office/trips/{todays_trip}/set-up/groups"
    seen = seen_on(office, page)
    puts(as_role("evc"), todays_trip, everyone[:4], new_name="Coach 1")
    answer = office.post(page, data={"seen": seen, "pupil": everyone[:4], "group": "", "new_name": "Coach 9"})
    assert (answer.status_code, "Not saved yet" in answer.text) == (409, True)
    assert len(in_group(todays_trip, "Coach 1")) == 4
    assert as_role("staff").get(page).status_code == 403


def test_a_copied_trip_has_the_groups_and_nobody_in_them(office, todays_trip):
    puts(office, todays_trip, going(todays_trip)[:4], new_name="Coach 1")
    old = Trip.get_by_id(todays_trip)
    new = copy(old.school_id, old.id, "3b8f6a10-2f4e-4c63-9a51-8d0f6f1a2b3c", (details_of(old), "office")).trip
    assert (Trip.get_by_id(new.id).group_names, going(new.id)) == ("Coach 1", [])
    assert ">Coach 1</option>" not in office.get(f"/office/trips/{new.id}/set-up/groups").text
    TripPupil.create(trip=new, pupil=Pupil.select().first(), school=old.school_id)
    assert ">Coach 1</option>" in office.get(f"/office/trips/{new.id}/set-up/groups").text
