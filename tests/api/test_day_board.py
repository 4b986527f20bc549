"""The day's board: what is new to whoever looks, and trips that are over whose phones are not back."""

from __future__ import annotations

import re
from datetime import timedelta

from server.accounts.models import Staff
from server.accounts.queries import any_school
from server.foundation import clock
from server.phones.models import Phone as SchoolPhone
from server.phones.models import PhoneLoan
from server.reconciliation.look_models import BoardLook
from server.trips.models import Trip, TripPhone
from tests.cast import grazed_knee


def test_a_trip_that_is_over_stays_on_todays_board_while_a_phone_of_it_is_out(as_role, phone, todays_trip):
    office, yesterday = as_role("office"), clock.today() - timedelta(days=1)
    phone.files(grazed_knee(todays_trip))
    phone.reports()
    Trip.update(starts_on=yesterday, ends_on=yesterday).where(Trip.id == todays_trip).execute()
    page = office.get("/office/board").text
    assert page.index("Over, with phones still out") < page.index("Castle visit")
    assert 'data-live="/office/board/now?day=' in page
    assert "Castle visit" in office.get(f"/office/board?day={yesterday.isoformat()}").text
    Trip.update(archived_at=clock.now()).where(Trip.id == todays_trip).execute()
    assert "Castle visit" not in office.get("/office/board").text
    assert "No trip is out on this day" in office.get("/office/board").text


def test_a_phone_that_went_along_unasked_is_still_out_until_what_it_told_of_has_come(as_role, phone, todays_trip):
    office, yesterday = as_role("office"), clock.today() - timedelta(days=1)
    TripPhone.delete().where(TripPhone.trip == todays_trip).execute()
    came = phone.files(grazed_knee(todays_trip))
    owed = phone.files(grazed_knee(todays_trip))
    phone.reports()
    phone.sends(came)
    Trip.update(starts_on=yesterday, ends_on=yesterday).where(Trip.id == todays_trip).execute()
    page = office.get("/office/board").text
    assert page.index("Over, with phones still out") < page.index("Castle visit") < page.index("Phone 3")

    phone.sends(owed)
    phone.pending.clear()
    phone.reports()
    assert "Castle visit" not in office.get("/office/board").text


def test_a_phone_lent_again_is_out_on_its_new_trip_alone(as_role, phone, todays_trip):
    office, yesterday, now = as_role("office"), clock.today() - timedelta(days=1), clock.now()
    Trip.update(starts_on=yesterday, ends_on=yesterday).where(Trip.id == todays_trip).execute()
    lent = {
        "school": any_school(),
        "phone": SchoolPhone.get(SchoolPhone.name == "Phone 3"),
        "staff": Staff.get(),
        "out_by": Staff.get().id,
        "out_at": now - timedelta(days=1),
    }
    loan = PhoneLoan.create(**lent, trip=todays_trip)
    assert "Over, with phones still out" in office.get("/office/board").text
    PhoneLoan.update(back_at=now).where(PhoneLoan.id == loan.id).execute()
    assert "Castle visit" not in office.get("/office/board").text
    coming = Trip.get(Trip.title == "Year 6 residential").id
    PhoneLoan.create(**{**lent, "out_at": now}, trip=coming)
    assert "Castle visit" not in office.get("/office/board").text


def test_what_is_new_is_told_to_each_person_from_their_own_last_visit(as_role, phone, todays_trip):
    office, head = as_role("office"), as_role("headteacher")
    assert "Nothing new since you looked" in office.get("/office/board").text
    phone.sends(phone.files(grazed_knee(todays_trip)), phone.files(grazed_knee(todays_trip)))
    an_hour_ago = clock.now() - timedelta(hours=1)
    BoardLook.update(looked_at=an_hour_ago).execute()
    page = office.get("/office/board").text
    assert "2 items new" in page
    assert "2 items new" in office.get("/office/board/now").text
    assert "Nothing new since you looked" in head.get("/office/board").text
    [link] = re.findall(r'href="([^"]+/board/new\?since=\d+)"', page)
    assert office.get(link).text.count("list__item") == 2
