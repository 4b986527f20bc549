"""An alert whose holder left, or lost the role in which they were told, waits for somebody again and is passed on."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from server.accounts import actions
from server.accounts.closing import close_ended
from server.accounts.models import Staff
from server.alerts import deliveries, queries, take_up
from server.alerts.actions import raise_alert
from server.alerts.escalation import escalate
from server.alerts.models import Alert, AlertAct
from server.alerts.routing_rules import Situation
from server.foundation import clock
from tests.api.alerted import school_id, told
from tests.api.own_phones import staff_id
from tests.api.test_roles import decides, of, saves

WORRY = Situation("incident.reported", "safeguarding", "serious")
STAFFS = Situation("incident.reported", "allegation", "minor")


@pytest.fixture
def taken(app):
    """`taken(WORRY, "dsl")` is an alert that these have taken up."""

    def make(situation, *roles):
        with app.app_context():
            alert = raise_alert(school_id(), situation, str(uuid.uuid4()))
            for role in roles:
                assert take_up.act(alert, staff_id(role), "taken")
        assert Alert.get_by_id(alert.id).due_at is None
        return alert

    return make


def waits(alert):
    """Whether it is due to be passed on."""
    return Alert.get_by_id(alert.id).due_at is not None


def disables(app, role):
    with app.app_context():
        actions.disable(of(role), by="test")


def test_whoever_took_it_up_is_disabled_and_the_next_person_is_told(app, taken):
    alert = taken(WORRY, "dsl")
    before = told(alert)
    disables(app, "dsl")
    assert waits(alert)
    with app.app_context():
        assert queries.waiting_for(school_id(), staff_id("deputy_dsl")) == 1
        escalate(clock.now() + timedelta(minutes=11))
    assert "headteacher" in told(alert) - before


def test_nobody_is_asked_where_another_has_it_too_until_they_go_as_well(app, taken):
    alert = taken(WORRY, "dsl", "deputy_dsl")
    disables(app, "dsl")
    assert not waits(alert)
    disables(app, "deputy_dsl")
    assert waits(alert)


def test_a_closed_one_stays_closed(app, taken):
    alert = taken(WORRY, "dsl")
    with app.app_context():
        assert take_up.close(alert, staff_id("dsl"), "Done", "Maeve is on a course")
    disables(app, "dsl")
    assert not waits(alert)
    assert not AlertAct.select().where(AlertAct.act == "let_go").exists()


def test_so_it_is_when_the_time_of_an_account_is_over(app, taken):
    alert = taken(WORRY, "dsl")
    Staff.update(ends_at=clock.now() - timedelta(minutes=1)).where(Staff.id == of("dsl").id).execute()
    with app.app_context():
        close_ended()
    assert waits(alert)


def test_a_role_taken_away_opens_what_was_told_in_it_and_no_other(app, as_role, taken):
    worry = taken(WORRY, "deputy_dsl")
    deputy = of("deputy_dsl")
    with app.app_context():
        actions.give_role(deputy, "site_manager")
        actions.take_role(deputy, "site_manager", by="test")
    assert not waits(worry)
    saves(as_role("network_manager"), deputy, "staff")
    assert not waits(worry)
    decides(as_role("headteacher"), "agree")
    assert waits(worry)


def test_what_somebody_may_not_know_without_the_role_is_open_again_whoever_told_them(app, taken):
    alert = taken(STAFFS, "headteacher")
    with app.app_context():
        chair = staff_id("chair")
        assert take_up.act(alert, staff_id("headteacher"), "handed_on", to=chair)
        assert take_up.act(alert, chair, "taken")
        actions.take_role(of("chair"), "chair", by="test")
    assert waits(alert)


def test_whoever_else_was_told_hears_once_more_and_the_page_says_why(app, as_role, taken, monkeypatch):
    alert, sent = taken(WORRY, "dsl"), list[set[str]]()
    monkeypatch.setattr(deliveries, "queue", lambda _alert, _school, people, _urgency: sent.append(set(people)))
    disables(app, "dsl")
    assert [of("deputy_dsl").id in people and of("dsl").id not in people for people in sent] == [True]
    page = as_role("deputy_dsl").get(f"/office/alerts/{alert.id}").text
    assert "Open again: whoever had it left, or has the role no more" in page
