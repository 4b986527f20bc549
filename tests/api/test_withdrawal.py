"""A withdrawal while they are out: what each phone has heard, which to ring, who was told."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from server.accounts.actions import add_school
from server.consent import turns
from server.consent.turn_models import ConsentTold, ConsentTurn
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.phones.models import Phone
from server.shell import demo_consent
from server.trips.models import ListGiven, Pupil, Trip
from tests.api.pins import pin_of
from tests.cast import CLIENT, grazed_knee, receipts


@pytest.fixture
def pupil(todays_trip):
    """Somebody on the castle visit who may be in every photo."""
    return Pupil.get(Pupil.upn == f"Z9{demo_consent.ENDING:011}")


@pytest.fixture
def priya(phone):
    """The trip's leader, with a PIN on Phone 3."""
    return pin_of(phone)


def fetches(holder, tag=""):
    headers = {**CLIENT, **({"If-None-Match": tag} if tag else {})}
    answer = holder.phone.client.get(f"/api/packs/{holder.person['unlock']}", headers=headers)
    assert answer.status_code in (200, 304)
    return answer.headers["ETag"]


def withdraws(client, pupil):
    answer = client.post(f"/office/consent/pupil/{pupil.id}/withdraw", data={"withdrawn_by": "Mrs Akande"})
    assert answer.status_code == 302
    return client.get(answer.headers["Location"]).text


def told(client, trip, pupil, at, phone="Phone 3"):
    row = Phone.get(Phone.name == phone)
    return client.post(f"/office/consent/to-tell/{trip}/{pupil.id}/{row.id}", data={"at": at})


def hour(minutes=0):
    return f"{(clock.now() + timedelta(minutes=minutes)).astimezone(clock.SCHOOL_TIME):%H:%M}"


def standings(school):
    return {phone.out.phone.name: phone.standing for one in turns.turned_now(school) for phone in one.phones}


def test_the_next_page_says_which_phone_to_ring_and_what_to_say(priya, pupil, todays_trip, as_role):
    fetches(priya)
    at = ListGiven.get().last_at.astimezone(clock.SCHOOL_TIME)
    office = as_role("office")
    page = withdraws(office, pupil)
    number = Phone.get(Phone.name == "Phone 3").number
    assert f"List of {at:%H:%M}" in page
    assert f"Ring Phone 3 on {number}." in page
    assert "Priya Shah leads the trip." in page
    assert f"No photos of {pupil.first_name} {pupil.last_name} from now on." in page
    assert "No list on it" in page
    assert standings(pupil.school_id) == {"Phone 3": "to_ring", "Phone 4": "no_list", "Year 4 iPad": "no_list"}
    due = as_role("dsl").get("/office").text
    assert "Ring Phone 3 about photos on Castle visit" in due
    assert pupil.last_name not in due
    assert "Ring Phone 3" not in as_role("staff").get("/office").text
    again = withdraws(office, pupil)
    assert "Ring Phone 3 on" in again
    assert ConsentTurn.select().count() == 1


def test_a_phone_that_fetches_its_list_has_heard_once_all_of_its_people_have(priya, pupil, as_role):
    tom = pin_of(priya.phone, "staff")
    tags = [fetches(priya), fetches(tom)]
    office = as_role("office")
    withdraws(office, pupil)
    assert fetches(priya, tags[0]) != tags[0]
    assert standings(pupil.school_id)["Phone 3"] == "to_ring"
    fetches(tom, tags[1])
    assert standings(pupil.school_id)["Phone 3"] == "heard"
    page = office.get(f"/office/consent/pupil/{pupil.id}").text
    assert re.search(r"Heard at \d\d:\d\d", page)
    assert "Ring Phone 3" not in page
    assert "Ring Phone 3" not in office.get("/office").text


def test_a_confirmed_list_is_newer_and_other_contacts_are_no_sign_of_hearing(priya, pupil, as_role, monkeypatch):
    tag = fetches(priya)
    first = ListGiven.get().last_at
    fetches(priya, tag)
    assert ListGiven.get().last_at == first
    later = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    fetches(priya, tag)
    row = ListGiven.get()
    assert (row.first_at, row.last_at > first) == (first, True)
    withdraws(as_role("office"), pupil)
    priya.phone.reports()
    assert standings(pupil.school_id)["Phone 3"] == "to_ring"


def test_told_at_is_kept_with_who_says_so_and_the_row_to_do_goes(priya, pupil, todays_trip, as_role, run):
    fetches(priya)
    office = as_role("office")
    withdraws(office, pupil)
    for typed, words in (
        ("quarter past", "Give a time such as 08:20"),
        ("", "Give a time"),
        ("23:59", "still to come"),
    ):
        refused = told(office, todays_trip, pupil, typed)
        assert refused.status_code == 422, typed
        assert words in refused.text
        assert typed in refused.text
    assert ConsentTold.select().count() == 0
    at = hour()
    answer = told(office, todays_trip, pupil, at)
    assert answer.status_code == 302
    page = office.get(f"/office/consent/pupil/{pupil.id}").text
    assert f"Told at {at}" in page
    assert "Elin" in page
    assert "Ring Phone 3" not in office.get("/office").text
    row = AuditEntry.get(AuditEntry.action == "consent.phone_told")
    assert json.loads(row.details)["pupil"] == pupil.id
    assert run("audit", "verify").exit_code == 0


def test_what_is_tapped_on_the_phone_after_a_call_counts_as_told(priya, pupil, todays_trip, as_role):
    fetches(priya)
    withdraws(as_role("office"), pupil)
    body = {"pupil": pupil.id[:8], "change": "school_rang", "changed_at": clock.as_text(clock.now())}
    record = {**grazed_knee(todays_trip), "kind": "consent.changed_on_the_day", "body": body}
    receipts(priya.phone.sends(priya.phone.files(record)))
    assert standings(pupil.school_id)["Phone 3"] == "rang"
    assert "tapped at" in as_role("dsl").get("/office/consent/to-tell").text


def test_who_keeps_no_consent_and_the_neighbouring_school_tell_nobody(priya, pupil, todays_trip, as_role):
    fetches(priya)
    withdraws(as_role("dsl"), pupil)
    assert as_role("staff").get("/office/consent/to-tell").status_code == 403
    assert told(as_role("staff"), todays_trip, pupil, "00:00").status_code == 403
    other = add_school("Next door")
    today = clock.today()
    theirs = Trip.create(school=other, title="Zoo", place="Zoo", starts_on=today, ends_on=today, made_at=clock.now())
    assert told(as_role("dsl"), theirs.id, pupil, "00:00").status_code == 404
    ConsentTurn.update(school=other.id).execute()
    assert told(as_role("dsl"), todays_trip, pupil, "00:00").status_code == 404
    assert turns.turned_now(pupil.school_id) == []


def test_never_to_be_photographed_and_a_list_lead_to_the_phones_too(priya, pupil, as_role):
    fetches(priya)
    dsl = as_role("dsl")
    answer = dsl.post(f"/office/consent/never/{pupil.id}/begin", data={"reason": "CANARY"})
    assert answer.headers["Location"] == "/office/consent/to-tell"
    page = dsl.get(answer.headers["Location"]).text
    assert "Ring Phone 3" in page
    assert "CANARY" not in page
    dsl.post(f"/office/consent/never/{pupil.id}/end", data={"reason": "Over"})
    assert turns.turned_now(pupil.school_id) == []
    changed = dsl.post("/office/consent/lasting", data={"days": "30"})
    assert changed.headers["Location"] == "/office/consent/to-tell"
    assert ConsentTurn.select().count() > 20


def test_a_pupil_who_stays_at_school_and_a_no_that_stood_turn_nothing(priya, todays_trip, as_role):
    fetches(priya)
    at_school = Pupil.get(Pupil.upn == f"Z9{3:011}")
    page = withdraws(as_role("office"), at_school)
    assert "Ring" not in page
    withdraws(as_role("office"), Pupil.get(Pupil.upn == f"Z9{demo_consent.NOT_ASKED:011}"))
    assert ConsentTurn.select().count() == 0


def test_once_its_list_is_over_no_phone_has_to_be_told(priya, pupil, as_role, monkeypatch):
    fetches(priya)
    withdraws(as_role("office"), pupil)
    assert len(turns.turned_now(pupil.school_id)) == 1
    later = clock.now() + timedelta(days=4)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert turns.turned_now(pupil.school_id) == []
    assert "Ring Phone 3" not in as_role("office").get("/office").text
