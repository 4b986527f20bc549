"""Alerts on their way: two texts, one length, at least once, past every kind of bad push service."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import pytest
import time_machine
from cryptography.exceptions import InvalidTag

from server.accounts.models import Staff
from server.alerts import deliveries, dispatches, escalation, mail, posting
from server.alerts.delivery_settings import Mailbox
from server.alerts.desks import THREADS_A_SERVICE
from server.alerts.sending_rules import Answer
from server.alerts.subscription_models import Delivery, PushSubscription
from server.alerts.worker import Worker
from server.foundation import clock
from server.phones.models import Phone as SchoolPhone
from tests import push_service as service_says
from tests.api.pushed import ToldPhone, local_service, raised, states, works_until
from tests.push_service import Handset, PushService, says

PERMANENT = {
    "redirects": (says(307, Location="/push/elsewhere"), "failed", "redirected", True),
    "gone": (says(410), "gone", "410", True),
    "unknown": (says(404), "gone", "404", True),
    "too large": (says(413), "failed", "413", False),
    "malformed": (says(400), "failed", "400", False),
}
TRANSIENT = {
    "busy": (says(429, Retry_After="30"), "429", 30),
    "failing": (says(500), "500", 0.5),
    "away": (says(503, Retry_After="2000000000"), "503", 900),
    "our key": (says(403), "403", 0.5),
    "hangs up": (service_says.hangs_up, "RemoteDisconnected", 0.5),
    "rubbish": (service_says.talks_rubbish, "BadStatusLine", 0.5),
}


@pytest.fixture
def service(app, monkeypatch):
    local_service(app, monkeypatch)
    with PushService() as running:
        yield running


@pytest.fixture
def told(phone, service):
    """Phone 3, which Daniel, the DSL, opens with a PIN."""
    phone = ToldPhone(phone, service, "dsl")
    phone.subscribes()
    return phone


def tell(app, told, urgency="now"):
    return raised(app, SchoolPhone.get(SchoolPhone.name == "Phone 3").school_id, told.people, urgency)


def row_of(alert):
    return Delivery.get(Delivery.alert == alert)


def test_the_push_opens_on_the_phone_alone_and_says_one_of_two_texts_in_one_length(app, told):
    now, today = tell(app, told), tell(app, told, "today")
    works_until(app, lambda: len(told.service.accepted) == 2)

    read = told.service.to(told.handset)
    assert told.service.faults == []
    assert {one["alert"]: one["notification"]["title"] for one in read} == {
        now: "Lanyard: needs you now",
        today: "Lanyard: read today",
    }
    for one in read:
        assert one["web_push"] == 8030
        assert one["notification"]["navigate"] == f"http://localhost/app#/alerts/{one['alert']}"
        assert (one["notification"]["tag"], one["notification"]["silent"]) == (one["alert"], False)
        assert set(one["pad"]) <= {"0"}
    assert len({len(push.body) for push in told.service.accepted}) == 1
    with pytest.raises(InvalidTag):
        Handset().opens(told.service.accepted[0].body)


def test_urgency_topic_and_time_to_live_are_set_on_purpose(app, told):
    now, today = tell(app, told), tell(app, told, "today")
    works_until(app, lambda: len(told.service.accepted) == 2)

    headers = {push.headers["topic"]: push.headers for push in told.service.accepted}
    assert (headers[now]["urgency"], headers[today]["urgency"]) == ("high", "normal")
    assert 11.9 * 3600 < int(headers[now]["ttl"]) <= 12 * 3600
    assert 0 < int(headers[today]["ttl"]) <= 24 * 3600


@pytest.mark.parametrize("how", PERMANENT)
def test_a_service_that_refuses_for_good_is_not_asked_again(app, told, how):
    behaviour, state, error, is_dead = PERMANENT[how]
    told.service.does(told.handset, behaviour)
    alert = tell(app, told)
    works_until(app, lambda: row_of(alert).state != "waiting")

    assert states(alert) == [(state, error)]
    assert (PushSubscription.get().gone_at is not None) == is_dead
    # Nothing was asked for but this: no redirect was followed, nothing tried twice.
    assert told.service.asked == [told.handset.token]
    more = tell(app, told)
    assert states(more) == [] if is_dead else works_until(app, lambda: row_of(more).state == state)


@pytest.mark.parametrize("how", TRANSIENT)
def test_a_service_in_trouble_is_asked_again_later(app, told, how):
    behaviour, error, least_seconds = TRANSIENT[how]
    told.service.does(told.handset, behaviour, service_says.well)
    alert = tell(app, told)
    works_until(app, lambda: row_of(alert).tries == 1)

    row = row_of(alert)
    assert (row.state, row.error) == ("waiting", error)
    assert row.next_try_at - row.queued_at >= timedelta(seconds=least_seconds)
    # However long it asks for, it is not let off for more than a quarter of an hour.
    assert row.next_try_at - clock.now() <= timedelta(seconds=900)
    with time_machine.travel(row.next_try_at + timedelta(seconds=1), tick=True):
        works_until(app, lambda: row_of(alert).state == "sent")
    assert len(told.service.to(told.handset)) == 1


def test_a_dead_service_is_tried_until_the_alert_is_too_old(app, told):
    with PushService() as gone:
        pass
    told.handset = Handset()
    told.subscribes(endpoint=f"{gone.origin}/push/x")
    alert = tell(app, told)
    here = Delivery.subscription.in_(PushSubscription.select().where(PushSubscription.endpoint.startswith(gone.origin)))
    works_until(app, lambda: Delivery.get(here).tries == 1)
    assert Delivery.get(here).state == "waiting"

    with time_machine.travel(clock.now() + timedelta(hours=13), tick=True):
        works_until(app, lambda: Delivery.get(here).state == "failed")

    assert ("failed", "expired") in states(alert)
    assert told.service.asked, "The phone's other address was tried all the same."


@pytest.mark.parametrize("bad", [service_says.hangs, service_says.drips], ids=["hangs", "drips"])
def test_a_service_that_never_answers_holds_up_nobody_elses(app, told, monkeypatch, bad):
    with PushService() as other:
        stuck = Handset()
        other.does(stuck, bad)
        told.subscribes(endpoint=other.url(stuck), keys=stuck.keys)
        many = [tell(app, told) for _ in range(THREADS_A_SERVICE + 2)]
        worker = works_until(app, lambda: len(told.service.accepted) == len(many))
        assert len(other.asked) == THREADS_A_SERVICE, "More than its own threads wait for it."

        monkeypatch.setattr(posting, "LONGEST_SECONDS", 0.0)
        cut_now(worker)
        works_until(app, lambda: Delivery.select().where(Delivery.error != "").count() >= THREADS_A_SERVICE, worker)

    given_up = Delivery.select().where(Delivery.error != "")
    assert {(row.state, row.error) for row in given_up} == {("waiting", "too slow")}


def cut_now(worker):
    """Every answer that is waited for now is late."""
    for desk in worker._desks.values():
        for line in desk._lines:
            if line._deadline is not None:
                line._deadline = 0.0


@pytest.mark.parametrize("lie", [service_says.accepts_and_floods, service_says.accepts_and_cuts])
def test_a_service_that_accepts_and_then_lies_is_believed_once_and_read_no_further(app, told, lie):
    told.service.does(told.handset, lie)
    alert = tell(app, told)
    works_until(app, lambda: row_of(alert).state != "waiting")

    assert states(alert) == [("sent", "")]
    assert len(told.service.accepted) == 1


def test_keys_in_the_database_that_nothing_can_be_sealed_to_end_the_subscription(app, told):
    PushSubscription.update(p256dh="AAAA").execute()
    alert = tell(app, told)
    works_until(app, lambda: row_of(alert).state != "waiting")

    assert states(alert) == [("gone", "keys refused")]
    assert PushSubscription.get().gone_at


def test_an_address_is_checked_again_when_it_is_sent_to(app, told):
    PushSubscription.update(endpoint="http://169.254.169.254/latest").execute()
    alert = tell(app, told)
    works_until(app, lambda: row_of(alert).state != "waiting")

    assert states(alert) == [("gone", "address refused")]


def test_many_at_once_all_arrive_each_once(app, told):
    alerts = {tell(app, told) for _ in range(60)}
    works_until(app, lambda: not Delivery.select().where(Delivery.state == "waiting").exists())

    assert sorted(one["alert"] for one in told.service.to(told.handset)) == sorted(alerts)


def test_a_worker_that_dies_before_it_marks_sends_again_under_the_same_topic(app, told, monkeypatch):
    alert = tell(app, told)
    monkeypatch.setattr(dispatches, "record", lambda _outcomes: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        works_until(app, lambda: False)
    monkeypatch.undo()
    local_service(app, monkeypatch)
    works_until(app, lambda: row_of(alert).state == "sent")

    assert [push.headers["topic"] for push in told.service.accepted] == [alert, alert]
    assert {one["notification"]["tag"] for one in told.service.to(told.handset)} == {alert}


def test_an_escalation_that_fails_keeps_no_alert_back(app, told, monkeypatch, caplog):
    def fail(_now):
        raise RuntimeError("Ada Lovelace")

    monkeypatch.setattr(escalation, "escalate", fail)
    alert = tell(app, told)
    works_until(app, lambda: row_of(alert).state == "sent")

    assert "RuntimeError" in caplog.text
    assert "Lovelace" not in caplog.text


def test_the_log_holds_no_address_and_no_alert(app, told, caplog):
    caplog.set_level(logging.INFO, logger="lanyard")
    told.service.does(told.handset, says(403))
    alert = tell(app, told)
    works_until(app, lambda: row_of(alert).tries == 1)

    assert "does not take the school's key: 403" in caplog.text
    assert not {one for one in (alert, told.handset.token, told.people[0]) if one in caplog.text}


def test_what_is_told_of_an_alerts_deliveries(app, told):
    alert = tell(app, told)
    works_until(app, lambda: row_of(alert).state == "sent")

    (one,) = deliveries.of(alert)
    assert one["phone"] == PushSubscription.get().phone
    kept = {name: one[name] for name in ("staff", "channel", "text", "state", "tries", "error")}
    assert kept == {
        "staff": told.people[0], "channel": "push", "text": "now", "state": "sent", "tries": 1, "error": "",
    }  # fmt: skip
    assert one["queued_at"] <= one["sent_at"]


MAILBOX = Mailbox("localhost", 2525, "", "", "lanyard@wrenfield.example", is_tls_from_the_start=False)


@pytest.fixture
def letters(app, monkeypatch):
    """What is mailed, where the school sends e-mail."""
    sent = []
    local_service(app, monkeypatch, mailbox=MAILBOX, address="https://lanyard.wrenfield.example")
    monkeypatch.setattr(mail, "send", lambda _mailbox, letter: sent.append(letter) or Answer(250))
    return sent


def test_whoever_has_no_phone_is_told_by_an_e_mail_as_empty_as_a_push(app, told, letters):
    ruth = Staff.get(Staff.email == "ruth@wrenfield.example")
    alert = raised(app, ruth.school_id, [ruth.id, *told.people], "now")
    works_until(app, lambda: not Delivery.select().where(Delivery.state == "waiting").exists())

    (letter,) = letters
    assert (letter["To"], letter["Subject"]) == (ruth.email, "Lanyard: needs you now")
    assert letter.get_content() == f"https://lanyard.wrenfield.example/office/alerts/{alert}\n"
    assert len(told.service.accepted) == 1


def test_whoevers_only_phone_turns_out_dead_is_told_by_e_mail(app, told, letters):
    told.service.does(told.handset, says(410))
    alert = tell(app, told)
    works_until(app, lambda: letters)

    assert letters[0]["To"] == "daniel@wrenfield.example"
    assert {state for state, _ in states(alert)} >= {"gone"}


def test_somebody_who_left_gets_no_e_mail(app, letters):
    ruth = Staff.get(Staff.email == "ruth@wrenfield.example")
    Staff.update(is_active=False).where(Staff.id == ruth.id).execute()
    alert = raised(app, ruth.school_id, [ruth.id], "now")
    works_until(app, lambda: row_of(alert).state != "waiting")

    assert (letters, states(alert)) == ([], [("gone", "no address")])


def test_without_the_setting_nobody_gets_an_e_mail(app):
    ruth = Staff.get(Staff.email == "ruth@wrenfield.example")

    assert states(raised(app, ruth.school_id, [ruth.id], "now")) == []


def test_stopped_it_records_what_is_under_way_and_begins_nothing_more(app, told, monkeypatch):
    # However slow this machine is.
    monkeypatch.setattr("server.alerts.worker.STOPS_WITHIN_SECONDS", 600.0)
    begun = threading.Semaphore(0)
    go_on = threading.Event()

    def slow(request):
        begun.release()
        go_on.wait()
        service_says.well(request)

    told.service.does(told.handset, slow)
    alerts = [tell(app, told) for _ in range(THREADS_A_SERVICE + 3)]
    worker = Worker(app)
    thread = threading.Thread(target=worker.run)
    thread.start()
    for _ in range(THREADS_A_SERVICE):
        begun.acquire()
    worker.stop()
    go_on.set()
    thread.join()

    assert len(told.service.accepted) == THREADS_A_SERVICE
    marked = [row_of(alert).state for alert in alerts]
    assert (marked.count("sent"), marked.count("waiting")) == (THREADS_A_SERVICE, 3)
