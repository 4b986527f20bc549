"""Alerts on a phone: sealed to each person who was told, and nothing of them for anybody else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag

from server.accounts.models import School, Staff
from server.alerts import take_up
from server.alerts.actions import raise_alert
from server.alerts.models import Alert
from server.alerts.routing_rules import Situation
from server.foundation import clock, crypto
from server.phones.models import Phone
from server.trips.models import Trip
from tests.api.pins import pin_of
from tests.cast import CLIENT, address_of, grazed_knee, receipts

NUMBER = "01632 960102"


def id_of(role):
    """The demo school's person in this role."""
    return Staff.get(Staff.email == address_of(role)).id


@pytest.fixture
def raises(app):
    """`raises(…)` is an alert of the demo school, as a report on the Castle visit raises it."""

    def raise_one(category="safeguarding", severity="serious", *, subject="a-report", about_role=None, **more):
        situation = Situation("incident.reported", category, severity, about_role)
        trip = Trip.get(Trip.title == "Castle visit").id
        with app.app_context():
            return raise_alert(School.get(School.is_demo).id, situation, subject, trip=trip, **more)

    return raise_one


@pytest.fixture
def acts(app):
    """`acts(alert, role, act, …)` is what somebody did about it in the office."""

    def act(alert, role, act, **more):
        with app.app_context():
            assert take_up.act(alert, id_of(role), act, **more)

    return act


@pytest.fixture
def daniel(phone):
    """The DSL, with a PIN on Phone 3."""
    return pin_of(phone, "dsl")


def fetches(holder, tag=None):
    headers = {**CLIENT, **({"If-None-Match": f'"{tag}"'} if tag else {})}
    return holder.phone.client.get("/api/alerts", headers=headers)


def opened(holder, answer):
    """What this person reads of it."""
    return with_key(holder, next(one for one in answer.json["people"] if one["unlock"] == holder.person["unlock"]))


def with_key(holder, sealed):
    content = crypto.from_base64url(sealed["sealed"])
    framed = crypto.SUITE.decrypt(content, holder.seal, info=crypto.info("pack", sealed["unlock"]))
    return json.loads(crypto.unframe(framed))


def test_who_was_told_reads_what_when_who_else_was_told_and_whom_to_ring(daniel, raises):
    raised = raises()
    (alert,) = opened(daniel, fetches(daniel))["alerts"]
    assert (alert["id"], alert["trip"], alert["role"]) == (raised.id, "Castle visit", "DSL")
    assert alert["raised_at"] == clock.as_text(Alert.get_by_id(raised.id).raised_at)
    assert {Staff.get_by_id(id_of(role)).name for role in ("dsl", "deputy_dsl")} <= set(alert["told"])
    assert {"title", "name", "number"} == set(alert["contacts"][0])


def test_nothing_of_an_alert_can_be_read_in_the_answer(daniel, raises):
    raised = raises()
    said = fetches(daniel).text
    (alert,) = opened(daniel, fetches(daniel))["alerts"]
    assert alert["title"]
    for word in (raised.id, alert["title"], "Castle", alert["contacts"][0]["number"], *alert["told"]):
        assert word not in said


def test_another_person_on_the_phone_cannot_open_it(daniel, raises):
    tom = pin_of(daniel.phone, "staff")
    raises()
    (own,) = [one for one in fetches(tom).json["people"] if one["unlock"] == daniel.person["unlock"]]
    assert with_key(daniel, own)["alerts"]
    with pytest.raises(InvalidTag):
        with_key(tom, own)
    assert opened(tom, fetches(tom))["alerts"] == []


def test_it_counts_what_nobody_has_taken_up_each_once(daniel, raises, acts):
    pin_of(daniel.phone, "deputy_dsl")
    raises()
    taken, closed = raises(subject="taken"), raises(subject="closed")
    acts(taken, "deputy_dsl", "taken")
    acts(closed, "dsl", "closed", words="Done alone")
    assert fetches(daniel).json["needs"] == 1


def test_it_is_handed_on_to_those_who_may_know_and_never_to_whom_it_is_about(daniel, raises):
    raises()
    inbox = opened(daniel, fetches(daniel))
    (alert,) = inbox["alerts"]
    assert {id_of("deputy_dsl"), id_of("headteacher")} <= set(alert["to"])
    assert not {id_of("dsl"), id_of("site_manager")} & set(alert["to"])
    assert inbox["people"][id_of("deputy_dsl")][1] == "Deputy DSL"
    raises(subject="another", about_staff=id_of("deputy_dsl"))
    about_maeve = next(one for one in opened(daniel, fetches(daniel))["alerts"] if one["id"] != alert["id"])
    assert id_of("deputy_dsl") not in about_maeve["to"]


def test_what_is_about_the_headteacher_is_on_the_chairs_phone_and_on_no_other(phone, raises):
    chair, head = pin_of(phone, "chair"), pin_of(phone, "headteacher")
    raises("allegation", None, about_role="headteacher", is_apart=True)
    (alert,) = opened(chair, fetches(chair))["alerts"]
    assert alert["apart"]
    assert not {id_of(role) for role in ("headteacher", "dsl", "office")} & set(alert["to"])
    assert opened(head, fetches(head))["alerts"] == []


def test_an_unchanged_inbox_is_not_sent_again_and_a_changed_one_is(daniel, monkeypatch, raises, acts):
    raised = raises()
    first = fetches(daniel)
    tag = first.json["tag"]
    assert first.headers["ETag"] == f'"{tag}"'
    again = fetches(daniel, tag)
    assert (again.status_code, again.data) == (304, b"")
    acts(raised, "deputy_dsl", "taken")
    taken = fetches(daniel, tag)
    assert opened(daniel, taken)["alerts"][0]["taken_by"]
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert fetches(daniel, taken.json["tag"]).status_code == 200


def answered(raised, act, **more):
    """The plaintext of what the DSL says to an alert on a phone."""
    said = {"alert": raised.id, "act": act, "to": None, "words": None, "acted_at": clock.as_text(clock.now()), **more}
    actor = {"staff": id_of("dsl"), "how": "pin", "typed_name": None, "unlocked_by": None}
    return {**grazed_knee(), "kind": "alert.answered", "body": said, "actor": actor, "trip": None}


def test_what_somebody_says_on_their_phone_reaches_the_others_with_their_next_contact(daniel, raises):
    maeve = pin_of(daniel.phone, "deputy_dsl")
    raised = raises()
    receipts(daniel.phone.sends(daniel.files(answered(raised, "taken"))))
    (alert,) = opened(maeve, fetches(maeve))["alerts"]
    assert alert["taken_by"] == [Staff.get_by_id(id_of("dsl")).name]


def test_without_a_phone_there_is_nothing(client, as_role):
    for caller in (client, as_role("dsl")):
        answer = caller.get("/api/alerts", headers=CLIENT)
        assert (answer.status_code, answer.json["code"]) == (401, "access.phone_unknown")


def test_a_lost_phone_and_a_person_shut_out_get_nothing(daniel, as_role, raises):
    raises()
    as_role("network_manager").post(f"/office/staff/{id_of('dsl')}/disable")
    assert fetches(daniel).json["people"] == []
    Phone.update(revoked_at=1).execute()
    answer = fetches(daniel)
    assert (answer.status_code, answer.json["code"]) == (403, "unlock.phone_lost")


def called(**body):
    """The plaintext of a call that was made."""
    return {**grazed_knee(), "kind": "call.made", "body": {"called_at": "2026-11-26T16:20:00Z", **body}}


def test_a_call_to_the_school_is_kept_once_however_often_it_is_sent(phone, exported):
    record = called(to_role="office", number=NUMBER, about=grazed_knee()["id"])
    frame = phone.files(record)
    receipts(phone.sends(frame))
    receipts(phone.sends(frame))
    (row,) = [one for one in exported() if one["kind"] == "call.made"]
    assert (row["state"], row["body"]["number"]) == ("opened", NUMBER)


def test_a_call_of_which_only_the_time_is_known_is_taken_as_well(phone, exported):
    receipts(phone.sends(phone.files(called())))
    assert [one["state"] for one in exported()] == ["opened"]
