"""An emergency at school: one incident, told of at once, whose chronology is the timeline; other phones learn of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.foundation import clock
from server.incidents import emergencies
from server.phones.models import Phone as PhoneRow
from server.trips.models import TripPhone
from tests.api.alerted import alert_of, incident, school_id, told
from tests.api.later import follow_up, later, page_of
from tests.api.test_incident_chronology import lines_of


def ago(minutes):
    """So many minutes ago, as a phone writes it."""
    return clock.as_text(clock.now() - timedelta(minutes=minutes))


def step(report, code, minutes, **body):
    """The plaintext of a step taken so many minutes ago."""
    at = ago(minutes)
    return later("step.taken", report["id"], at, step=code, taken_at=at, **body)


@pytest.fixture
def report(todays_trip):
    """What the first tap files: an incident of its own, a quarter of an hour ago."""
    record = incident(todays_trip, "emergency", "critical", happened_at=ago(15), what_happened=None)
    return {**record, "clock": {**record["clock"], "wall": ago(15)}}


@pytest.fixture
def on_the_trip(new_phone, todays_trip):
    """Phone 2, which goes on today's trip as well."""
    TripPhone.insert(
        school=school_id(), trip=todays_trip, phone=PhoneRow.get(PhoneRow.name == "Phone 2").id
    ).on_conflict_ignore().execute()
    other = new_phone("Phone 2")
    other.sets_itself_up()
    return other


def card_of(phone):
    """What a phone's next contact says of an emergency."""
    return phone.reports().json["card"]["emergency"]


def test_the_first_tap_tells_the_leads_at_once_and_the_steps_tell_nobody(phone, report, as_role):
    called = step(report, "called_999", 14)
    phone.sends(phone.files(report), phone.files(called), phone.files(step(report, "over", 1)))

    alert = alert_of(report)

    assert (alert.category, alert.urgency) == ("emergency", "now")
    assert told(alert) == {"trip_leader", "evc", "office"}
    assert as_role("dsl").get(page_of(report["id"])).status_code == 200


def test_steps_of_two_phones_stand_in_the_order_they_were_taken_with_who_came_late(phone, report, on_the_trip, as_role):
    first, wrong = step(report, "called_999", 14), step(report, "police_here", 9)
    here = step(report, "ambulance_here", 10, words="At the north gate")
    undone = step(report, "mistake", 8, undoes=wrong["id"])
    on_the_trip.sends(*(on_the_trip.files(one) for one in (undone, here)))
    phone.sends(*(phone.files(one) for one in (wrong, first, first)))
    assert "a report that has not come" in as_role("dsl").get("/office").text
    phone.sends(phone.files(report), phone.files(step(report, "over", -30)))

    page = as_role("dsl").get(page_of(report["id"])).text
    lines = [line for line in lines_of(page) if "lert" not in line and line != "Looked at"]

    assert lines == [
        *("Reported", "999 called", "Ambulance here", "Police here"),
        *("That was a mistake: Police here", "Incident over"),
    ]
    assert ("At the north gate" in page, "from Phone 2" in page) == (True, True)
    assert "so its clock was ahead" in page
    assert "The school got it" in page.split("999 called")[1].split("Ambulance here")[0]


def test_it_runs_until_it_is_over_and_stands_before_all_else_until_then(phone, report, todays_trip, as_role):
    phone.sends(phone.files(report), phone.files(step(report, "called_999", 14)))
    evc = as_role("evc")

    def shows():
        due, day, trip = (evc.get(one).text for one in ("/office", "/office/board", f"/office/trips/{todays_trip}"))
        return (
            due.split('class="list__title"')[1].count("Emergency, running now"),
            *(page.count("Emergency, running now") for page in (day, trip)),
            "This emergency is running" in evc.get(page_of(report["id"])).text,
        )

    assert shows() == (1, 1, 1, True)
    phone.sends(phone.files(step(report, "over", 5)))
    assert shows() == (0, 0, 0, False)
    assert "Over since" in evc.get(page_of(report["id"])).text
    phone.sends(phone.files(step(report, "opened_again", 4)))
    assert shows() == (1, 1, 1, True)
    # What arrives late says when it was: the last word is by its time.
    phone.sends(phone.files(step(report, "over", 6)))
    assert shows() == (1, 1, 1, True)


def test_opened_again_it_runs_though_a_fast_clock_wrote_that_it_is_over(phone, report, on_the_trip, as_role):
    fast, held_fast = step(report, "over", -20 * 60), step(report, "hold_begun", -20 * 60)
    phone.sends(phone.files(report), phone.files(fast), phone.files(held_fast))
    evc, page = as_role("evc"), page_of(report["id"])
    learnt = card_of(on_the_trip)
    assert (learnt["over"], "Over since" in evc.get(page).text) == ("over", True)
    # A phone holds it against its own word by that time.
    assert clock.from_text(learnt["over_at"]) <= clock.now()

    on_the_trip.sends(
        on_the_trip.files(step(report, "opened_again", 0)), on_the_trip.files(step(report, "hold_ended", 0))
    )

    assert [card_of(phone)[name] for name in ("over", "hold")] == ["opened_again", "hold_ended"]
    assert "Emergency, running now" in evc.get("/office").text
    assert "This emergency is running" in evc.get(page).text


def test_whoever_may_only_see_that_it_is_there_reads_no_step(phone, report, as_role):
    phone.sends(phone.files(report), phone.files(step(report, "taken_to_hospital", 3)))

    page = as_role("online_safety_lead").get(page_of(report["id"])).text

    assert "Something was done" in lines_of(page)
    assert "hospital" not in page
    assert as_role("staff").get(page_of(report["id"])).status_code == 404


def test_the_phones_of_its_trip_learn_of_it_and_of_the_hold_and_no_other(
    phone, report, on_the_trip, new_phone, todays_trip
):
    stranger = new_phone("Phone 6")
    stranger.sets_itself_up()
    TripPhone.delete().where(TripPhone.phone == PhoneRow.get(PhoneRow.name == "Phone 6").id).execute()
    assert card_of(on_the_trip) is None
    held = step(report, "hold_begun", 12)
    phone.sends(phone.files(report), phone.files(held))

    learnt = card_of(on_the_trip)

    assert (learnt["trip"], learnt["incident"], learnt["over"]) == (todays_trip, report["id"], None)
    assert (learnt["hold"], clock.from_text(learnt["hold_at"])) == (
        "hold_begun",
        clock.from_text(held["body"]["taken_at"]),
    )
    assert card_of(stranger) is None
    on_the_trip.sends(on_the_trip.files(step(report, "hold_ended", 5)), on_the_trip.files(step(report, "over", 2)))
    assert [card_of(phone)[name] for name in ("hold", "over")] == ["hold_ended", "over"]


def test_a_step_of_no_list_is_held_and_two_days_later_nothing_runs(phone, report, as_role, monkeypatch):
    odd = step(report, "called_999", 3)
    odd["body"]["step"] = "flew_away"
    phone.sends(phone.files(report), phone.files(odd), phone.files(follow_up(report["id"], ago(2), "Well")))
    assert "flew_away" not in as_role("dsl").get(page_of(report["id"])).text
    assert "Emergency, running now" in as_role("dsl").get("/office").text
    monkeypatch.setattr(emergencies, "RUNS_AT_MOST", timedelta(0))
    assert "Emergency, running now" not in as_role("dsl").get("/office").text
    assert card_of(phone) is None
