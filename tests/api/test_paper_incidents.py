"""An incident written on a trip sheet: typed in by the office, filed as whoever wrote it, told like any other."""

from __future__ import annotations

import json

import pytest

from server.accounts import actions as accounts
from server.alerts.models import AlertRecipient
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.incidents.head_models import HeadConcern
from server.incidents.models import Incident
from server.intake.models import Authorship, Chain, Envelope, Record
from server.trips.models import Trip, TripJoiner
from tests.api.own_phones import staff_id
from tests.api.paper_form import BUMP
from tests.api.test_head_invisible import seen
from tests.cast import grazed_knee

SECRET = "CANARY he shouted at a pupil"
pytestmark = pytest.mark.usefixtures("afternoon")


@pytest.fixture
def page(todays_trip):
    return f"/office/trips/{todays_trip}/paper"


def test_it_is_filed_as_whoever_wrote_it_and_says_who_typed_it(enters, as_role, exported, todays_trip, run):
    answer = enters()

    assert answer.location == f"/office/trips/{todays_trip}"
    [line] = exported()
    assert (line["state"], line["kind"], line["phone"], line["trip"]) == (
        "opened",
        "incident.reported",
        None,
        todays_trip,
    )
    assert line["actor"] == {"staff": staff_id("staff"), "how": "paper", "typed_name": None, "unlocked_by": None}
    body = line["body"]
    assert (body["written_on"], body["typed_by"], body["what_happened"]) == ("paper", staff_id("office"), BUMP)
    assert (body["category"], body["severity"], body["about"], body["follow_up_needed"]) == (
        "injury",
        "minor",
        None,
        True,
    )
    assert clock.from_text(body["written_about_at"]).astimezone(clock.SCHOOL_TIME).strftime("%H:%M") == "14:45"
    row = Incident.get()
    assert (row.author, row.author_how, row.needs_follow_up) == (staff_id("staff"), "paper", True)
    shown = as_role("dsl").get(f"/office/incidents/{row.id}").text
    assert "Tom Hargreave, on paper, " in shown
    assert "Typed in by Elin Morgan." in shown
    assert "Author not verified" not in shown
    assert "own phone" not in shown
    assert "On paper" in as_role("dsl").get(f"/office/trips/{todays_trip}").text
    acts = {entry.action: entry.actor for entry in AuditEntry.select().where(AuditEntry.subject == row.id)}
    assert acts["record.filed_in_office"] == staff_id("office")
    assert run("audit", "verify").exit_code == 0


def test_it_is_told_like_one_from_a_phone(enters, phone, todays_trip):
    def told():
        return sorted((row.staff_id, row.role, row.alert.urgency) for row in AlertRecipient.select())

    enters(severity="critical")
    on_paper = told()
    AlertRecipient.delete().execute()
    phone.sends(phone.files(grazed_knee(todays_trip, severity="critical")))

    assert on_paper == told() != []


def test_a_concern_about_staff_is_its_writers_and_goes_to_the_headteacher_alone(enters, as_role, todays_trip):
    """The office typed what the DSL wrote: the DSL is the author, and neither of them reads it afterwards."""
    enters(wrote=staff_id("dsl"), category="allegation", about="staff")

    row = Incident.get()
    assert row.author == staff_id("dsl")
    assert {one.staff_id for one in AlertRecipient.select()} == {staff_id("headteacher")}
    for role in ("office", "dsl"):
        assert as_role(role).get(f"/office/incidents/{row.id}").status_code == 404
        assert row.id not in as_role(role).get(f"/office/trips/{todays_trip}").text
    assert "Daniel Okoro, on paper" in as_role("headteacher").get(f"/office/incidents/{row.id}").text


def test_about_the_headteacher_it_is_locked_for_the_chair_and_in_nobody_elses_sight(
    app, enters, as_role, exported, caplog
):
    enters()  # Something ordinary first, so that the office's own numbers have begun.
    others = {role: as_role(role) for role in ("headteacher",)}
    before = {role: seen(app, browser) for role, browser in others.items()}
    lines = exported()
    record = "6a0b2a52-3a7e-4b1c-9d5e-0f4a6c1b2d3e"

    told = enters(record=record, category="allegation", about="headteacher", what_happened=SECRET)
    again = enters(record=record, category="allegation", about="headteacher", what_happened=SECRET)

    assert (told.status_code, again.status_code) == (302, 302)
    [concern] = HeadConcern.select()
    envelope = Envelope.get_by_id(concern.n)
    assert (envelope.trip, envelope.seq, Chain.get_by_id(envelope.chain).is_apart) == (None, 1, True)
    assert not Record.select().where(Record.id == envelope.id).exists()
    assert not Authorship.select().where(Authorship.record == envelope.id).exists()
    assert exported() == lines
    words = [SECRET, envelope.id, envelope.digest, envelope.chain, concern.id]
    for role, browser in others.items():
        after = seen(app, browser)
        assert {address: after[address] for address in before[role]} == before[role], role
        assert not any(word in text for _status, text in after.values() for word in words), role
    entries = list(AuditEntry.select())
    assert not any(word in f"{one.subject} {one.details}" for one in entries for word in words)
    assert not any(word in caplog.text for word in words)
    assert {row.staff_id for row in AlertRecipient.select().where(AlertRecipient.role == "chair")} == {
        staff_id("chair")
    }
    shown = as_role("chair").get(f"/office/chair/{concern.id}").text
    assert SECRET in shown
    assert "Tom Hargreave, on paper, " in shown
    assert "Typed in by Elin Morgan" in shown


def test_about_the_headteacher_of_no_kind_it_is_a_concern_about_them_all_the_same(enters, as_role):
    enters(category="not_said", about="headteacher", what_happened=SECRET)

    assert Incident.select().count() == 0
    assert SECRET in as_role("chair").get(f"/office/chair/{HeadConcern.get().id}").text


def test_about_the_headteacher_under_another_kind_is_filed_nowhere_and_stays_typed(enters):
    answer = enters(category="injury", about="headteacher", what_happened=SECRET)

    assert answer.status_code == 422
    assert "Choose “Concern about staff” above" in answer.text
    assert SECRET in answer.text
    assert Envelope.select().count() == 0


def test_where_it_cannot_be_stored_nothing_typed_is_lost(enters, monkeypatch):
    monkeypatch.setattr("server.intake.filing.crypto.LARGEST_RECORD_BYTES", 100)
    answer = enters(what_happened=SECRET)

    assert answer.status_code == 413
    assert SECRET in answer.text
    assert Envelope.select().count() == 0


def test_sent_twice_it_is_filed_once_and_with_other_words_once_more(enters):
    record = "6a0b2a52-3a7e-4b1c-9d5e-0f4a6c1b2d3e"
    enters(record=record)
    enters(record=record)
    assert Incident.select().count() == 1
    enters(record=record, place="Moat")
    enters(record=record, wrote=staff_id("trip_leader"))
    assert Incident.select().count() == 3


@pytest.mark.parametrize(
    ("who", "author", "words"),
    [
        (
            {"wrote": "other", "wrote_name": "Mrs Bell, grandmother"},
            (None, "Mrs Bell, grandmother"),
            "“Mrs Bell, grandmother”",
        ),
        ({"wrote": "not_said"}, (None, None), "The paper does not say who"),
        ({"wrote": "helper"}, (None, "Mr Rowan"), "“Mr Rowan”"),
    ],
)
def test_somebody_without_an_account_is_its_author_by_name(enters, as_role, todays_trip, who, author, words):
    joiner = TripJoiner.create(
        school=Trip.get_by_id(todays_trip).school_id,
        trip=todays_trip,
        part="helper",
        name="Mr Rowan",
        added_at=clock.now(),
        added_by="office",
    )
    enters(**{**who, **({"wrote": f"helper.{joiner.id}"} if who["wrote"] == "helper" else {})})

    actor = json.loads(Record.get().actor)
    assert (actor["staff"], actor["typed_name"], actor["how"]) == (*author, "paper")
    assert words in as_role("dsl").get(f"/office/incidents/{Incident.get().id}").text


def test_a_paper_that_says_next_to_nothing_is_taken(enters):
    days = {f"{name}-{part}": "" for name in ("written_on", "happened_on") for part in ("day", "month", "year")}
    empty = dict.fromkeys(
        ("written_at", "happened_at", "place", "pupils", "what_happened", "what_was_done", "who_was_told"), ""
    )
    unsaid = dict.fromkeys(("wrote", "category", "severity", "follow_up_needed"), "not_said")

    assert enters(**days, **empty, **unsaid).status_code == 302
    row = Incident.get()
    assert (row.category, row.severity, row.happened_at, row.author) == (None, None, None, None)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("wrote", "", "Choose who"),
        ("wrote", "nobody", "Not a valid choice"),
        ("wrote", "other", "Type their name"),
        ("wrote_name", "Mrs Bell", "Choose “Somebody else” above"),
        ("written_on-day", "x", "as numbers"),
        ("happened_on-day", "32", "no such day"),
        ("happened_on-year", "1026", "Check the year"),
        ("happened_on-day", None, "as numbers"),
        ("happened_at", "half past two", "such as 14:32"),
        ("written_at", "25:00", "such as 14:32"),
        ("category", "fire", "Not a valid choice"),
        ("severity", "awful", "Not a valid choice"),
        ("about", "staff", "Choose “Concern about staff” above"),
        ("place", "w" * 201, "at most 200"),
        ("what_happened", f"{BUMP}{'w' * 5001}", "at most 5000"),
    ],
)
def test_a_mistake_is_named_by_its_field_and_the_rest_stays_typed(enters, field, typed, words):
    answer = enters(**{field: typed})

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert words in answer.text
    assert BUMP in answer.text
    assert Incident.select().count() == 0


def test_who_enters_it(enters, as_role, page, app):
    for role in ("office", "dsl", "deputy_dsl", "headteacher", "evc", "trip_leader"):
        assert as_role(role).get(page).status_code == 200, role
    for role in ("staff", "chair", "network_manager", "slt"):
        browser = as_role(role)
        assert browser.get(page).status_code == 403, role
        assert browser.post(page, data={}).status_code == 403, role
        assert page not in browser.get(page.removesuffix("/paper")).text, role
    assert page in as_role("trip_leader").get(page.removesuffix("/paper")).text
    none = "/office/no-trip/paper"
    assert as_role("trip_leader").get(none).status_code == 403
    assert enters(at=none, by=as_role("dsl")).location == "/office/no-trip"
    assert Incident.get().trip is None


def test_next_door_enters_nothing_here(app, page):
    person = accounts.add_staff(
        accounts.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", "wren-otter-lamp-42"
    )
    accounts.give_role(person, "office")
    browser = app.test_client()
    browser.post("/sign-in", data={"email": "finch@nextdoor.example", "password": "wren-otter-lamp-42"})

    for address in (
        page,
        f"{page}/sheet",
        page.replace("/paper", "/sheet"),
        page.replace("/paper", "/sheet/with-names"),
    ):
        assert browser.get(address).status_code == 404, address
    assert browser.post(page, data={}).status_code == 404


def test_a_phone_that_says_paper_is_believed_in_nothing(phone, as_role, todays_trip):
    """Anybody can say so in a record: only what the office itself typed is taken for it."""
    forged = grazed_knee(todays_trip)
    forged["actor"] = {**forged["actor"], "staff": staff_id("dsl"), "how": "paper"}
    phone.sends(phone.files(forged))

    assert "Author not verified" in as_role("dsl").get(f"/office/incidents/{Incident.get().id}").text
