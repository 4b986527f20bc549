"""Somebody else knows a PIN or a password: it ends everywhere at once, and the network manager is told."""

from __future__ import annotations

from server.accounts.models import SignIn, Staff
from server.phones.models import Unlock
from tests.api.pins import pin_of
from tests.cast import address_of, grazed_knee, receipts

PAGE = "/office/you/known"


def test_every_pin_and_every_other_sign_in_ends_and_a_new_password_is_asked_for(phone, as_role):
    priya = pin_of(phone)
    leader, elsewhere = as_role("trip_leader"), as_role("trip_leader")
    answer = leader.post(PAGE)
    assert (answer.status_code, answer.location) == (302, "/office/you/password")
    assert [row.ended_why for row in Unlock.select()] == ["known to somebody else"]
    assert priya.opens().status_code == 404
    assert phone.reports().json["card"]["people"] == []
    assert leader.get("/office/you").status_code == 200
    assert elsewhere.get("/office/you").status_code == 302
    staff = Staff.get(Staff.email == address_of("trip_leader"))
    on_phones = (SignIn.staff == staff, SignIn.phone.is_null(False), SignIn.ended_at.is_null())
    assert SignIn.select().where(*on_phones).count() == 0


def test_the_network_manager_is_told_and_nobody_else(as_role):
    as_role("trip_leader").post(PAGE)
    words = "Priya Shah said that somebody knows their PIN or password"
    assert words in as_role("network_manager").get("/office").text
    assert words not in as_role("headteacher").get("/office").text


def test_to_look_at_the_page_ends_nothing(phone, as_role):
    pin_of(phone)
    assert as_role("trip_leader").get(PAGE).status_code == 200
    assert Unlock.get().ended_at is None


def test_what_they_had_filed_still_arrives_as_theirs(phone, todays_trip, as_role, exported):
    priya = pin_of(phone)
    report = {**grazed_knee(todays_trip), "actor": {"staff": priya.person["staff"], "how": "pin"}}
    frame = priya.files(report)
    as_role("trip_leader").post(PAGE)
    receipts(phone.sends(frame))
    (line,) = exported()
    assert (line["state"], line["actor"]["staff"]) == ("opened", priya.person["staff"])
