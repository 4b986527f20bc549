"""A phone says where its alerts go: what is taken, what is refused, whose it is, when it is silent."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta

import pytest
import time_machine

from server.accounts import actions as accounts
from server.accounts.models import Staff
from server.alerts import deliveries, subscriptions
from server.alerts.subscription_models import Delivery, PushSubscriber, PushSubscription
from server.foundation import audit, clock
from server.foundation.database import db
from server.phones import actions as phone_actions
from server.phones import lost_phones
from server.phones.models import Phone as SchoolPhone
from tests.api.pushed import ToldPhone, local_service, raised, states, works_until
from tests.cast import CLIENT, Phone, sign_in
from tests.push_service import Handset, PushService


@pytest.fixture
def service(app, monkeypatch):
    local_service(app, monkeypatch)
    with PushService() as running:
        yield running


@pytest.fixture
def told(phone, service):
    """Phone 3, which Daniel, the DSL, opens with a PIN, and Tom too."""
    return ToldPhone(phone, service, "dsl", "staff")


def school_of(told):
    return SchoolPhone.get(SchoolPhone.name == "Phone 3").school_id


def test_a_phone_subscribes_with_the_newest_key_and_again_gets_the_same_id(told):
    first, again = told.subscribes(), told.subscribes()

    assert first == again
    assert {row.staff_id for row in PushSubscriber.select()} == set(told.people)
    assert PushSubscription.get().origin == "http://localhost"
    acts = [row.action for row in audit.AuditEntry.select() if row.action.startswith("push.")]
    assert acts == ["push.subscribed"]


def test_only_those_with_a_pin_on_this_phone_are_told_there(told):
    stranger = Staff.get(Staff.email == "ruth@wrenfield.example").id
    told.subscribes(staff=[told.people[0], stranger, "nobody"])

    assert [row.staff_id for row in PushSubscriber.select()] == [told.people[0]]


def test_an_address_that_is_no_push_service_is_refused_by_name_and_nothing_is_kept(told):
    endpoints = [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:8000/",
        "https://[::1]/",
        "https://fcm.googleapis.com@10.0.0.1/",
        "https://evil.example#.push.apple.com",
        "https://fcm.googleapis.com:22/x",
        "https://jmt17.google.com/fcm/send/x",
    ]

    answers = [told.asks("/api/push/subscription", told.offer(endpoint=endpoint)) for endpoint in endpoints]

    assert {(answer.status_code, answer.json["code"]) for answer in answers} == {(422, "push.endpoint_refused")}
    assert not PushSubscription.select().exists()


def test_without_the_setting_for_tests_this_computer_is_refused_too(app, phone):
    key = phone.client.get("/api/push/key", headers=CLIENT).json
    given = {"endpoint": "http://localhost:9000/x", "keys": Handset().keys, "key_id": key["key_id"], "staff": []}

    answer = phone.client.post("/api/push/subscription", json=given, headers=CLIENT)

    assert (answer.status_code, answer.json["code"]) == (422, "push.endpoint_refused")


def test_keys_that_nothing_can_be_sealed_to_are_refused(told):
    odd = [
        {},
        {"p256dh": "", "auth": ""},
        {"p256dh": "A" * 87, "auth": "A" * 22},
        {"p256dh": Handset().keys["p256dh"], "auth": "AAAA"},
        {"p256dh": Handset().keys["p256dh"][:-4], "auth": Handset().keys["auth"]},
        {"p256dh": "é" * 87, "auth": Handset().keys["auth"]},
        {"p256dh": "A" * 1_000, "auth": Handset().keys["auth"]},
        {"p256dh": 7, "auth": None},
    ]

    answers = [told.asks("/api/push/subscription", told.offer(keys=keys)) for keys in odd]

    assert {(answer.status_code, answer.json["code"]) for answer in answers} == {(422, "push.keys_bad")}


def test_what_cannot_be_read_is_refused_clearly(told):
    odd = [
        ({"key_id": "0" * 16}, 409, "push.key_unknown"),
        ({"key_id": None}, 400, "request.malformed"),
        ({"keys": "x"}, 400, "request.malformed"),
        ({"staff": "x"}, 400, "request.malformed"),
        ({"staff": [7]}, 400, "request.malformed"),
        ({"staff": ["x"] * 51}, 400, "request.malformed"),
        ({"endpoint": None}, 400, "request.malformed"),
        ({"staff": ["x" * 10_000]}, 413, "request.too_large"),
    ]

    answers = [told.asks("/api/push/subscription", told.offer(**more)) for more, _, _ in odd]

    assert [(one.status_code, one.json["code"]) for one in answers] == [(status, code) for _, status, code in odd]


def test_nobody_but_a_phone_subscribes(app):
    office = sign_in(app.test_client(), "network_manager")
    asked = [office.get("/api/push/key", headers=CLIENT), office.delete("/api/push/subscription", headers=CLIENT)]
    asked += [office.post(f"/api/push/{path}", json={}, headers=CLIENT) for path in ("subscription", "test", "receipt")]

    assert {(answer.status_code, answer.json["code"]) for answer in asked} == {(401, "access.phone_unknown")}


def test_a_phone_fills_no_list(told):
    kept = []
    for _ in range(subscriptions.MOST_A_PHONE + 3):
        told.handset = Handset()
        kept.append(told.subscribes())

    assert {row.id for row in subscriptions.live_on(SchoolPhone.get(SchoolPhone.name == "Phone 3").id)} == set(kept[3:])


def test_unsubscribed_it_gets_nothing_and_posted_again_it_does(app, told):
    told.subscribes()
    assert told.phone.client.delete("/api/push/subscription", headers=CLIENT).status_code == 204
    assert states(raised(app, school_of(told), told.people)) == []

    told.subscribes()

    assert len(states(raised(app, school_of(told), told.people))) == 1


def test_a_lost_phone_is_told_nothing_and_subscribes_no_more(app, told):
    told.subscribes()
    lost_phones.mark_lost(SchoolPhone.get(SchoolPhone.name == "Phone 3"), "command line")

    assert states(raised(app, school_of(told), told.people)) == []
    answer = told.asks("/api/push/subscription", told.offer())
    assert (answer.status_code, answer.json["code"]) == (403, "unlock.phone_lost")


def test_somebody_disabled_is_told_nothing_on_a_phone_that_others_use(app, told):
    told.subscribes()
    Staff.update(is_active=False).where(Staff.id == told.people[0]).execute()

    assert states(raised(app, school_of(told), [told.people[0]])) == []
    assert len(states(raised(app, school_of(told), [told.people[1]]))) == 1


def test_two_who_share_a_phone_are_told_by_one_push(app, told):
    told.subscribes()
    alert = raised(app, school_of(told), told.people)

    works_until(app, lambda: told.service.accepted)

    assert len(states(alert)) == 1


def test_queued_again_while_it_waits_it_is_not_sent_twice(app, told):
    told.subscribes()
    alert = raised(app, school_of(told), told.people)
    with app.app_context(), db.atomic():
        deliveries.queue(alert, school_of(told), told.people, "now")
    db.connect(reuse_if_open=True)

    assert len(states(alert)) == 1


def test_what_is_rolled_back_is_never_sent(app, told):
    told.subscribes()
    with app.app_context(), db.atomic() as transaction:
        deliveries.queue("a" * 32, school_of(told), told.people, "now")
        transaction.rollback()
    db.connect(reuse_if_open=True)

    assert states("a" * 32) == []


def test_a_test_arrives_and_its_receipt_confirms_the_phone(app, told):
    assert told.asks("/api/push/test").json["code"] == "push.not_subscribed"
    told.subscribes()
    assert told.asks("/api/push/test").status_code == 202
    works_until(app, lambda: told.service.accepted)
    (push,) = told.service.to(told.handset)
    assert PushSubscription.get().confirmed_at is None

    answer = told.asks("/api/push/receipt", {"alert": push["alert"]})

    assert (push["alert"], answer.status_code) == ("0" * 32, 204)
    assert PushSubscription.get().confirmed_at is not None


def test_a_receipt_that_names_no_alert_is_refused(told):
    answers = [
        told.asks("/api/push/receipt", {"alert": alert})
        for alert in [None, "", "A" * 32, "0" * 31, ["0" * 32], "0" * 33]
    ]

    assert {answer.json["code"] for answer in answers} == {"request.malformed"}


def test_a_receipt_confirms_no_other_phones_push(app, told, new_phone):
    told.subscribes()
    alert = raised(app, school_of(told), told.people)
    works_until(app, lambda: told.service.accepted)
    other = new_phone("Phone 4")
    other.sets_itself_up()

    assert other.client.post("/api/push/receipt", json={"alert": alert}, headers=CLIENT).status_code == 204
    assert PushSubscription.get().confirmed_at is None


def test_a_phone_next_door_takes_nothing_over(app, told):
    ours = told.subscribes()
    theirs = accounts.add_school("Next door")
    phone = Phone(app.test_client(), "")
    phone.code = phone_actions.make_code(phone_actions.add_phone(theirs, "Finch 1", "command line"), "command line")
    phone.sets_itself_up()

    answer = phone.client.post("/api/push/subscription", json=told.offer(), headers=CLIENT)

    row = PushSubscription.get(PushSubscription.id == answer.json["id"])
    assert (row.school_id, row.id != ours, row.subscribers.count()) == (theirs.id, True, 0)
    assert PushSubscription.get(PushSubscription.id == ours).gone_at is None
    assert states(raised(app, theirs.id, told.people)) == []


def test_set_up_again_under_another_name_the_handset_is_that_phone(told, new_phone):
    first = told.subscribes()
    again = new_phone("Phone 4")
    again.sets_itself_up()

    answer = again.client.post("/api/push/subscription", json=told.offer(), headers=CLIENT)

    assert answer.json["id"] == first
    assert PushSubscription.get().phone == SchoolPhone.get(SchoolPhone.name == "Phone 4").id


def test_a_phone_that_confirms_nothing_for_three_days_is_named_to_who_looks_after_phones(app, told, as_role):
    told.subscribes()
    raised(app, school_of(told), told.people)
    works_until(app, lambda: Delivery.get().state == "sent")
    later = clock.now() + timedelta(days=3, minutes=1)

    assert subscriptions.silent_subscriptions(school_of(told), clock.now()) == []
    with time_machine.travel(later, tick=True):
        (silent,) = subscriptions.silent_subscriptions(school_of(told), clock.now())
        assert silent.phone == PushSubscription.get().phone
        assert "Phone 3 may not be getting alerts" in as_role("network_manager").get("/office").text
        assert "may not be getting alerts" not in as_role("staff").get("/office").text
        told.asks("/api/push/receipt", {"alert": Delivery.get().alert})
        assert subscriptions.silent_subscriptions(school_of(told), clock.now()) == []


def test_a_phone_that_nobody_alerted_is_not_silent(told):
    told.subscribes()

    assert subscriptions.silent_subscriptions(school_of(told), clock.now() + timedelta(days=90)) == []


def test_a_rotated_key_loses_nobody(app, told, run):
    told.subscribes()
    old = told.service.public_key
    fresh = run("push-keys", "rotate").output.split()
    db.connect(reuse_if_open=True)

    assert told.phone.client.get("/api/push/key", headers=CLIENT).json == {"key_id": fresh[0], "key": fresh[1]}
    assert old != fresh[1]
    raised(app, school_of(told), told.people)
    # The service checks every token against the key that was subscribed with.
    works_until(app, lambda: told.service.accepted)


def test_the_private_key_is_nowhere_in_the_database(app, told):
    told.subscribes()
    keys = json.loads((app.config["KEY_DIR"] / "push_keys.json").read_text())
    secret = keys[0]["private_pem"].splitlines()[1][:30]
    with sqlite3.connect(app.config["DATABASE"]) as connection:
        assert secret not in "\n".join(connection.iterdump())
    connection.close()
    assert (app.config["KEY_DIR"] / "push_keys.json").stat().st_mode & 0o077 == 0
