"""The report of a trip and of an incident: what is in them, for whom, with names and without; each one is noted."""

from __future__ import annotations

import pytest

from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.incidents.chronology import Entry
from server.reconciliation import incident_report
from server.reconciliation.boards import board_of
from server.shell.demo_school import PASSWORD
from server.trips.models import Pupil, TripPupil
from tests.api.check_offs import Desk
from tests.api.later import later, page_of, sends
from tests.api.own_phones import agree
from tests.api.reported import alert, closing, incident, made, numbers_of, of, own_phone_use, school
from tests.cast import CLIENT, STARTED_AT, Phone, address_of, grazed_knee, receipts

SAID = "CANARY words"


@pytest.fixture
def filed(phone, todays_trip):
    """`filed(body)` is an incident on today's trip, reported from Phone 3; its id."""

    def send(**body):
        record = grazed_knee(todays_trip, **body)
        receipts(phone.sends(phone.files(record)))
        return record["id"]

    return send


@pytest.fixture
def on_trip(todays_trip):
    """A pupil on today's trip of whose first name there is no other on it."""
    going = list(Pupil.select().join(TripPupil).where(TripPupil.trip == todays_trip).order_by(Pupil.first_name))
    names = [one.first_name for one in going]
    return next(one for one in going if names.count(one.first_name) == 1)


def report_of(trip):
    return f"/office/trips/{trip}/report"


def of_incident(id_, names="without"):
    return f"/office/incidents/{id_}/report?names={names}"


def test_a_trips_numbers_are_those_of_its_board_and_of_what_came(phone, filed, todays_trip, as_role):
    filed()
    filed(severity="serious")
    phone.next_seq += 1
    phone.files(grazed_knee(todays_trip))
    phone.reports()
    own_phone_use(trip=todays_trip, flags="no_agreement")
    own_phone_use(trip=todays_trip, of="headteacher")
    agree(todays_trip)
    agree(todays_trip, "headteacher")
    alert(trip=todays_trip, is_apart=True)
    numbers = numbers_of(as_role("office"), f"{report_of(todays_trip)}.csv")
    board = board_of(school(), todays_trip)
    told = [of(numbers, "What the phones had", line) for line in ("Announced", "Arrived", "Missing", "Held to check")]
    assert told == [str(number) for number in (board.announced, board.arrived, board.missing, board.held)]
    assert told == ["3", "2", "1", "0"]
    for one in board.phones:
        cells = [of(numbers, "Phones", one.name, name) for name in ("Announced", "Arrived", "Missing", "Held")]
        assert cells == [str(number) for number in (one.announced, one.arrived, len(one.missing), one.held)]
    assert of(numbers, "Incidents", "Injury", "Together") == "2"
    assert of(numbers, "Incidents and what came of them", "Open") == "2"
    own = ("Used", "Of those with no agreement then", "Agreements to use one")
    assert [of(numbers, "Own phones", line) for line in own] == ["1", "1", "1"]
    assert of(numbers, "Alerts", "Raised") == "1"


def test_what_was_explained_stands_beside_its_gap_and_a_call_shows_to_whom_it_concerns(filed, todays_trip, as_role):
    filed()
    own_phone_use(trip=todays_trip, flags="no_agreement")
    office = Desk(as_role("office"), todays_trip)
    office.says_it_is_back(time="00:00")
    office.explains("Seen to at the coach.")
    pages = {role: as_role(role).get(report_of(todays_trip)).text for role in ("office", "evc", "dsl")}
    # Until it is signed, the words are for those who sign; nor does everybody know of calls.
    assert ["Seen to at the coach." in page for page in pages.values()] == [True, True, False]
    assert ["has no agreement" in page for page in pages.values()] == [True, False, False]
    office.signs()
    assert "Explained by Elin Morgan" in as_role("dsl").get(report_of(todays_trip)).text


@pytest.mark.parametrize(
    ("role", "status"),
    [("office", 200), ("dsl", 200), ("slt", 200), ("evc", 200), ("trip_leader", 200), ("staff", 403), ("chair", 403)],
)
def test_who_reads_a_trips_report_and_that_it_was_made_is_noted(todays_trip, as_role, role, status):
    client = as_role(role)
    assert [client.get(f"{report_of(todays_trip)}{end}").status_code for end in ("", ".csv")] == [status, status]
    assert [one["form"] for one in made("report.trip_made")] == (["page", "csv"] if status == 200 else [])


def test_pupils_are_counted_and_named_only_where_that_is_asked_for(todays_trip, on_trip, as_role):
    office, name = as_role("office"), f"{on_trip.first_name} {on_trip.last_name}"
    page = office.get(report_of(todays_trip)).text
    assert (name in page, "32 pupils" in page, "Not over yet" in page) == (False, True, True)
    assert name in office.get(f"{report_of(todays_trip)}?pupils=by-name").text
    assert [one["pupils"] for one in made("report.trip_made")] == ["counted", "by-name"]


def test_own_phones_and_staff_concerns_are_told_only_to_whom_they_concern(todays_trip, as_role):
    incident("allegation", "serious", trip=todays_trip)
    own_phone_use(trip=todays_trip)
    numbers = {
        role: numbers_of(as_role(role), f"{report_of(todays_trip)}.csv") for role in ("dsl", "slt", "headteacher")
    }
    sees_uses = [role for role, told in numbers.items() if ("Own phones", "Used", "Number") in told]
    kind = ("Incidents", "Concern about a member of staff", "Together")
    assert sees_uses == ["slt", "headteacher"]
    assert [role for role, told in numbers.items() if kind in told] == ["headteacher"]


def test_alerts_tell_how_fast_they_were_taken_up(todays_trip, as_role):
    for minutes in (1, 3, 70):
        alert(trip=todays_trip, took_minutes=minutes)
    alert(trip=todays_trip, is_late=True)
    numbers = numbers_of(as_role("office"), f"{report_of(todays_trip)}.csv")
    lines = (
        "Raised",
        "Taken up",
        "Not taken up in time",
        "Taken up within, half of them",
        "Taken up within, the slowest",
    )
    assert [of(numbers, "Alerts", line) for line in lines] == ["4", "3", "1", "3 min", "1 h 10 min"]


def test_an_incidents_report_without_names_has_none_that_the_school_knows(filed, on_trip, as_role, monkeypatch):
    first, last = on_trip.first_name, on_trip.last_name
    id_ = filed(
        what_happened=f"{first} {last[0]}. fell. {first.upper()}'s mum came, 07700 900123.",
        pupils=f"{first} {last}",
        who_was_told="Miss Malik, by e-mail to m.malik@wrenfield.example",
    )
    closing(id_, f"Keep {first} away from the edge.", outcome="All well")
    entry = Entry(clock.now(), "Alert opened", "Daniel Okoro", f"Spoke to {first}")
    monkeypatch.setattr(incident_report, "chronology_of", lambda *_: [entry])
    dsl = as_role("dsl")
    page = dsl.get(of_incident(id_)).text
    for words in (
        "Pupil A fell. Pupil A",
        "Spoke to Pupil A",
        "Keep Pupil A away",
        "All well",
        "[number]",
        "Read it before",
    ):
        assert words in page
    report = page[page.index("What was written") :].partition("</main>")[0]
    assert [words for words in (first, last, "Malik", "Okoro", "07700", "wrenfield.example") if words in report] == []
    named = dsl.get(of_incident(id_, "with")).text
    assert [
        words for words in (f"{first} {last}", "Miss Malik", "Daniel Okoro", "07700 900123") if words not in named
    ] == []
    assert [one["names"] for one in made("report.incident_made")] == ["without", "with"]
    assert not any(first in row.details or last in row.details for row in AuditEntry.select())


@pytest.mark.parametrize(
    ("category", "role", "status"),
    [
        ("safeguarding", "dsl", 200),
        ("safeguarding", "office", 403),
        ("allegation", "headteacher", 200),
        ("allegation", "dsl", 404),
        ("injury", "trip_leader", 200),
        ("injury", "staff", 404),
        (None, "office", 403),
    ],
)
def test_in_either_form_it_is_for_those_who_may_read_what_was_written(filed, as_role, category, role, status):
    id_, client = filed(category=category, what_happened=SAID), as_role(role)
    answers = [client.get(of_incident(id_, names)) for names in ("with", "without")]
    assert [answer.status_code for answer in answers] == [status, status]
    assert [SAID in answer.text for answer in answers] == [status == 200] * 2
    assert len(made("report.incident_made")) == (2 if status == 200 else 0)


def test_any_other_way_to_ask_for_names_is_no_address(filed, as_role):
    assert as_role("dsl").get(of_incident(filed(), "some")).status_code == 404
    assert as_role("dsl").get(of_incident("nobody")).status_code == 404


def test_a_closing_that_mentions_another_incident_stands_in_its_own_report_alone(filed, as_role):
    knee, concern, dsl = filed(), filed(category="safeguarding"), as_role("dsl")
    ended = {"outcome": f"CANARY, see /office/incidents/{knee}", "lessons": "CANARY too"}
    assert sends(dsl, page_of(concern, "close"), **ended).status_code == 302
    assert "CANARY too" in dsl.get(of_incident(concern)).text
    pages = [
        as_role(role).get(of_incident(knee, names)).text for role in ("dsl", "office") for names in ("with", "without")
    ]
    assert not [page for page in pages if "CANARY" in page]
    sends(dsl, page_of(knee, "close"), outcome="Cleaned", lessons="Tie laces")
    sends(dsl, page_of(concern, "follow-up"), words=f"As in {knee}")
    report = dsl.get(of_incident(knee, "with")).text
    assert ("Cleaned" in report, "Tie laces" in report, "CANARY" in report) == (True, True, False)


def test_what_a_phone_says_of_a_closing_is_no_outcome_an_own_phone_neither(filed, phone, app, as_role):
    id_, own = filed(), Phone(app.test_client(), "")
    own.key = own.client.get("/app/start.json").json["keys"][0]
    tom = {"email": address_of("staff"), "password": PASSWORD}
    assert own.client.post("/api/own-phone/sign-in", json=tom, headers=CLIENT).status_code == 200
    closing(id_, "Tie laces", outcome="Cleaned")
    for one in (own, phone):
        said = later("incident.closed", id_, STARTED_AT, closed_at=STARTED_AT, outcome="CANARY", lessons="CANARY")
        receipts(one.sends(one.files(said)))
    dsl = as_role("dsl")
    assert dsl.get(page_of(id_)).text.count("a phone says") == 2
    outcome = dsl.get(of_incident(id_, "with")).text.partition('id="outcome"')[2]
    assert ("Cleaned" in outcome, "Tie laces" in outcome, "CANARY" in outcome) == (True, True, False)
