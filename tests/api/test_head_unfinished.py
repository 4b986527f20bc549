"""What came of a report before anybody knew that it is about the headteacher is the chair's with it."""

from __future__ import annotations

import json

import pytest

from server.alerts.models import Alert, AlertRecipient
from server.custody.holds import held_for_police
from server.custody.models import PoliceHold
from server.foundation import clock
from server.incidents.chronology_models import ChronologyItem
from server.incidents.head_models import HeadConcern
from server.incidents.models import Incident, IncidentPupil
from server.intake.models import Opening
from server.trips.models import TripPupil
from tests.api.alerted import school_id
from tests.api.check_offs import Desk, goes_alone
from tests.api.flask_wire import comes, protocol_client
from tests.api.later import page_of
from tests.cast import sign_in

DRAFTED, SECRET = "CANARY as it stood", "CANARY he shouted at a pupil"
CHAIRS = "/office/chair"


@pytest.fixture
def client(app, run):
    """The client of the protocol, as Phone 3."""
    return protocol_client(app, run("enrol-code", "--phone", "Phone 3").output.strip())


@pytest.fixture
def trip(client):
    """Today's."""
    return client.card["trip"]["id"]


@pytest.fixture
def draft(client, trip):
    """`draft(category=...)` comes unfinished, for everybody; answers its plaintext."""

    def send(**body):
        pupil = TripPupil.select().where(TripPupil.trip == trip).first().pupil
        named = f"{pupil.first_name} {pupil.last_name}"
        plaintext = client.plaintext({"what_happened": DRAFTED, "pupils": named, **body}, trip)
        comes(client, numbered(client, plaintext, "draft", trip))
        return plaintext

    return send


def numbered(client, plaintext, kind, trip):
    """One on the main chain, to the school's key."""
    sealed = client.seals(kind, plaintext["id"], json.dumps(plaintext).encode())
    return client.numbers(kind, plaintext["id"], trip, sealed)


def finish(client, plaintext):
    """The same report, finished and about the headteacher: apart."""
    body = {**plaintext["body"], "category": "allegation", "about": "headteacher", "what_happened": SECRET}
    sealed = client.seals("record", plaintext["id"], json.dumps({**plaintext, "body": body}).encode(), use="chair")
    comes(client, client.numbers("record", plaintext["id"], None, sealed, use="chair", is_apart=True))


def pages(trip, record):
    """Where the head or the office might read of it."""
    places = ("", "/board/incidents", "/board/announced", "/board/held", "/board/alerts_open", "/report", "/check-off")
    trips = [f"/office/trips/{trip}{place}" for place in places]
    return ["/office", "/office/incidents", "/office/alerts", "/office/held", *trips, page_of(record, "report")]


@pytest.mark.parametrize("category", [None, "allegation"])
@pytest.mark.parametrize("role", ["headteacher", "office", "dsl"])
def test_what_came_unfinished_is_the_chairs_once_the_finished_one_is(as_role, client, draft, exported, category, role):
    trip = client.card["trip"]["id"]
    somebody = as_role(role)
    report = draft(**({"category": category} if category else {}))
    assert Incident.select().where(Incident.id == report["id"]).exists()
    [alert] = Alert.select().where(Alert.subject == report["id"])

    finish(client, report)

    assert somebody.get(page_of(report["id"])).status_code == 404
    for address in pages(trip, report["id"]):
        text = somebody.get(address).text
        assert DRAFTED not in text, address
        assert report["id"] not in text, address
    assert somebody.get(f"/office/alerts/{alert.id}").status_code == 404
    assert report["id"] not in [line["id"] for line in exported()]
    assert not IncidentPupil.select().where(IncidentPupil.incident == report["id"]).exists()
    assert not AlertRecipient.select().where(AlertRecipient.alert == alert.id).exists()
    assert Alert.get_by_id(alert.id).due_at is None


def test_the_chair_reads_both(app, client, draft):
    report = draft(category="allegation")
    finish(client, report)

    [concern] = HeadConcern.select()
    read = sign_in(app.test_client(), "chair").get(f"{CHAIRS}/{concern.id}").text
    assert DRAFTED in read
    assert SECRET in read


def test_a_part_of_it_that_comes_late_or_is_opened_again_is_the_chairs_too(client, trip, draft):
    report = draft()
    finish(client, report)
    body = {**report["body"], "what_happened": f"{DRAFTED}, later"}
    late = numbered(client, {**report, "body": body}, "draft", trip)
    comes(client, late)

    assert Opening.get_by_id(late.n).state == "chair"
    assert not Incident.select().where(Incident.id == report["id"]).exists()


def test_what_had_come_about_it_is_the_chairs_as_what_comes_after_is(app, client, trip, draft, exported):
    report = draft()
    body = {"incident": report["id"], "written_at": clock.as_text(clock.now()), "words": "CANARY of the office"}
    about = client.plaintext({}, trip, kind="incident.followed_up", body=body)
    item = numbered(client, about, "record", trip)
    comes(client, item)

    finish(client, report)

    assert Opening.get_by_id(item.n).state == "chair"
    assert not ChronologyItem.select().where(ChronologyItem.incident == report["id"]).exists()
    assert {row.record for row in HeadConcern.select()} == {report["id"], about["id"]}
    assert about["id"] not in [line["id"] for line in exported()]
    chair = sign_in(app.test_client(), "chair")
    theirs = HeadConcern.get(HeadConcern.record == about["id"])
    assert "CANARY of the office" in chair.get(f"{CHAIRS}/{theirs.id}").text


def test_a_report_that_came_finished_for_everybody_is_hidden_by_no_later_one_of_its_id(client, as_role):
    item = client.files({"category": "injury", "what_happened": "Fell"})
    comes(client, item)
    finish(client, client.plaintext({}, None, id=item.header["id"]))

    assert "Fell" in as_role("headteacher").get(page_of(item.header["id"])).text


def test_a_trip_that_was_signed_with_it_is_as_it_was_signed_and_nothing_says_otherwise(
    client, trip, draft, as_role, run
):
    goes_alone(trip)
    report = draft(category="injury", severity="minor")
    desk = Desk(as_role("office"), trip)
    desk.says_it_is_back(time="00:00")
    desk.explains()
    assert "The trip is signed off" in desk.signs()
    assert (before := run("trip", "verify", "--trip", trip)).exit_code == 0

    finish(client, report)

    assert run("trip", "verify", "--trip", trip).output == before.output


def test_what_the_police_have_something_of_keeps_its_hold(app, client, trip, draft, as_role):
    report = draft(category="injury")
    at = clock.as_text(clock.now())
    follow_up = {"incident": report["id"], "written_at": at, "words": "The phone was found"}
    item = {"incident": report["id"], "written_at": at, "taken_at": at, "thing": "phone", "whose": "Maya Brown"}
    records = [("incident.followed_up", follow_up), ("item.confiscated", item)]
    about, taken = (client.plaintext({}, trip, kind=kind, body=body) for kind, body in records)
    comes(client, *(numbered(client, one, "record", trip) for one in (about, taken)))
    with app.app_context():
        PoliceHold.insert(school=school_id(), item=taken["id"], because="x", held_at=clock.now()).execute()
        before = held_for_police(school_id())

    finish(client, report)

    with app.app_context():
        assert held_for_police(school_id()) == before
    assert {report["id"], about["id"]} <= before
    assert as_role("headteacher").get(page_of(report["id"])).status_code == 404
