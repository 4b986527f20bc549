"""Deciding of what is held: what each decision does, who sees whose, and that nothing is ever taken away."""

from __future__ import annotations

import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import peewee
import pytest

from server.accounts import actions as accounts
from server.accounts.models import Staff
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.incidents.models import Incident
from server.intake.models import Envelope, Opening, Record
from server.personal_phone.use_models import OwnPhoneUse
from server.photos.models import Photo
from server.reconciliation import decisions, held_queries
from server.reconciliation.models import HeldDecision
from server.shell.demo_school import PASSWORD
from server.trips.models import Trip
from tests.api.own_phones import use
from tests.api.photographer import Photographer, jpeg
from tests.cast import grazed_knee, receipts, sign_in

WHY = "Priya says it was the walk to the moat"
ODD = {"started_at": "2026-06-12T09:14:00Z", "category": "injury", "what_happened": "A graze", "mood": 7}


@pytest.fixture
def holds(phone):
    """`holds(record)` hands it in; returns its arrival number, which is held."""

    def send(record, **label):
        [receipt] = receipts(phone.sends(phone.files(record, **label)))
        assert Opening.get_by_id(receipt["n"]).state == "held"
        return receipt["n"]

    return send


def decides(client, n, answer, after=0, **more):
    return client.post(f"/office/held/{n}", data={"answer": answer, "reason": WHY, "after": after, **more})


def listed(record):
    return Incident.get_or_none(Incident.id == record["id"])


def acts(action):
    return list(AuditEntry.select().where(AuditEntry.action == action))


def test_an_item_with_an_unknown_trip_is_assigned_and_stands_on_that_trip_everywhere(
    holds, as_role, todays_trip, exported
):
    knee = grazed_knee("a-trip-of-last-year", what_happened="Fell at the moat")
    n, office = holds(knee), as_role("office")
    assert listed(knee).trip is None
    as_filed = list(Record.select().where(Record.envelope == n).dicts())

    answer = decides(office, n, "assigned", trip=todays_trip)

    assert answer.status_code == 302
    assert listed(knee).trip == todays_trip
    assert f"/office/incidents/{knee['id']}" in office.get(f"/office/trips/{todays_trip}").text
    assert "assigned it to Castle visit" in office.get(f"/office/incidents/{knee['id']}").text
    assert decisions.placed(Trip.get_by_id(todays_trip).school_id) == {n: todays_trip}
    # The record is as it was filed, and so is the contract of the export.
    assert list(Record.select().where(Record.envelope == n).dicts()) == as_filed
    [line] = exported()
    assert (line["state"], line["reason"], line["trip"]) == ("held", "trip.unknown", "a-trip-of-last-year")
    assert line["decided"] == {"answer": "assigned", "trip": todays_trip, "staff": None, "counts": None}
    assert [line["n"] for line in exported("--trip", todays_trip)] == [n]
    # It waits for nobody any more, and the log says who decided, without their words.
    assert f"/office/held/{n}" not in office.get("/office").text
    assert f"/office/held/{n}" not in office.get("/office/held").text
    assert WHY not in "".join(entry.details for entry in acts("held.decided"))
    assert "Castle visit" in office.get("/office/held?show=decided").text
    page = office.get(f"/office/held/{n}").text
    assert WHY in page
    assert "Elin Morgan assigned it to Castle visit" in page


def test_a_photo_and_a_call_follow_the_trip_and_the_person_they_are_assigned_to(phone, as_role, todays_trip, holds):
    Photographer(phone, "gone").writes(jpeg(), purpose="display")
    call = {**use("gone"), "actor": {"staff": str(uuid.uuid4()), "how": "session", "typed_name": None}}
    n, head = holds(call), as_role("headteacher")
    tom = Staff.get(Staff.name == "Tom Hargreave").id

    decides(head, 1, "assigned", trip=todays_trip, staff=tom)
    decides(head, n, "assigned", trip=todays_trip, staff=tom)

    assert [(row.trip, row.staff) for row in Photo.select()] == [(todays_trip, tom)]
    assert [(row.trip, row.staff, row.author) for row in OwnPhoneUse.select()] == [(todays_trip, tom, tom)]
    assert "assigned it to Castle visit and to Tom Hargreave" in head.get(f"/office/held/{n}").text


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"v": 9}, "version.unknown"), ({"body": ODD}, "body.invalid"), ({"kind": "weather.noted"}, "kind.unknown")],
)
def test_what_does_not_fit_is_accepted_as_it_is_and_goes_where_it_fits(holds, as_role, todays_trip, change, reason):
    record = {**grazed_knee(todays_trip), **change}
    n, head = holds(record), as_role("headteacher")
    assert listed(record) is None

    assert decides(head, n, "accepted").status_code == 302

    assert Opening.get_by_id(n).reason == reason
    assert (listed(record) is not None) == (reason != "kind.unknown")
    if listed(record):
        page = head.get(f"/office/incidents/{record['id']}")
        assert page.status_code == 200
        assert "accepted it as it is" in page.text


def test_what_is_askew_in_every_way_fails_no_page_once_accepted(holds, as_role, todays_trip):
    body = {"category": ["x"], "severity": 7, "position": "here", "happened_about": {}, "follow_up_needed": []}
    record = {**grazed_knee(todays_trip), "body": {**body, "place": {"a": 1}, "pupils": 3}}
    n, head = holds(record), as_role("headteacher")

    decides(head, n, "accepted")

    assert listed(record).category == "unknown"
    assert head.get(f"/office/incidents/{record['id']}").status_code == 200
    assert head.get(f"/office/trips/{todays_trip}").status_code == 200
    # Nobody knows what it is about: nobody but the headteacher reads it.
    office = as_role("office")
    assert "Your role does not open" in office.get(f"/office/incidents/{record['id']}").text


def test_what_nobody_could_read_is_kept_as_evidence_and_nothing_else(phone, as_role):
    phone.sends(phone.files(grazed_knee(), kid="0123456789abcdef"))
    office = as_role("network_manager")
    sealed = bytes(db.execute_sql("SELECT sealed FROM envelope_bytes").fetchone()[0])

    assert decides(office, 1, "accepted").status_code == 422
    assert decides(office, 1, "kept").status_code == 302

    assert bytes(db.execute_sql("SELECT sealed FROM envelope_bytes").fetchone()[0]) == sealed
    assert "Callum Reid kept it as evidence" in office.get("/office/held/1").text


def test_a_reason_is_asked_for_and_what_was_chosen_stays(holds, as_role, todays_trip):
    n, office = holds(grazed_knee("gone")), as_role("office")

    answer = decides(office, n, "assigned", trip=todays_trip, reason="  ")
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert f'value="{todays_trip}" selected' in answer.text
    nowhere = decides(office, n, "assigned")
    assert nowhere.status_code == 422
    assert "Choose a trip, or who wrote it" in nowhere.text
    assert WHY in nowhere.text
    assert decides(office, n, "accepted", trip=todays_trip).status_code == 422
    assert decides(office, n, "burnt").status_code == 422
    assert decides(office, n, "kept", reason="x" * 1001).status_code == 422
    assert office.post(f"/office/held/{n}", data={}).status_code == 422
    assert not HeldDecision.select().exists()


def test_it_is_assigned_to_nothing_of_the_neighbours_and_nobody_of_theirs_decides(app, holds, as_role):
    next_door = accounts.add_school("Next door")
    theirs = Trip.create(
        school=next_door, title="Pier", place="Pier", starts_on="2026-06-12", ends_on="2026-06-12", made_at=0
    )
    finch = accounts.add_staff(next_door, "Mr Finch", "finch@nextdoor.example", PASSWORD)
    accounts.give_role(finch, "office")
    client = app.test_client()
    client.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})
    # A record that names a trip of the neighbour's is held here, and is none of theirs.
    n, office = holds(grazed_knee(theirs.id)), as_role("office")

    assert "Names a trip that is not in the list" in office.get(f"/office/held/{n}").text
    assert decides(office, n, "assigned", trip=theirs.id).status_code == 422
    assert decides(office, n, "assigned", staff=finch.id).status_code == 422
    for answer in (
        client.get(f"/office/held/{n}"),
        decides(client, n, "kept"),
        client.post(f"/office/held/{n}/try-again"),
        client.get(f"/office/held/{n}/versions"),
    ):
        assert answer.status_code == 404
    assert not HeldDecision.select().exists()


def test_whoever_may_not_read_it_does_not_decide_and_other_roles_see_none_of_it(holds, as_role):
    n = holds(grazed_knee("gone", category="safeguarding"))

    assert decides(as_role("office"), n, "accepted").status_code == 422
    assert decides(as_role("trip_leader"), n, "accepted").status_code == 403
    about_staff = holds(grazed_knee("gone", category="allegation"))
    assert decides(as_role("dsl"), about_staff, "kept").status_code == 404
    assert not HeldDecision.select().exists()
    assert decides(as_role("dsl"), n, "accepted").status_code == 302
    # Why can tell of what is in it.
    shown = as_role("office").get(f"/office/held/{n}").text
    assert "Daniel Okoro accepted it as it is" in shown
    assert WHY not in shown


def test_a_form_sent_twice_is_one_decision(holds, as_role, todays_trip):
    n, office = holds(grazed_knee("gone")), as_role("office")

    for _ in range(2):
        assert decides(office, n, "assigned", trip=todays_trip).status_code == 302

    assert HeldDecision.select().count() == 1
    assert len(acts("held.decided")) == 1


def test_the_second_sees_the_firsts_decision_and_may_add_one_on_top_knowingly(holds, as_role, todays_trip):
    knee = grazed_knee("gone")
    n, office, dsl = holds(knee), as_role("office"), as_role("dsl")
    decides(office, n, "assigned", trip=todays_trip)

    second = decides(dsl, n, "kept", reason="It was another school’s phone")

    assert second.status_code == 409
    assert "Somebody decided before you" in second.text
    assert "Elin Morgan assigned it to Castle visit" in second.text
    assert WHY in second.text
    assert "another school’s phone" in second.text
    first = HeldDecision.get()
    assert f'name="after" type="hidden" value="{first.n}"' in second.text
    assert listed(knee).trip == todays_trip

    assert decides(dsl, n, "kept", after=first.n, reason="It was another school’s phone").status_code == 302
    assert [row.answer for row in decisions.of_item(n)] == ["kept", "assigned"]
    assert listed(knee).trip is None


def test_of_two_who_decide_at_the_same_moment_one_sees_the_others_decision(app, holds, todays_trip):
    knee = grazed_knee("gone")
    n, ready = holds(knee), threading.Barrier(2)
    browsers = {role: sign_in(app.test_client(), role) for role in ("office", "dsl")}

    def presses(role):
        ready.wait(30)
        return role, decides(browsers[role], n, "kept", reason=f"Decided by the {role}")

    with ThreadPoolExecutor(2) as people:
        answers = dict(people.map(presses, browsers))

    assert sorted(answer.status_code for answer in answers.values()) == [302, 409]
    [only] = HeldDecision.select()
    overtaken = next(answer for answer in answers.values() if answer.status_code == 409)
    assert only.reason in overtaken.text


def test_what_was_decided_is_never_changed(holds, as_role):
    n = holds(grazed_knee("gone"))
    decides(as_role("office"), n, "kept")

    for statement in ("UPDATE held_decision SET reason = ''", "DELETE FROM held_decision"):
        with pytest.raises(peewee.DatabaseError):
            db.execute_sql(statement)


def test_trying_again_opens_what_can_be_read_by_now_and_lists_it(app, holds, as_role, todays_trip):
    record = {**grazed_knee(todays_trip), "v": 9}
    n, office = holds(record), as_role("office")
    here, heard = app.extensions["lanyard.registry"], []
    kinds = here.kinds
    here.when_opened.append(heard.append)

    writer = app.extensions["lanyard.writer"]
    # As on a running server: another thread writes.
    writer.start()
    still = office.post(f"/office/held/{n}/try-again", follow_redirects=True)
    kinds["incident.reported", 9] = kinds["incident.reported", 1]
    opened = office.post(f"/office/held/{n}/try-again")
    writer.stop()

    assert "It is still held: It was written by a newer version" in still.text

    assert opened.location == f"/office/incidents/{record['id']}"
    assert Opening.get_by_id(n).state == "opened"
    assert listed(record).trip == todays_trip
    assert [json.loads(entry.details) for entry in acts("held.tried_again")] == [{"held": True}, {"held": False}]
    assert [fact.id for fact in heard] == [record["id"]]
    # Pressed again, and decided by somebody who still has the page open: nothing more happens.
    assert office.post(f"/office/held/{n}/try-again").status_code == 302
    assert decides(office, n, "kept").status_code == 302
    assert not HeldDecision.select().exists()


def test_trying_again_finds_a_trip_that_is_in_the_list_by_now(holds, as_role, todays_trip):
    knee = grazed_knee("d9c3")
    n, trip = holds(knee), Trip.get_by_id(todays_trip)
    Trip.insert({**trip.__data__, "id": "d9c3"}).execute()

    as_role("office").post(f"/office/held/{n}/try-again")

    assert Opening.get_by_id(n).state == "opened"
    assert (listed(knee).trip, Incident.select().count()) == ("d9c3", 1)


def test_trying_again_tells_nobody_twice_of_what_stays_held(app, holds, as_role):
    heard = []
    app.extensions["lanyard.registry"].when_held.append(heard.append)
    n = holds({**grazed_knee(), "v": 9})

    as_role("dsl").post(f"/office/held/{n}/try-again")

    assert len(heard) == 1


def test_a_report_of_somebody_who_left_or_signed_wrong_is_opened_and_says_so(phone, as_role, todays_trip):
    tom = Staff.get(Staff.name == "Tom Hargreave")
    Staff.update(is_active=False).where(Staff.id == tom.id).execute()
    knee = grazed_knee(todays_trip)
    knee["actor"] = {**knee["actor"], "staff": tom.id, "how": "session"}
    phone.sends(phone.files({**knee, "sig": "A" * 86}))

    assert Opening.get().state == "opened"
    assert (
        "Tom Hargreave, signed in on Phone 3. Author not verified."
        in as_role("office").get(f"/office/incidents/{knee['id']}").text
    )


def test_the_list_holds_what_one_may_see_and_counts_no_more(app, phone, as_role, holds):
    ruth = Staff.get(Staff.name == "Ruth Adeyemi").id
    own = {"actor": {"staff": ruth, "how": "session", "typed_name": None, "unlocked_by": None}}
    for record in (
        grazed_knee("gone"),
        grazed_knee("gone", category="safeguarding"),
        grazed_knee("gone", category="allegation"),
        {**grazed_knee(), "kind": "search.made"},
        {**use("gone"), **own},
        {**use("gone"), "actor": {**own["actor"], "staff": None, "typed_name": "Mrs Adeyemi"}},
        use("gone"),
    ):
        holds(record)
    phone.sends(phone.files(grazed_knee(), kid="0123456789abcdef"))
    every = list(Envelope.select(Envelope.n).tuples())

    for role in ("office", "dsl", "headteacher", "network_manager", "chair"):
        client = as_role(role)
        shown = {n for (n,) in every if f'/office/held/{n}"' in client.get("/office/held").text}
        may = {n for (n,) in every if client.get(f"/office/held/{n}").status_code == 200}
        assert shown == may, role
        assert f"To decide: {len(may)}" in client.get("/office/held").text
    assert shown == {5, 6}


def test_the_pages_ask_little_however_much_is_held(phone, as_role, monkeypatch):
    monkeypatch.setattr(held_queries, "A_PAGE", 4)
    office, asked, execute = as_role("office"), [], type(db).execute_sql
    phone.sends(*(phone.files(grazed_knee("gone")) for _ in range(9)))
    decides(office, 9, "kept")

    def counts(self, sql, *more):
        asked.append(sql)
        return execute(self, sql, *more)

    monkeypatch.setattr(type(db), "execute_sql", counts)
    pages = {}
    for address in ("/office/held", "/office/held?page=2", "/office/held?show=decided", "/office/held/9"):
        asked.clear()
        pages[address] = office.get(address).text
        assert len([sql for sql in asked if sql.startswith("SELECT")]) <= 12, asked

    assert "Page 1 of 2" in pages["/office/held"]
    assert '/office/held/4"' in pages["/office/held?page=2"]
    for page in ("0", "-1", "99", "x", "9" * 40):
        assert office.get(f"/office/held?page={page}").status_code == 200
