"""Checking a trip off: gaps explained, one signature or two, what is kept, and what opens it again."""

from __future__ import annotations

import hashlib
import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.accounts import actions
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.phones.models import Phone as SchoolPhone
from server.reconciliation import gaps
from server.reconciliation.check_off_models import GapExplanation, SignOffSignature, TripReturn, TripSignOff
from server.reconciliation.gap import Gap
from server.reconciliation.sign_offs import states
from server.shell.demo_school import PASSWORD
from server.trips.models import Trip
from tests.api.check_offs import Desk, files_and_sends
from tests.cast import grazed_knee, receipts

MOST_QUERIES = 12


@pytest.fixture
def asked(monkeypatch):
    """`asked(client, address)` is how many questions the database is asked for a page."""

    def count(client, address):
        said = []
        with monkeypatch.context() as watched:
            real = db.execute_sql
            watched.setattr(db, "execute_sql", lambda sql, *more: said.append(sql) or real(sql, *more))
            assert client.get(address).status_code == 200
        return len([sql for sql in said if sql.lstrip().startswith(("SELECT", "WITH"))])

    return count


@pytest.fixture
def trip(out_alone):
    """Today's trip, of which its one phone's word is all that may be missing."""
    return out_alone


def school_of(trip):
    return Trip.get_by_id(trip).school_id


def acts(action):
    return AuditEntry.select().where(AuditEntry.action == action).count()


def test_a_trip_is_signed_off_once_its_phone_has_told_that_nothing_waits(phone, trip, desk, run):
    office = desk("office")
    receipts(phone.sends(phone.files(grazed_knee(trip))))
    phone.reports()
    assert "Say first when it came back" in office.looks()
    office.says_it_is_back()
    assert "1 thing waits on it" in office.looks()
    assert 'name="seen"' not in office.looks(), "Nothing can be signed while something is open."

    phone.pending.clear()
    phone.reports()
    assert "Nothing waits" in office.looks()
    assert "The trip is signed off" in office.signs()

    row = TripSignOff.get()
    summary = json.loads(row.summary)
    assert hashlib.sha256(row.summary.encode()).hexdigest() == row.sha256
    assert [(one[0], one[1], one[4]) for one in summary["records"]] == [(1, "record", "opened")]
    assert [(one["name"], one["standing"], one["missing"]) for one in summary["phones"]] == [("Phone 3", "attested", 0)]
    assert summary["numbers"]["announced"] == summary["numbers"]["arrived"] == 1
    assert "Grazed" not in row.summary
    assert "injury" not in row.summary
    assert (states(school_of(trip), [trip]), acts("trip.signed_off")) == ({trip: "signed_off"}, 1)
    assert run("trip", "verify", "--trip", trip).exit_code == 0
    assert "Elin Morgan" in office.client.get(f"/office/trips/{trip}").text


def test_a_form_sent_twice_does_it_once(phone, trip, desk):
    office = desk("office")
    for _ in range(2):
        office.says_it_is_back(time="00:00")
    assert TripReturn.select().count() == acts("trip.came_back") == 1
    phone.files(grazed_knee(trip))
    phone.reports()
    page = office.looks()
    for _ in range(2):
        office.explains(page=page)
    assert GapExplanation.select().count() == acts("gap.explained") == 1
    what = office.to_sign()
    office.signs(what)
    assert "signed off already" in office.signs(what)
    assert TripSignOff.select().count() == acts("trip.signed_off") == 1


def test_an_explanation_holds_for_what_the_gap_said_and_no_longer(phone, trip, desk):
    office = desk("office")
    office.says_it_is_back()
    files_and_sends(phone, trip)
    SchoolPhone.update(revoked_at=TripReturn.get().back_at).where(SchoolPhone.name == "Phone 3").execute()
    assert "Choose at least one" in office.client.post(f"{office.address}/explain", data={"words": "It is gone."}).text
    assert "Write why it is all right" in office.explains(words=" ").text
    assert office.explains(words=" ").status_code == 422
    office.explains("It lies in the castle’s moat.")
    assert "moat" in office.looks()
    assert office.to_sign()["seen"]

    SchoolPhone.update(revoked_at=None).where(SchoolPhone.name == "Phone 3").execute()
    phone.files(grazed_knee(trip))
    phone.reports()
    page = office.looks()
    assert "it says something else now" in page
    assert "1 thing waits on it" in page
    assert 'name="seen"' not in page
    assert GapExplanation.select().count() == 1, "Nothing of it is ever taken back."


@pytest.mark.parametrize("emptied", ["another numbering", "a lower number", "nothing pending any more"])
def test_an_emptied_phone_attests_nothing(phone, trip, desk, emptied):
    office = desk("office")
    phone.files(grazed_knee(trip))
    phone.files(grazed_knee(trip))
    phone.reports()
    office.says_it_is_back()
    phone.pending.clear()
    if emptied == "another numbering":
        phone.chain, phone.next_seq = uuid.uuid4().hex, 1
    elif emptied == "a lower number":
        phone.next_seq = 1
    phone.reports()
    page = office.looks()
    assert "Nothing waits" not in page
    assert 'name="seen"' not in page


def test_a_number_that_only_the_chain_apart_took_is_missing_nowhere(phone, trip, desk):
    office = desk("office")
    receipts(phone.sends(phone.files(grazed_knee(trip))))
    phone.pending.clear()
    chains = [
        {"chain": phone.chain, "next": 3, "pending": []},
        {
            "chain": phone.chain_apart,
            "next": 3,
            "pending": [
                {"id": str(uuid.uuid4()), "seq": 2, "trip": None, "digest": "0" * 64, "size": 9, "type": "record"}
            ],
        },
    ]
    office.says_it_is_back()
    phone.reports()
    before = office.to_sign()
    phone.reports(chains=chains)
    assert "Nothing waits" in office.looks()
    assert office.to_sign() == before, "Nor does anything tell that there was one."
    office.signs()
    assert phone.chain_apart not in TripSignOff.get().summary


@pytest.mark.parametrize("grave", [{"category": "missing_pupil"}, {"severity": "critical"}, {"category": "allegation"}])
def test_after_something_grave_two_different_people_sign_the_same_summary(phone, trip, desk, as_role, grave):
    office, evc = desk("office"), desk("evc")
    office.says_it_is_back()
    files_and_sends(phone, trip, **grave)
    assert "Two different people" in office.looks()
    what = office.to_sign()
    assert "A second person now looks" in office.signs(what)
    assert "have signed already" in office.signs(what)
    assert not TripSignOff.select().exists()
    assert "a second person has to sign it off" in as_role("evc").get("/office").text
    assert "a second person has to sign it off" not in as_role("office").get("/office").text

    files_and_sends(phone, trip)
    assert "Something has changed" in evc.signs(what)
    assert "Something has changed since Elin Morgan signed" in evc.looks()
    evc.signs()
    assert not TripSignOff.select().exists(), "Nobody has confirmed what the second saw."
    office.signs()
    row = TripSignOff.get()
    signers = [one["name"] for one in json.loads(row.summary)["signed"]]
    assert signers == ["Owen Fairley", "Elin Morgan"]
    assert row.confirmed_by != row.signed_by
    assert SignOffSignature.select().count() == 2


def test_what_comes_late_reopens_it_for_all_to_see_and_signing_again_names_the_one_before(
    phone, trip, desk, as_role, run
):
    office = desk("office")
    receipts(phone.sends(phone.files(grazed_knee(trip))))
    known = list(phone.pending)
    phone.pending.clear()
    office.says_it_is_back()
    phone.reports()
    office.signs()
    first = TripSignOff.get()
    phone.pending[:] = known
    phone.reports()
    phone.pending.clear()
    files_and_sends(phone, None)
    assert states(school_of(trip), [trip])[trip] == "signed_off", "Nothing new of the trip came."

    phone.files(grazed_knee(trip))
    phone.reports()
    assert states(school_of(trip), [trip])[trip] == "reopened", "A word that something exists is enough."
    assert "Open again" in office.client.get(f"/office/trips/{trip}").text
    assert "Castle visit is open again" in as_role("office").get("/office").text
    assert "open again" not in as_role("evc").get("/office").text
    assert run("trip", "verify", "--trip", trip).exit_code == 1

    phone.pending.clear()
    files_and_sends(phone, trip)
    office.explains("Number 3 was a try that Priya gave up.")
    office.signs()
    second = TripSignOff.get(TripSignOff.number == 2)
    assert json.loads(second.summary)["before"] == first.sha256
    assert states(school_of(trip), [trip])[trip] == "signed_off"
    assert run("trip", "verify", "--trip", trip).exit_code == 0
    assert "Replaced" in office.client.get(f"{office.address}/1").text


def test_a_record_that_names_its_trip_inside_alone_reopens_it_when_it_is_opened(phone, trip, desk):
    office = desk("office")
    office.says_it_is_back()
    phone.reports()
    office.signs()
    record = grazed_knee(trip)
    sealed = phone.seals("record", record["id"], json.dumps(record).encode())
    receipts(phone.sends(phone.labels(sealed, id=record["id"])))
    assert states(school_of(trip), [trip])[trip] == "reopened"


def test_what_is_about_the_headteacher_neither_reopens_a_trip_nor_is_in_it(phone, trip, desk):
    office = desk("office")
    office.says_it_is_back()
    phone.reports()
    office.signs()
    files_and_sends(phone, trip, category="allegation", about="headteacher")
    assert states(school_of(trip), [trip])[trip] == "signed_off"
    files_and_sends(phone, trip)
    phone.reports()
    office.signs()
    assert len(json.loads(TripSignOff.get(TripSignOff.number == 2).summary)["records"]) == 1


def test_it_cannot_be_signed_before_its_last_day_or_before_it_is_back(phone, trip, desk, as_role):
    office = desk("office")
    ahead = Trip.get(Trip.title == "Year 6 residential").id
    early = Desk(as_role("office"), ahead)
    assert "from its last day on" in early.looks()
    assert "cannot be signed off yet" in early.signs({"seen": "x", "number": "1"})
    assert "still to come" in office.says_it_is_back(time="23:59").text
    assert "last day or a day after" in office.says_it_is_back(**{"day-year": "2001"}).text
    assert "hours and minutes" in office.says_it_is_back(time="noonish").text
    assert "cannot be signed off yet" in office.signs({"seen": "x", "number": "1"})
    assert not TripSignOff.select().exists()


@pytest.mark.parametrize(("role", "may_sign", "may_read"), [
    ("office", True, True), ("evc", True, True), ("headteacher", True, True), ("trip_leader", True, True),
    ("slt", False, True), ("chair", False, True), ("dsl", False, True),
    ("staff", False, False), ("network_manager", False, False),
])  # fmt: skip
def test_who_checks_off_and_who_is_shown_what_was_signed(phone, trip, desk, role, may_sign, may_read):
    desk("office").says_it_is_back()
    phone.reports()
    desk("office").signs()
    somebody = desk(role)
    assert somebody.client.get(somebody.address).status_code == (200 if may_sign else 403)
    for path, data in (("back", {"time": "00:01"}), ("explain", {"words": "x"}), ("sign", {"seen": "x"})):
        refused = somebody.client.post(f"{somebody.address}/{path}", data=data).status_code == 403
        assert refused is not may_sign
    for end in ("/1", "/1.json"):
        assert somebody.client.get(f"{somebody.address}{end}").status_code == (200 if may_read else 403)
    assert (f"{somebody.address}/1" in somebody.client.get(f"/office/trips/{trip}").text) is may_read


def test_next_door_finds_nothing_of_it(app, phone, trip, desk):
    desk("office").says_it_is_back()
    phone.reports()
    desk("office").signs()
    finch = actions.add_staff(actions.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    actions.give_role(finch, "office")
    client = app.test_client()
    client.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})
    there = Desk(client, trip)
    for end in ("", "/1", "/1.json"):
        assert client.get(f"{there.address}{end}").status_code == 404
    for end in ("back", "explain", "sign"):
        assert client.post(f"{there.address}/{end}", data={"time": "0:01", "words": "x"}).status_code == 404
    assert states(finch.school_id, [trip]) == {}


def test_the_file_is_the_very_bytes_that_were_signed(phone, trip, desk):
    desk("office").says_it_is_back()
    phone.reports()
    desk("office").signs()
    answer = desk("chair").client.get(f"{desk('chair').address}/1.json")
    assert hashlib.sha256(answer.data).hexdigest() == TripSignOff.get().sha256


def test_of_two_who_sign_at_the_same_moment_one_signs_and_the_other_finds_it_done(phone, trip, desk):
    office, evc = desk("office"), desk("evc")
    office.says_it_is_back()
    phone.reports()
    what = office.to_sign()
    at_the_line = threading.Barrier(2)

    def signs(somebody):
        at_the_line.wait(30)
        return somebody.client.post(f"{somebody.address}/sign", data=what, follow_redirects=True).text

    with ThreadPoolExecutor(2) as threads:
        pages = list(threads.map(signs, (office, evc)))
    assert sorted("signed off already" in page for page in pages) == [False, True]
    assert TripSignOff.select().count() == acts("trip.signed_off") == 1


def test_its_pages_ask_the_database_as_often_however_much_came(phone, trip, desk, asked):
    office = desk("office")

    office.says_it_is_back(time="00:00")
    files_and_sends(phone, trip)
    few = [asked(office.client, office.address), asked(office.client, f"/office/trips/{trip}")]
    receipts(phone.sends(*(phone.files(grazed_knee(trip)) for _ in range(30))))
    phone.pending.clear()
    phone.reports()
    many = [asked(office.client, office.address), asked(office.client, f"/office/trips/{trip}")]
    assert few == many
    assert many[0] <= MOST_QUERIES
    office.signs()
    assert asked(office.client, f"{office.address}/1") <= MOST_QUERIES


def test_what_others_find_open_is_explained_too_and_what_is_resolved_goes_by_itself(phone, trip, desk, monkeypatch):
    said = ["Report 4 has not arrived", "An incident is not closed"]
    monkeypatch.setattr(
        gaps, "PARTS", (lambda *_asked: [Gap(f"fake|{one}", one, "Do it.", "/office") for one in said],)
    )
    office = desk("office")
    office.says_it_is_back(time="00:00")
    old = office.looks()
    assert all(one in old for one in said)
    assert 'name="seen"' not in old
    said.pop()
    assert "Explained" not in office.looks(), "Nobody had to: it is resolved."
    said[0] = "Report 4 and report 5 have not arrived"
    office.explains(page=old)
    assert not GapExplanation.select().exists(), "Of what is no longer so nothing is explained."
    office.explains("The battery died; both were written down on paper.")
    assert "The trip is signed off" in office.signs()
    assert [one["said"] for one in json.loads(TripSignOff.get().summary)["gaps"]] == said
