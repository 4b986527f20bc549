"""What a report turns out to be: whoever may not know of it is left with nothing, and nothing old answers it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
import time_machine

from server.alerts import take_up
from server.alerts.actions import raise_alert
from server.alerts.again import tell_again
from server.alerts.models import Alert, AlertAct
from server.alerts.routing_rules import Situation
from server.alerts.subscription_models import Delivery
from server.foundation import clock
from server.intake.models import Opening
from tests.api.alerted import alert_of, incident, school_id, told
from tests.api.own_phones import staff_id
from tests.api.pins import pin_of
from tests.api.test_alert_inboxes import fetches, opened
from tests.api.test_alerts_answered import answered, standing
from tests.cast import receipts

UNSAID, ALLEGATION = Situation("incident.reported"), Situation("incident.reported", "allegation", "minor")
SLIGHT = Situation("incident.reported", "safeguarding", "minor")
GRAVE = Situation("incident.reported", "safeguarding", "critical")
NOON = datetime(2026, 3, 3, 12, tzinfo=clock.SCHOOL_TIME)


def waiting_row(alert, staff):
    """A push or a letter that has not left yet."""
    at = {name: clock.now() for name in ("next_try_at", "expires_at", "queued_at")}
    facts = {"alert": alert.id, "staff": staff, "school": school_id(), "subscription": None}
    return {**facts, "channel": "email", "text": "now", **at}


@pytest.fixture
def turned(phone, todays_trip):
    """A report that nobody had given a category, and what it says finished: a concern, without a word of whom."""
    record = incident(todays_trip, None, None)
    draft = phone.seals("draft", record["id"], json.dumps(record).encode())
    receipts(phone.sends(phone.labels(draft, id=record["id"], type="draft", trip=todays_trip)))
    assert {"trip_leader", "dsl", "evc"} <= told(alert_of(record))

    def finish():
        final = {**record, "body": {**record["body"], "category": "allegation"}}
        receipts(phone.sends(phone.files(final)))
        return alert_of(record)

    return finish


def test_a_concern_about_staff_is_left_to_nobody_who_was_told_of_the_unfinished_report(turned, as_role):
    alert = turned()
    assert (told(alert), alert.category, alert.about_role) == ({"headteacher"}, "allegation", None)
    for role in ("trip_leader", "dsl", "evc", "office"):
        client = as_role(role)
        pages = [f"/office/trips/{alert.trip}/board", f"/office/trips/{alert.trip}/board/alerts_open"]
        assert alert.id not in client.get("/office/alerts").text
        assert client.get(f"/office/alerts/{alert.id}").status_code == 404
        assert client.get("/api/office/alerts").json["open"] == 0
        assert not [page for page in pages if alert.id in client.get(page).text]


def test_what_waits_to_be_sent_of_it_goes_to_nobody_else(turned):
    before = Alert.get()
    for role in ("trip_leader", "dsl", "headteacher"):
        Delivery.create(**waiting_row(before, staff_id(role)))
    turned()
    states = {row.staff: (row.state, row.error) for row in Delivery.select()}
    assert states[staff_id("headteacher")][0] == "waiting"
    assert {states[staff_id(role)] for role in ("trip_leader", "dsl")} == {("failed", "called off")}


def test_their_phones_show_it_no_more(turned, phone):
    dsl = pin_of(phone, "dsl")
    (before,) = opened(dsl, fetches(dsl))["alerts"]
    tag = fetches(dsl).headers["ETag"].strip('"')
    assert before["id"] == turned().id
    answer = fetches(dsl, tag)
    assert (answer.status_code, answer.json["needs"], opened(dsl, answer)["alerts"]) == (200, 0, [])


@pytest.mark.parametrize("first", ["lost_phone", "data_breach", "visitor_breach"])
def test_a_concern_about_staff_is_told_as_one_whatever_the_headteacher_had_heard_before(app, first):
    with app.app_context():
        raise_alert(school_id(), Situation("incident.reported", first, "critical"), "x")
        alert = raise_alert(school_id(), ALLEGATION, "x")
        assert (alert.category, told(alert)) == ("allegation", {"headteacher"})


def again_as_graver(_alert):
    return raise_alert(school_id(), GRAVE, "x")


def again_as_it_was(alert):
    tell_again(school_id(), alert.kind, alert.subject)
    return Alert.get_by_id(alert.id)


@pytest.mark.parametrize("happens", [again_as_graver, again_as_it_was])
@pytest.mark.parametrize("act", ["opened", "taken", "handed_on", "closed"])
def test_what_was_answered_before_it_was_raised_again_says_nothing_of_that(app, happens, act):
    to = {"to": staff_id("evc")} if act == "handed_on" else {}
    with app.app_context(), time_machine.travel(NOON, tick=False) as clocks:
        first = raise_alert(school_id(), SLIGHT, "x")
        take_up.act(first, staff_id("deputy_dsl"), "taken")
        clocks.shift(timedelta(minutes=1))
        late = answered(first, "dsl", act, words="Spoke to them", **to)
        clocks.shift(timedelta(minutes=1))
        before = told(happens(first))
        clocks.shift(timedelta(minutes=1))
        take_up.hear(late)
    mine, alert = standing(first, "dsl"), Alert.get_by_id(first.id)
    assert (mine.opened_at, mine.taken_at, alert.closed_at, told(alert)) == (None, None, None, before)
    assert alert.due_at is not None


def test_what_is_answered_after_it_was_raised_again_counts(app):
    with app.app_context(), time_machine.travel(NOON, tick=False) as clocks:
        alert = again_as_graver(raise_alert(school_id(), SLIGHT, "x"))
        clocks.shift(timedelta(minutes=1))
        take_up.hear(answered(alert, "dsl"))
    assert standing(alert, "dsl").taken_at == NOON + timedelta(minutes=1)


def test_whoever_hears_of_it_only_then_answers_by_whatever_clock(app):
    with app.app_context():
        raise_alert(school_id(), Situation("incident.reported", "injury", "serious"), "x")
        alert = raise_alert(school_id(), UNSAID, "x")
        take_up.hear(answered(alert, "dsl", acted_at="2020-01-01T00:00:00Z"))
    assert standing(alert, "dsl").taken_at is not None


@pytest.fixture
def comes_again(phone, new_phone, todays_trip):
    """`comes_again(first, then)` is one report in two versions, from two phones; returns its plaintext."""
    four = new_phone("Phone 4")
    four.sets_itself_up()

    def send(first, then):
        record = incident(todays_trip, **first)
        receipts(phone.sends(phone.files(record)))
        receipts(four.sends(four.files({**record, "body": {**record["body"], **then}})))
        assert [row.state for row in Opening.select()] == ["opened", "held"]
        return record

    return send


INJURY, CONCERN = {"category": "injury", "severity": "serious"}, {"category": "allegation"}


@pytest.mark.parametrize("then", [CONCERN, {"category": "safeguarding", "severity": "critical"}])
def test_a_second_version_that_is_held_takes_the_alert_of_the_first_from_nobody(comes_again, then):
    alert = alert_of(comes_again(INJURY, then))
    assert (alert.category, alert.severity, told(alert)) == ("injury", "serious", {"trip_leader", "evc", "office"})
    assert not AlertAct.select().where(AlertAct.alert == alert.id, AlertAct.act == "raised").offset(1).exists()


def test_a_held_version_about_staff_is_told_to_the_headteacher_alone(comes_again, as_role):
    comes_again(INJURY, CONCERN)
    [held] = Alert.select().where(Alert.kind == "item.held")
    assert (told(held), held.urgency) == ({"headteacher"}, "now")
    head = as_role("headteacher")
    assert "Concern about a member of staff, in a version that is held" in head.get("/office/alerts").text
    assert head.get(f"/office/alerts/{held.id}").status_code == 200


def test_of_a_held_version_that_is_not_about_staff_dsl_and_office_hear(comes_again):
    comes_again(INJURY, {"severity": "critical"})
    [held] = Alert.select().where(Alert.kind == "item.held")
    assert told(held) == {"dsl", "deputy_dsl", "office"}


def test_decided_that_the_second_version_counts_its_alert_is_the_reports(comes_again, as_role):
    record = comes_again(INJURY, CONCERN)
    n = Opening.get(Opening.state == "held").envelope_id
    said = {"answer": str(n), "reason": "Priya was there"}
    assert as_role("headteacher").post(f"/office/held/{n}/versions", data=said).status_code == 302
    alert = Alert.get(Alert.subject == record["id"], Alert.kind == "incident.reported")
    assert (alert.category, told(alert)) == ("allegation", {"headteacher"})


def test_a_first_version_that_is_held_alerts_as_what_it_is(phone, todays_trip):
    record = incident(todays_trip, **INJURY)
    receipts(phone.sends(phone.files({**record, "v": 99})))
    assert (alert_of(record).category, Opening.get().state) == ("injury", "held")
