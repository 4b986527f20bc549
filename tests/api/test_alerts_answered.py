"""Taking an alert up, handing it on, closing it; and the next person where nobody does."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from server.accounts.actions import disable
from server.accounts.models import Staff
from server.alerts import deliveries, hearing, take_up
from server.alerts.actions import raise_alert
from server.alerts.escalation import escalate
from server.alerts.models import Alert, AlertAct, AlertRecipient
from server.alerts.routing_rules import Situation
from server.alerts.worker import Worker
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.registry import OpenedRecord
from tests.api.alerted import school_id, told
from tests.api.own_phones import staff_id
from tests.cast import grazed_knee, receipts

GRAVE = Situation("incident.reported", "injury", "critical")
WORRY = Situation("incident.reported", "safeguarding", "serious")
STAFFS = Situation("incident.reported", "allegation", "minor")
HEADS = Situation("incident.reported", "allegation", None, "headteacher")


@pytest.fixture
def raised(app):
    """`raised(GRAVE)` is an alert of that situation."""

    def make(situation=GRAVE):
        with app.app_context():
            apart = situation.about_role == "headteacher"
            return raise_alert(school_id(), situation, str(uuid.uuid4()), is_apart=apart)

    return make


@pytest.fixture
def later(app):
    """`later(alert, 11)` is what the clock does that many minutes after it was raised; returns who was told by then."""

    def go(alert, minutes):
        with app.app_context():
            escalate(alert.raised_at + timedelta(minutes=minutes))
            return told(alert)

    return go


def answered(alert, role, act="taken", **more):
    """The fact of a phone's record by which somebody answers."""
    acted_at = clock.as_text(clock.now())
    return OpenedRecord(
        n=1,
        school=school_id(),
        id=str(uuid.uuid4()),
        kind="alert.answered",
        version=1,
        trip=None,
        body={"alert": alert.id, "act": act, "acted_at": acted_at, **more},
        actor={},
        phone="x",
        recorded_at=None,
        received_at=clock.now(),
        held=None,
        signed_by=staff_id(role),
    )


def standing(alert, role):
    """Somebody's own row of an alert."""
    return AlertRecipient.get(AlertRecipient.alert == alert.id, AlertRecipient.staff == staff_id(role))


def test_now_goes_to_the_deputy_after_ten_minutes_and_to_the_head_after_ten_more(raised, later):
    alert = raised()
    first = told(alert)
    assert later(alert, 9) == first
    assert later(alert, 11) == {*first, "deputy_dsl"}
    assert later(alert, 11) == {*first, "deputy_dsl"}
    assert later(alert, 22) == {*first, "deputy_dsl", "headteacher"}
    assert later(alert, 33) == {*first, "deputy_dsl", "headteacher", "chair"}
    assert later(alert, 44) == {*first, "deputy_dsl", "headteacher", "chair", "vice_chair"}
    later(alert, 60)
    assert Alert.get_by_id(alert.id).due_at is None
    assert AlertAct.select().where(AlertAct.act == "nobody").count() == 1


def test_about_the_head_it_never_comes_to_the_head(raised, later):
    alert = raised(HEADS)
    later(alert, 11)
    assert later(alert, 60) == {"chair", "vice_chair"}


def test_what_was_opened_and_not_taken_goes_on_and_what_was_taken_stops(app, raised, later):
    alert = raised()
    with app.app_context():
        take_up.act(alert, staff_id("evc"), "opened")
    assert "deputy_dsl" in later(alert, 11)
    with app.app_context():
        assert take_up.act(alert, staff_id("evc"), "taken")
        assert not take_up.act(alert, staff_id("evc"), "taken")
    assert "headteacher" not in later(alert, 200)
    assert standing(alert, "evc").taken_at is not None


def test_what_is_taken_up_while_the_clock_is_at_another_does_not_go_up(app, raised, later, monkeypatch):
    first, second = raised(), raised()
    monkeypatch.setattr(deliveries, "queue", lambda *_: take_up.act(second, staff_id("evc"), "taken"))
    later(first, 11)
    assert ("deputy_dsl" in told(first), "deputy_dsl" in told(second)) == (True, False)


def test_a_step_whose_people_are_disabled_goes_to_the_next(app, raised, later):
    alert = raised()
    with app.app_context():
        disable(Staff.get_by_id(staff_id("deputy_dsl")), by="test")
    assert "headteacher" in later(alert, 11)


def test_a_phones_answer_counts_when_signed_by_somebody_who_was_told(app, raised):
    alert = raised(WORRY)
    with app.app_context():
        for stranger in (
            answered(alert, "staff"),
            replace(answered(alert, "dsl"), signed_by=None),
            replace(answered(alert, "dsl"), is_unfinished=True),
            replace(answered(alert, "dsl"), school="another"),
            answered(replace_id(alert), "dsl"),
        ):
            take_up.hear(stranger)
        assert standing(alert, "dsl").taken_at is None
        take_up.hear(answered(alert, "dsl"))
    assert standing(alert, "dsl").taken_at is not None
    assert Alert.get_by_id(alert.id).due_at is None


def replace_id(alert):
    """The same alert as a phone would name one that is not there."""
    return Alert(id="0" * 32, school=alert.school_id)


@pytest.mark.parametrize("acted_at", ["0001-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "2020-01-01T00:00:00Z"])
def test_a_phones_clock_moves_no_take_up_before_it_was_told_or_ahead(app, raised, acted_at):
    alert = raised()
    with app.app_context():
        take_up.hear(answered(alert, "evc", acted_at=acted_at))
    mine = standing(alert, "evc")
    assert mine.told_at <= mine.taken_at <= clock.now()


def test_whatever_a_phone_answers_is_stored_and_opened(phone, raised, exported):
    alert = raised()
    bodies = [
        {"alert": alert.id, "act": "taken", "acted_at": clock.as_text(clock.now())},
        {"alert": "\ud83d", "act": "handed_on", "to": "\ud83d", "words": "\ud83d", "acted_at": "2026-06-12T09:14:00Z"},
        {"alert": "", "act": "closed", "words": "w" * 5000, "acted_at": "0001-01-01T00:00:00Z"},
    ]
    for body in bodies:
        record = {**grazed_knee(), "id": str(uuid.uuid4()), "kind": "alert.answered", "body": body}
        receipts(phone.sends(phone.files(record)))
    assert [line["state"] for line in exported()] == ["opened"] * 3
    assert not AlertRecipient.select().where(AlertRecipient.taken_at.is_null(False)).exists()


def test_handed_on_the_other_is_told_and_the_clock_starts_anew(app, raised, later):
    alert = raised(WORRY)
    with app.app_context():
        take_up.act(alert, staff_id("dsl"), "taken")
        assert take_up.act(alert, staff_id("dsl"), "handed_on", to=staff_id("evc"), words="You were there")
    assert told(alert) == {"dsl", "deputy_dsl", "evc"}
    assert standing(alert, "dsl").taken_at is None
    assert "headteacher" in later(alert, 15)


@pytest.mark.parametrize(
    ("situation", "by", "to", "goes"),
    [
        (STAFFS, "headteacher", "chair", True),
        (STAFFS, "headteacher", "dsl", False),
        (HEADS, "chair", "vice_chair", True),
        (HEADS, "chair", "headteacher", False),
        (HEADS, "chair", "office", False),
        (GRAVE, "evc", "staff", True),
        (GRAVE, "evc", "evc", False),
        (replace(WORRY, about_role="dsl"), "deputy_dsl", "dsl", False),
    ],
)
def test_it_is_handed_on_only_to_somebody_who_may_know(app, raised, situation, by, to, goes):
    alert = raised(situation)
    with app.app_context():
        assert take_up.act(alert, staff_id(by), "handed_on", to=staff_id(to)) is goes


def test_what_takes_two_is_closed_by_one_only_with_a_reason(app, raised):
    alert = raised(WORRY)
    with app.app_context():
        take_up.act(alert, staff_id("dsl"), "closed")
        assert Alert.get_by_id(alert.id).closed_at is None
        assert standing(alert, "dsl").taken_at is not None
        assert take_up.close(alert, staff_id("dsl"), "Spoke to the family", "Maeve is on a course")
        assert not take_up.act(alert, staff_id("deputy_dsl"), "taken")
    assert Alert.get_by_id(alert.id).closed_at is not None
    [act] = AlertAct.select().where(AlertAct.act == "closed")
    assert (act.words, act.alone_because) == ("Spoke to the family", "Maeve is on a course")


def test_taken_up_by_a_second_person_it_is_closed_without_one(app, raised):
    alert = raised(WORRY)
    with app.app_context():
        take_up.act(alert, staff_id("deputy_dsl"), "taken")
        assert take_up.close(alert, staff_id("dsl"), "Spoke to the family", "")
    assert AlertAct.get(AlertAct.act == "closed").alone_because == ""


def test_every_act_is_in_the_audit_log_without_words(app, raised, run):
    alert = raised()
    with app.app_context():
        for act in ("opened", "taken", "handed_on", "closed"):
            take_up.act(alert, staff_id("evc"), act, words="Rosa has a plaster", to=staff_id("staff"))
    rows = [row for row in AuditEntry.select() if row.subject == alert.id]
    assert [row.action for row in rows] == [
        *("alert.raised", "alert.opened", "alert.taken", "alert.handed_on", "alert.closed"),
    ]
    assert not [row for row in rows if "Rosa" in row.details]
    assert run("audit", "verify").exit_code == 0


def test_a_quiet_kind_raises_nothing(app, monkeypatch, raised):
    monkeypatch.setattr(hearing, "raise_alert", None)
    with app.app_context():
        hearing.hear(replace(answered(raised(), "dsl"), kind="consent.checked"))


@pytest.mark.parametrize("situation", [GRAVE, WORRY, STAFFS])
def test_what_was_due_while_the_server_was_down_goes_up_one_step_at_its_start_and_on_by_the_clock(
    app, raised, situation
):
    alert = raised(situation)
    down_until = alert.raised_at + timedelta(days=2)
    with app.app_context(), time_machine.travel(down_until, tick=False) as clocks:
        first = told(alert)
        for _ in range(3):
            # A server that keeps falling over begins again with a worker of its own.
            Worker(app).write()
        caught_up = told(alert)
        alert = Alert.get_by_id(alert.id)
        assert (len(caught_up - first), AlertAct.select().where(AlertAct.act == "escalated").count()) == (1, 1)
        assert alert.due_at > down_until
        clocks.move_to(alert.due_at)
        Worker(app).write()
        assert len(told(alert) - caught_up) == 1
        for _ in range(9):
            clocks.shift(timedelta(days=1))
            Worker(app).write()
    assert Alert.get_by_id(alert.id).due_at is None
    assert AlertAct.select().where(AlertAct.alert == alert.id, AlertAct.act == "nobody").count() == 1
