"""Setting a trip up in the office: who may, what is refused, what two at once are told, what the phones take up."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta

import pytest
from peewee import DatabaseError

from server.accounts.actions import add_school
from server.accounts.models import Staff
from server.consent import photo_settings
from server.consent.pack_part import pack_part
from server.consent.photo_rules import Activity, Rules
from server.foundation import clock
from server.intake.models import PhoneContact
from server.phones.models import Phone
from server.trips.models import Pupil, Trip, TripJoiner, TripPhone, TripPupil, TripStaff
from server.trips.planning_models import TripChange, TripPlace
from server.trips.silence import silent_phones
from tests.api.pins import pin_of
from tests.api.trip_forms import day_parts, details, noted, plans, seen_on
from tests.cast import CLIENT

PAGES = (
    "set-up",
    "set-up/details",
    "set-up/staff",
    "set-up/pupils",
    "set-up/pupils?class=Heron",
    "set-up/list",
    "set-up/phones",
    "set-up/plan",
    "set-up/history",
    "copy",
)
POSTS = (
    "set-up/details",
    "set-up/staff",
    "set-up/pupils",
    "set-up/list",
    "set-up/list/take-in",
    "set-up/phones",
    "set-up/plan",
    "set-up/plan/x",
    "set-up/plan/x/remove",
    "set-up/plan/x/earlier",
    "copy",
    "archive",
    "bring-back",
)


@pytest.fixture
def office(as_role):
    """Elin's browser."""
    return as_role("office")


def staff(name):
    return Staff.get(Staff.name == name).id


def of_class(name):
    return [row.id for row in Pupil.select().where(Pupil.class_name == name)]


def going(trip):
    return {row.pupil_id for row in TripPupil.select().where(TripPupil.trip == trip)}


def puts_on(client, trip, ids, shown=None, **more):
    page = f"/office/trips/{trip}/set-up/pupils"
    seen = seen_on(client, f"{page}?class=Heron")
    return client.post(page, data={"seen": seen, "shown": shown or ids, "pupil": ids, "class": "Heron", **more})


def fetches(holder, tag=None):
    headers = {**CLIENT, **({"If-None-Match": f'"{tag}"'} if tag else {})}
    return holder.phone.client.get(f"/api/packs/{holder.person['unlock']}", headers=headers)


def test_a_trip_is_planned_once_however_often_its_form_is_sent(office):
    sent = details(leaves="8.30", returns="15:45", swims="yes", nights=1)
    answers = [office.post("/office/trips/new", data=sent, follow_redirects=True) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    trip = Trip.get(Trip.title == "Zoo visit")
    assert (trip.id, trip.swims, trip.country) == (sent["id"], True, "GB")
    back = datetime.combine(trip.ends_on, datetime.min.time(), clock.SCHOOL_TIME) + timedelta(hours=15, minutes=45)
    assert trip.returns_at == back
    assert len(noted("trip.planned")) == 1
    assert "Nobody leads it yet" in answers[0].text
    assert "No school phone goes with it" in answers[0].text
    assert "Zoo visit" in office.get("/office/trips").text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": " "}, "Give it a title"),
        ({"title": "x" * 81}, "Use at most 80 characters"),
        ({"place": "\0"}, "Say where it goes"),
        ({"nights": -1}, "The last day is before the first"),
        ({"nights": 399}, "a trip of 400 days"),
        ({"ahead": 7300}, "more than three years ahead"),
        ({"ahead": -7300}, "more than a year ago"),
        ({"starts_on-month": "13"}, "no such day"),
        ({"ends_on-day": "", "ends_on-month": "", "ends_on-year": ""}, "Give the last day"),
        ({"leaves": "dawn"}, "Give a time such as 08:30"),
        ({"leaves": "09:00", "returns": "08:00"}, "It is back before it leaves"),
        ({"swims": "maybe"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_a_trip_is_said_by_the_field_and_kept_as_typed(office, more, said):
    answer = office.post("/office/trips/new", data=details(**{"place": "Aldermere Lake", **more}))
    assert (answer.status_code, said in answer.text) == (422, True)
    assert "place" in more or 'value="Aldermere Lake"' in answer.text
    assert not noted("trip.planned")


def test_the_same_title_and_day_twice_is_warned_of_and_allowed(office):
    trips = [plans(office, title=title) for title in ("Zoo visit", "zoo  Visit")]
    page = office.get(f"/office/trips/{trips[1].id}/set-up").text
    assert "same title and first day" in page


def test_others_neither_open_it_nor_send_anything(as_role, todays_trip):
    for role in ("staff", "trip_leader", "network_manager"):
        browser = as_role(role)
        assert {browser.get(f"/office/trips/{todays_trip}/{page}").status_code for page in PAGES} == {403}
        assert {browser.post(f"/office/trips/{todays_trip}/{page}").status_code for page in POSTS} == {403}
        assert browser.get("/office/trips/new").status_code == browser.post("/office/trips/new").status_code == 403
        assert "Plan a trip" not in browser.get("/office/trips").text
    assert not TripChange.select().exists()


def test_the_next_schools_trip_people_and_phones_are_not_found(office, todays_trip):
    today, next_door = clock.today(), add_school("Next door")
    days = {"starts_on": today, "ends_on": today, "made_at": clock.now()}
    theirs = Trip.create(school=next_door, title="Zoo", place="Zoo", **days)
    assert {office.get(f"/office/trips/{theirs.id}/{page}").status_code for page in PAGES} == {404}
    full = {**details(), "day": today.isoformat(), "words": "x", "shown": ["x"], "pupil": ["x"], "phone": ["x"]}
    for page in POSTS:
        assert office.post(f"/office/trips/{theirs.id}/{page}", data=full).status_code == 404, page
    assert office.post("/office/trips/new", data=details(id=theirs.id)).status_code == 404
    assert Trip.get_by_id(theirs.id).title == "Zoo"
    assert "Zoo" not in office.get("/office/trips").text

    pupil = Pupil.create(school=next_door, first_name="Neighbour", last_name="Next", class_name="Heron")
    phone = Phone.create(school=next_door, name="Theirs", added_at=clock.now())
    assert "Neighbour" not in office.get(f"/office/trips/{todays_trip}/set-up/pupils?class=Heron").text
    assert "Theirs" not in office.get(f"/office/trips/{todays_trip}/set-up/phones").text
    ticks = {"shown": [pupil.id, phone.id], "pupil": [pupil.id], "phone": [phone.id]}
    for page in ("set-up/pupils", "set-up/phones"):
        assert office.post(f"/office/trips/{todays_trip}/{page}", data=ticks).status_code == 400
    assert pupil.id not in going(todays_trip)


def test_the_second_of_two_is_told_what_the_first_changed_and_nothing_is_overwritten(office, as_role):
    trip = plans(office)
    page = f"/office/trips/{trip.id}/set-up/details"
    seen = seen_on(office, page)
    as_role("evc").post(page, data={**details(place="Aldermere Lake", returns="16:00"), "seen": seen})

    answer = office.post(page, data={**details(title="Zoo and park"), "seen": seen})

    assert answer.status_code == 409
    assert "Owen Fairley" in answer.text
    assert "place from “Millbridge Zoo” to “Aldermere Lake”" in answer.text
    assert 'value="Zoo and park"' in answer.text
    assert (Trip.get_by_id(trip.id).title, Trip.get_by_id(trip.id).place) == ("Zoo visit", "Aldermere Lake")
    again = office.post(page, data={**details(title="Zoo and park"), "seen": seen_on(office, page)})
    assert (again.status_code, Trip.get_by_id(trip.id).title) == (302, "Zoo and park")
    # Sent a second time it is as it should be already: no second change, no quarrel with oneself.
    assert office.post(page, data={**details(title="Zoo and park"), "seen": seen}).status_code == 302
    assert len(noted("trip.details_changed")) == 2
    assert "Aldermere" not in "".join(row.details for row in noted("trip.details_changed"))


def test_two_at_once_on_pupils_staff_phones_and_a_place(office, as_role):
    trip, evc = plans(office), as_role("evc")
    heron, base = of_class("Heron"), f"/office/trips/{trip.id}/set-up"
    day = trip.starts_on.isoformat()
    place = str(uuid.uuid4())
    office.post(f"{base}/plan", data={"id": place, "day": day, "words": "Lunch"})
    one, two = (Phone.get(Phone.name == name).id for name in ("Phone 1", "Phone 2"))
    tries = {
        "pupils": ({"shown": heron, "pupil": heron[:3]}, {"shown": heron, "pupil": heron[2:5]}),
        "staff": ({"leader": staff("Priya Shah")}, {"leader": staff("Tom Hargreave")}),
        "phones": ({"shown": [one], "phone": [one]}, {"shown": [two], "phone": [two]}),
        f"plan/{place}": ({"day": day, "words": "Picnic"}, {"day": day, "words": "Soup"}),
    }
    for part, (first, second) in tries.items():
        address = f"{base}/{part}"
        seen = seen_on(office, f"{address}?class=Heron")
        assert evc.post(address, data={**first, "seen": seen}).status_code == 302, part
        answer = office.post(address, data={**second, "seen": seen, "class": "Heron"})
        assert (answer.status_code, "Owen Fairley" in answer.text) == (409, True), part
    assert going(trip) == set(heron[:3])
    assert [row.staff_id for row in TripStaff.select().where(TripStaff.trip == trip)] == [staff("Priya Shah")]
    assert TripPlace.get_by_id(place).words == "Picnic"


def test_a_class_is_ticked_whole_and_single_ones_unticked(office):
    trip = plans(office)
    heron, page = of_class("Heron"), f"/office/trips/{trip.id}/set-up/pupils"
    assert office.get(f"{page}?class=Heron").text.count(" checked") == len(heron)
    for _twice in range(2):
        assert puts_on(office, trip.id, heron[1:], shown=heron).status_code == 302
    assert going(trip) == set(heron[1:])
    [line] = noted("trip.pupils_changed")
    assert json.loads(line.details)["added"] == len(heron) - 1
    # Once somebody of a class goes, the page shows who does.
    assert office.get(f"{page}?class=Heron").text.count(" checked") == len(heron) - 1
    assert "Nobody is in this class" in office.get(f"{page}?class=Dodo").text
    assert "No class was ticked" in office.get(f"{page}?chosen=yes").text
    assert f"{len(heron) - 1} on this trip" in office.get(page).text


def test_phones_take_up_who_goes_and_when_at_their_next_contact(office, phone, todays_trip):
    priya = pin_of(phone)
    tag = fetches(priya).headers["ETag"].strip('"')
    assert fetches(priya, tag).status_code == 304
    newcomer = next(one for one in of_class("Robin") if one not in going(todays_trip))
    puts_on(office, todays_trip, [newcomer])
    changed = fetches(priya, tag)
    assert changed.status_code == 200
    tag = changed.headers["ETag"].strip('"')
    page, today = f"/office/trips/{todays_trip}/set-up/details", clock.today()
    more = {**day_parts("starts_on", today), **day_parts("ends_on", today + timedelta(days=1)), "swims": "yes"}
    office.post(page, data={**details(title="Castle and moat"), **more, "seen": seen_on(office, page)})
    assert fetches(priya, tag).status_code == 200
    card = phone.reports().json["card"]["trip"]
    assert (card["title"], card["ends_on"]) == ("Castle and moat", (today + timedelta(days=1)).isoformat())
    everybody = office.post(
        f"/office/trips/{todays_trip}/set-up/staff", data={"leader": staff("Tom Hargreave"), "staff": [], "seen": "0"}
    )
    assert everybody.status_code == 302
    assert fetches(priya).status_code == 204
    assert phone.reports().json["card"]["trip"]["staff"] == ["Tom Hargreave"]


@pytest.mark.parametrize(("part", "name"), [("pupils", "pupil"), ("phones", "phone")])
def test_whatever_comes_off_a_trip_that_is_out_needs_a_reason(office, todays_trip, part, name):
    page = f"/office/trips/{todays_trip}/set-up/{part}"
    table = {"pupil": TripPupil, "phone": TripPhone}[name]
    ids = [getattr(row, f"{name}_id") for row in table.select().where(table.trip == todays_trip)]
    sent = {"shown": ids, name: ids[1:], "class": ["Heron", "Linnet"], "seen": "0"}

    refused = office.post(page, data=sent)
    assert (refused.status_code, "Say why" in refused.text) == (422, True)
    assert refused.text.count(" checked") == len(ids) - 1
    assert table.select().where(table.trip == todays_trip).count() == len(ids)

    for _twice in range(2):
        assert office.post(page, data={**sent, "why": "Went home ill"}).status_code == 302
    assert table.select().where(table.trip == todays_trip).count() == len(ids) - 1
    [line] = noted(f"trip.{part}_changed")
    assert json.loads(line.details)["has_reason"] is True
    assert "ill" not in line.details
    assert "Why: Went home ill" in office.get(f"/office/trips/{todays_trip}/set-up/history").text


def test_a_phone_that_goes_elsewhere_then_is_shown_and_warned_of_and_allowed(office, phone, todays_trip):
    trip = plans(office, ahead=0)
    page = f"/office/trips/{trip.id}/set-up/phones"
    ours = Phone.get(Phone.name == "Phone 3")
    assert "Goes with Castle visit then" in office.get(page).text
    office.post(page, data={"shown": [ours.id], "phone": [ours.id], "seen": "0"})
    assert "Phone 3 also goes with Castle visit." in office.get(f"/office/trips/{trip.id}/set-up").text


def test_its_base_contact_and_number_come_first_on_its_phones_alone(office, phone, new_phone, todays_trip):
    other = new_phone("Phone 1")
    other.sets_itself_up()
    page = f"/office/trips/{todays_trip}/set-up/staff"
    chosen = {"leader": staff("Priya Shah"), "staff": [staff("Priya Shah")], "base_contact": staff("Gareth Pugh")}
    refused = office.post(page, data={**chosen, "number": "the office", "seen": "0"})
    assert (refused.status_code, "That is no phone number" in refused.text) == (422, True)
    office.post(page, data={**chosen, "number": "07700 900111", "seen": "0"})
    first, *others = phone.reports().json["card"]["contacts"]
    assert (first["role"], first["number"]) == ("base_contact", "07700 900111")
    assert first["name"].startswith("Gareth Pugh, for ")
    assert other.reports().json["card"]["contacts"] == others
    assert "07700 900111" in office.get(f"/office/trips/{todays_trip}/pocket-card").text.replace("141 ", "")
    stranger = office.post(page, data={**chosen, "leader": "nobody", "seen": seen_on(office, page)})
    assert (stranger.status_code, "Choose somebody from the list" in stranger.text) == (422, True)


def test_supply_teachers_stay_on_and_their_accounts_move_with_the_trips_days(office, todays_trip):
    office.post(f"/office/trips/{todays_trip}/joining", data={"name": "Ms Cover", "part": "supply"})
    cover = TripJoiner.get().staff_id
    before = Staff.get_by_id(cover).ends_at
    office.post(f"/office/trips/{todays_trip}/set-up/staff", data={"leader": "", "staff": [], "seen": "0"})
    assert [row.staff_id for row in TripStaff.select().where(TripStaff.trip == todays_trip)] == [cover]
    page, today = f"/office/trips/{todays_trip}/set-up/details", clock.today()
    longer = {**day_parts("starts_on", today), **day_parts("ends_on", today + timedelta(days=2)), "seen": "0"}
    assert office.post(page, data={**details(), **longer}).status_code == 302
    assert Staff.get_by_id(cover).ends_at == before + timedelta(days=2)


def test_a_plan_has_its_order_and_each_entry_is_changed_moved_and_taken_out(office):
    trip = plans(office, nights=1)
    page, day = f"/office/trips/{trip.id}/set-up/plan", trip.starts_on.isoformat()
    ids = [str(uuid.uuid4()) for _ in range(3)]
    for one, (at, words) in zip(ids, (("12:00", "Lunch"), ("9.30", "Zoo"), ("", "Home")), strict=True):
        for _twice in range(2):
            assert office.post(page, data={"id": one, "day": day, "at": at, "words": words}).status_code == 302

    def order():
        return [row.words for row in TripPlace.select().where(TripPlace.trip == trip).order_by(TripPlace.position)]

    assert order() == ["Zoo", "Lunch", "Home"]
    assert len(noted("trip.plan_changed")) == 3
    office.post(f"{page}/{ids[2]}/earlier")
    assert order() == ["Zoo", "Home", "Lunch"]
    seen = seen_on(office, f"{page}/{ids[0]}")
    office.post(f"{page}/{ids[0]}", data={"day": day, "at": "12:30", "words": "Picnic", "seen": seen})
    for _twice in range(2):
        office.post(f"{page}/{ids[1]}/remove")
    assert order() == ["Home", "Picnic"]
    history = office.get(f"/office/trips/{trip.id}/set-up/history").text
    assert f"from “{trip.starts_on:%a} {trip.starts_on.day}" in history
    for wrong in (
        {"day": "2001-01-01", "words": "x"},
        {"day": day, "words": ""},
        {"day": day, "words": "x", "at": "x"},
    ):
        assert office.post(page, data=wrong).status_code == 422
    assert office.get(f"{page}/nothing").status_code == 404


def test_what_was_changed_cannot_be_changed_afterwards(office):
    page = f"/office/trips/{plans(office).id}/set-up/details"
    office.post(page, data={**details(title="Park"), "seen": "0"})
    with pytest.raises(DatabaseError):
        TripChange.update(what="{}").execute()
    with pytest.raises(DatabaseError):
        TripChange.delete().execute()


def test_phones_are_missed_from_when_the_trip_said_that_it_is_back(phone, todays_trip):
    trip = Trip.get_by_id(todays_trip)
    noon = datetime.combine(trip.ends_on, datetime.min.time(), clock.SCHOOL_TIME) + timedelta(hours=12)
    PhoneContact.update(heard_at=noon - timedelta(hours=10), waiting=1).execute()
    PhoneContact.update(odd_items=1).execute()
    assert silent_phones(trip.school_id, noon + timedelta(minutes=1)) == []
    Trip.update(returns_at=noon).where(Trip.id == trip.id).execute()
    assert [one for one, _phone in silent_phones(trip.school_id, noon + timedelta(minutes=1))] == [trip.id]
    Trip.update(returns_at=noon + timedelta(hours=9)).where(Trip.id == trip.id).execute()
    assert silent_phones(trip.school_id, noon + timedelta(hours=8)) == []


def test_swimming_is_asked_first_before_a_photo_on_a_trip_that_swims(todays_trip, in_app):
    school, today = Trip.get_by_id(todays_trip).school_id, clock.today()
    photo_settings.choose(
        school, Rules(activities=(Activity("Stage", "warn", "Wide"), Activity("Swimming", "stop", "None"))), "x"
    )

    def asked():
        part = pack_part(school, todays_trip, [], (today, today))
        return [one[0] for one in part.members["photos"]["activities"]]

    assert asked()[-2:] == ["Stage", "Swimming"]
    Trip.update(swims=True).execute()
    assert (asked()[0], asked()[-1]) == ("Swimming", "Stage")
