"""Two adults who told of one event: proposed, seen side by side, linked or kept apart; both reports stay."""

from __future__ import annotations

from urllib.parse import urlencode

import peewee
import pytest

from server.accounts import actions as accounts
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.incidents import doubles
from server.incidents.double_models import DoubleDecision
from server.incidents.models import Incident
from server.intake.models import Record
from server.shell.demo_school import PASSWORD
from server.trips.models import Trip
from tests.cast import grazed_knee

WHY = "Tom and Priya both saw it"


@pytest.fixture
def two(phone, new_phone, todays_trip):
    """`two(**body)` has two phones tell of one graze, the second with other words; returns both ids."""
    four = new_phone("Phone 4")
    four.sets_itself_up()

    def tell(one=None, **other):
        told = {"pupils": "Rosa Ellwood", "place": "Moat path", "what_happened": "CANARY she fell"}
        knees = [
            grazed_knee(todays_trip, **{**told, **(one or {})}),
            grazed_knee(todays_trip, **{**told, "place": "by the moat", "what_happened": "CANARY grazed", **other}),
        ]
        for by, knee in zip((phone, four), knees, strict=True):
            by.sends(by.files(knee))
        return tuple(sorted(knee["id"] for knee in knees))

    return tell


def address(pair):
    return f"/office/incidents/doubles?{urlencode(dict(zip(('first', 'second'), pair, strict=True)))}"


def says(client, pair, answer, after=0, reason=WHY):
    return client.post(address(pair), data={"answer": answer, "reason": reason, "after": after})


def school_of(trip):
    return Trip.get_by_id(trip).school_id


def test_a_pair_is_proposed_linked_and_kept_apart_again_and_both_reports_stay(two, as_role, todays_trip):
    pair, office, school = two(), as_role("office"), school_of(todays_trip)
    as_filed = list(Record.select().dicts())
    trip = office.get(f"/office/trips/{todays_trip}").text
    assert "Two adults, one event?" in trip
    assert "Alike: the kind of incident, who it was about, the place." in trip
    assert "Rosa" not in trip
    for incident in pair:
        assert "Two adults, one event?" in office.get(f"/office/incidents/{incident}").text
    assert len(doubles.proposed(school, todays_trip)) == 1
    compared = office.get(address(pair)).text
    assert "CANARY she fell" in compared
    assert "CANARY grazed" in compared
    assert "Phone 4" in compared

    assert says(office, pair, "one").status_code == 302
    assert says(office, pair, "one").status_code == 302
    first = DoubleDecision.get()

    assert (len(doubles.proposed(school, todays_trip)), len(doubles.linked(school, todays_trip))) == (0, 1)
    assert "Linked: one event" in office.get(f"/office/trips/{todays_trip}").text
    assert {row.id for row in Incident.select()} == set(pair)

    # Somebody who did not see it is shown it, and keeps their words; knowingly they may undo it.
    dsl = as_role("dsl")
    overtaken = says(dsl, pair[::-1], "two", reason="One was on the way back")
    assert overtaken.status_code == 409
    assert "Elin Morgan linked them as one event" in overtaken.text
    assert "on the way back" in overtaken.text
    assert says(dsl, pair, "two", after=first.n, reason="One was on the way back").status_code == 302
    assert (doubles.proposed(school, todays_trip), doubles.linked(school, todays_trip)) == ([], [])
    assert "Two adults" not in dsl.get(f"/office/trips/{todays_trip}").text
    assert "Two events" in dsl.get(f"/office/incidents/{pair[0]}").text
    assert [entry.actor for entry in AuditEntry.select().where(AuditEntry.action == "incidents.one_event_decided")] == [
        first.decided_by,
        DoubleDecision.get(DoubleDecision.after_n == first.n).decided_by,
    ]
    assert list(Record.select().dicts()) == as_filed
    with pytest.raises(peewee.DatabaseError):
        db.execute_sql("DELETE FROM double_decision")


def test_a_pair_is_seen_by_whoever_may_see_both_and_decided_by_whoever_may_read_both(two, as_role, todays_trip):
    pair = two(one={"category": "safeguarding"}, category="safeguarding")

    assert "CANARY" not in as_role("office").get(address(pair)).text
    assert says(as_role("office"), pair, "one").status_code == 422
    assert as_role("staff").get(address(pair)).status_code == 404
    assert says(as_role("staff"), pair, "one").status_code == 404
    assert not DoubleDecision.select().exists()
    assert says(as_role("dsl"), pair, "one").status_code == 302
    for page in (address(pair), f"/office/trips/{todays_trip}"):
        assert WHY not in as_role("office").get(page).text


def test_two_concerns_about_staff_are_in_nobodys_number_and_seen_by_the_headteacher_alone(two, as_role, todays_trip):
    pair = two(one={"category": "allegation"}, category="allegation")

    for role in ("office", "dsl", "trip_leader"):
        assert "Two adults" not in as_role(role).get(f"/office/trips/{todays_trip}").text, role
        assert as_role(role).get(address(pair)).status_code == 404, role
    assert doubles.proposed(school_of(todays_trip), todays_trip) == []
    head = as_role("headteacher")
    assert "Two adults" in head.get(f"/office/trips/{todays_trip}").text
    assert says(head, pair, "one").status_code == 302
    assert doubles.linked(school_of(todays_trip), todays_trip) == []


def test_what_is_sent_askew_is_answered_by_the_field_and_the_neighbours_see_nothing(app, two, as_role):
    pair, office = two(), as_role("office")

    missing = says(office, pair, "one", reason="")
    assert missing.status_code == 422
    assert "Say why" in missing.text
    assert says(office, pair, "three").status_code == 422
    for odd in (("", ""), (pair[0], pair[0]), (pair[0], "none"), (pair[0], "\ud800")):
        query = {"first": odd[0], "second": odd[1].encode("utf-8", "surrogatepass")}
        assert office.get(f"/office/incidents/doubles?{urlencode(query)}").status_code in (400, 404)
    finch = accounts.add_staff(accounts.add_school("Next door"), "Mr Finch", "finch@nextdoor.example", PASSWORD)
    accounts.give_role(finch, "headteacher")
    client = app.test_client()
    client.post("/sign-in", data={"email": "finch@nextdoor.example", "password": PASSWORD})
    assert client.get(address(pair)).status_code == says(client, pair, "one").status_code == 404
    assert not DoubleDecision.select().exists()


def test_a_trip_with_many_incidents_asks_no_more_than_one_with_two(phone, two, as_role, todays_trip, monkeypatch):
    two()
    school, asked, execute = school_of(todays_trip), [], type(db).execute_sql

    def counts(self, sql, *more):
        asked.append(sql)
        return execute(self, sql, *more)

    monkeypatch.setattr(type(db), "execute_sql", counts)
    doubles.proposed(school, todays_trip)
    few = len(asked)
    phone.sends(*(phone.files(grazed_knee(todays_trip, pupils="Rosa")) for _ in range(6)))
    asked.clear()

    assert len(doubles.proposed(school, todays_trip)) > 5
    assert len(asked) == few == 1


def test_a_report_from_paper_is_said_to_be_from_paper(two, as_role):
    pair = two()
    Incident.update(phone="", author_how="paper").where(Incident.id == pair[0]).execute()
    page = as_role("office").get(address(pair)).text
    assert "Paper" in page
    assert "own phone" not in page
