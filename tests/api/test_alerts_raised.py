"""Alerts come with the record that causes them, go to people in the right roles, and never to the one concerned."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
import time_machine

from server.accounts.actions import disable
from server.accounts.models import Staff, StaffRole
from server.alerts import actions, deliveries, escalation, take_up
from server.alerts.actions import raise_alert
from server.alerts.escalation import escalate
from server.alerts.models import Alert, AlertAct, AlertRecipient
from server.alerts.routing_rules import Situation
from server.alerts.subscription_models import Delivery, PushSubscriber, PushSubscription
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.intake.models import Opening, PhoneContact
from server.phones.models import Phone as SchoolPhone
from server.trips.models import Trip, TripDelay
from tests.api.alerted import alert_of, incident, school_id, told
from tests.api.own_phones import staff_id, use
from tests.api.pins import PinHolder
from tests.api.policies import chosen
from tests.cast import receipts

SUBSCRIPTION = {
    "endpoint": "https://fcm.googleapis.com/x",
    "service": "google",
    "origin": "http://localhost",
    "key_id": "k",
    "p256dh": "x",
    "auth": "x",
    "made_at": clock.now(),
    "posted_at": clock.now(),
}
WAITING_ROW = {
    "subscription": None,
    "channel": "push",
    "text": "now",
    "next_try_at": clock.now(),
    "expires_at": clock.now(),
    "queued_at": clock.now(),
}
LEADS = {"trip_leader", "evc", "office"}  # Elin, in the office, is the base contact as well.


@pytest.fixture
def files(phone, todays_trip):
    """`files("injury", "serious")` is such a report on today's trip, sent and opened; returns its plaintext."""

    def send(category="injury", severity="serious", trip=todays_trip, **body):
        record = incident(trip, category, severity, **body)
        receipts(phone.sends(phone.files(record)))
        return record

    return send


@pytest.mark.parametrize(
    ("category", "severity", "who", "urgency"),
    [
        ("injury", "critical", LEADS, "now"),
        ("safeguarding", "moderate", {"dsl", "deputy_dsl"}, "today"),
        ("online_safety", "minor", {"online_safety_lead", "dsl", "deputy_dsl"}, "today"),
        ("allegation", "minor", {"headteacher"}, "today"),
        ("lost_phone", "minor", {"office", "network_manager", "headteacher"}, "now"),
        (None, "minor", {"dsl", "deputy_dsl"}, "today"),
    ],
)
def test_a_report_tells_the_people_in_those_roles(files, category, severity, who, urgency):
    alert = alert_of(files(category, severity))
    assert (told(alert), alert.urgency, alert.closed_at) == (who, urgency, None)
    assert alert.due_at > alert.raised_at


def test_a_minor_one_tells_nobody(files):
    files("injury", "minor")
    assert not Alert.select().exists()


def test_the_alert_is_of_one_transaction_with_its_record(phone, todays_trip, monkeypatch):
    def fail(*_):
        raise RuntimeError("planted")

    monkeypatch.setattr(deliveries, "queue", fail)
    record = incident(todays_trip, "injury", "serious")
    receipts(phone.sends(phone.files(record)))
    assert not Alert.select().where(Alert.subject == record["id"]).exists()
    assert [row.reason for row in Opening.select()] == ["opening.failed"]


def test_whoever_was_told_is_handed_to_the_sending_in_the_same_transaction(files, monkeypatch):
    queued = []
    monkeypatch.setattr(actions.deliveries, "queue", lambda *told: queued.append((*told, db.in_transaction())))
    alert = alert_of(files("safeguarding", "serious"))
    [(alert_id, school, people, urgency, is_inside)] = queued
    assert (alert_id, school, urgency, is_inside) == (alert.id, school_id(), "now", True)
    assert set(people) == {staff_id("dsl"), staff_id("deputy_dsl")}


def test_sent_again_it_is_one_alert(phone, todays_trip):
    frame = phone.files(incident(todays_trip, "injury", "serious"))
    assert receipts(phone.sends(frame)) == receipts(phone.sends(frame))
    assert (Alert.select().count(), AlertRecipient.select().count()) == (1, 3)


def test_a_lost_phone_and_a_person_disabled_since_still_alert(app, phone, todays_trip, as_role):
    record = incident(todays_trip, "injury", "critical")
    record["actor"] = {**record["actor"], "staff": staff_id("staff"), "how": "session"}
    frame = phone.files(record)
    SchoolPhone.update(revoked_at=clock.now()).where(SchoolPhone.name == "Phone 3").execute()
    with app.app_context():
        disable(Staff.get_by_id(staff_id("staff")), by="test")
    receipts(phone.sends(frame))
    assert told(alert_of(record)) == LEADS
    assert "Injury, critical" in as_role("evc").get("/office/alerts").text


def test_a_report_about_the_headteacher_that_the_school_opened_goes_to_the_chair_alone(app):
    with app.app_context():
        alert = raise_alert(
            school_id(), Situation("incident.reported", "allegation", None, "headteacher"), "x", is_apart=True
        )
        assert (told(alert), alert.is_apart, alert.urgency) == ({"chair"}, True, "now")


def test_where_the_chair_is_the_one_concerned_as_well_the_vice_chair_is_told(app):
    StaffRole.create(staff=staff_id("chair"), role="headteacher", school=school_id())
    with app.app_context():
        alert = raise_alert(
            school_id(), Situation("incident.reported", "allegation", None, "headteacher"), "x", is_apart=True
        )
        assert told(alert) == {"vice_chair"}
        assert not Alert.select().where(Alert.kind == "role.empty").exists()


def test_an_own_phones_use_goes_to_the_headteacher_and_the_heads_own_to_the_chair(phone, todays_trip):
    mine, heads = use(todays_trip, "staff"), use(todays_trip, "headteacher")
    photographed = use(todays_trip, "staff", photographs_taken=True)
    receipts(phone.sends(*map(phone.files, (mine, heads, photographed))))
    assert [(told(alert_of(one)), alert_of(one).is_apart) for one in (mine, heads)] == [
        ({"headteacher"}, False),
        ({"chair"}, True),
    ]
    assert (told(alert_of(photographed)), alert_of(photographed).category) == ({"headteacher"}, "photographs")


def test_a_phone_that_left_anyway_is_told_to_the_headteacher_and_never_to_whoever_took_it(phone, todays_trip):
    body = {"list_as_at": None, "openers": 0, "rings": False, "not_well": ["list"], "why": "The coach was there"}
    for role, who in (("trip_leader", {"headteacher"}), ("headteacher", {"chair"})):
        record = {**incident(todays_trip, None, None), "kind": "departure.forced", "body": body}
        record["actor"] = {**record["actor"], "staff": staff_id(role), "how": "session"}
        receipts(phone.sends(phone.files(record)))
        assert told(alert_of(record)) == who


def test_a_disabled_account_is_left_out_and_an_empty_role_made_up_for(app, files):
    with app.app_context():
        disable(Staff.get_by_id(staff_id("evc")), by="test")
    alert = alert_of(files("injury", "serious"))
    assert told(alert) == LEADS - {"evc"}
    [warning] = Alert.select().where(Alert.kind == "role.empty")
    assert (warning.category, told(warning)) == ("evc", {"office"})
    alert_of(files("injury", "serious"))
    assert Alert.select().where(Alert.kind == "role.empty").count() == 1


def test_with_no_dsl_left_the_headteacher_is_told(app, files):
    for role in ("dsl", "deputy_dsl"):
        with app.app_context():
            disable(Staff.get_by_id(staff_id(role)), by="test")
    assert told(alert_of(files("safeguarding", "serious"))) == {"headteacher"}


def test_what_nobody_can_open_tells_dsl_and_office_once_a_phone(phone, todays_trip):
    for record in (incident(todays_trip, "injury", "minor"), incident(todays_trip, "injury", "minor")):
        broken = phone.labels(b"\x04" * 200, id=record["id"], trip=todays_trip)
        receipts(phone.sends(broken))
    [alert] = Alert.select().where(Alert.kind == "item.held")
    assert (told(alert), alert.urgency) == ({"dsl", "deputy_dsl", "office"}, "now")
    Alert.update(closed_at=clock.now()).execute()
    receipts(phone.sends(phone.labels(b"\x04" * 201, id="another", trip=todays_trip)))
    assert Alert.select().where(Alert.kind == "item.held").count() == 2


def test_what_is_held_after_somebody_took_the_last_one_up_is_told_of_anew(phone, todays_trip):
    receipts(phone.sends(phone.labels(b"\x04" * 200, id="first", trip=todays_trip)))
    take_up.act(Alert.get(), staff_id("dsl"), "taken")
    receipts(phone.sends(phone.labels(b"\x04" * 201, id="another", trip=todays_trip)))
    assert Alert.select().where(Alert.kind == "item.held").count() == 2


def test_a_report_of_a_later_version_is_held_and_told_of_as_what_it_is(phone, todays_trip):
    grave, about_staff = incident(todays_trip, "missing_pupil", None), incident(todays_trip, "allegation", "minor")
    receipts(phone.sends(*(phone.files({**one, "v": 99}) for one in (about_staff, grave))))
    assert told(alert_of(about_staff)) == {"headteacher"}
    assert told(alert_of(grave)) == LEADS
    assert Alert.select().where(Alert.kind == "item.held").count() == 1


def test_a_fault_in_telling_keeps_no_item_from_being_held(phone, todays_trip, monkeypatch):
    def fail(*_):
        raise RuntimeError("planted")

    monkeypatch.setattr(deliveries, "queue", fail)
    receipts(phone.sends(phone.labels(b"\x04" * 200, id="broken", trip=todays_trip)))
    assert [(row.state, row.reason) for row in Opening.select()] == [("held", "seal.broken")]


def test_a_finished_report_that_is_graver_is_told_anew(phone, todays_trip):
    record = incident(todays_trip, "injury", "minor")
    draft = phone.seals("draft", record["id"], json.dumps({**record, "body": {**record["body"]}}).encode())
    receipts(phone.sends(phone.labels(draft, id=record["id"], type="draft", trip=todays_trip)))
    assert not Alert.select().exists()
    receipts(phone.sends(phone.files({**record, "body": {**record["body"], "severity": "critical"}})))
    assert told(alert_of(record)) == LEADS


def test_what_turns_out_to_be_about_staff_is_no_longer_shown_to_the_others(app):
    with app.app_context():
        for situation in (Situation("incident.reported"), Situation("incident.reported", "allegation", None, "staff")):
            alert = raise_alert(school_id(), situation, "x")
        assert told(alert) == {"headteacher"}


def test_the_school_adds_a_role_and_a_person(files, app):
    role = {"number": 1, "row": "serious", "role": "slt", "staff": None}
    person = {"number": 2, "row": "serious", "role": None, "staff": staff_id("staff")}
    chosen(app, alerts__added=[role, person])
    # The headteacher is of the SLT.
    assert told(alert_of(files("injury", "serious"))) == {*LEADS, "slt", "headteacher", "staff"}


def evening(trip: str) -> datetime:
    """Nine in the evening of the trip's last day."""
    day = Trip.get_by_id(trip).ends_on
    return datetime.combine(day, datetime.min.time(), clock.SCHOOL_TIME) + timedelta(hours=21)


def test_a_trip_due_back_whose_phone_is_silent_is_told_once(app, phone, todays_trip):
    at = evening(todays_trip)
    PhoneContact.update(heard_at=at - timedelta(hours=11)).execute()
    with app.app_context():
        escalate(at - timedelta(hours=4))
        assert not Alert.select().exists()
        escalate(at)
        Alert.update(due_at=None).execute()
        escalate(at + timedelta(minutes=1))
        [alert] = Alert.select().where(Alert.kind == "phone.silent")
        assert (told(alert), alert.trip) == ({"office", "evc", "trip_leader"}, todays_trip)


def test_a_phone_heard_of_or_late_is_not_missed(app, phone, todays_trip):
    at = evening(todays_trip)
    with app.app_context():
        PhoneContact.update(heard_at=at - timedelta(hours=2), waiting=3).execute()
        escalate(at)
        PhoneContact.update(heard_at=at - timedelta(hours=11), waiting=3).execute()
        late = {"n": 1, "school": school_id(), "trip": todays_trip, "phone": "x"}
        TripDelay.create(**late, until=at + timedelta(hours=1), told_at=at)
        escalate(at)
        assert not Alert.select().exists()


def test_a_phone_that_owes_only_what_is_for_the_chair_is_not_missed(app, phone, todays_trip):
    """Nothing else would explain the alert."""
    at = evening(todays_trip)
    PhoneContact.update(heard_at=at - timedelta(hours=3, minutes=1), waiting=1).execute()
    with app.app_context():
        escalate(at)
        assert not Alert.select().exists()


def test_what_is_for_today_is_sent_after_the_quiet_hours_and_what_is_for_now_at_once(app, phone):
    holder = PinHolder(phone, "dsl").signs_in().chooses()
    night = datetime(2026, 3, 3, 22, 30, tzinfo=clock.SCHOOL_TIME)
    with app.app_context(), time_machine.travel(night, tick=False):
        PushSubscription.create(
            school=school_id(), phone=SchoolPhone.get(SchoolPhone.name == "Phone 3").id, **SUBSCRIPTION
        )
        PushSubscriber.create(subscription=PushSubscription.get().id, staff=holder.person["staff"], school=school_id())
        for urgency in ("today", "now"):
            deliveries.queue(urgency, school_id(), [holder.person["staff"]], urgency)
    at = {row.text: (row.next_try_at.astimezone(clock.SCHOOL_TIME), row.expires_at) for row in Delivery.select()}
    assert at["now"][0] == night
    assert at["today"][0] == night.replace(day=4, hour=7, minute=0)
    assert at["today"][1] >= night.replace(day=5, hour=0, minute=0)


def test_one_alert_that_cannot_be_passed_on_holds_up_no_other(app, files, monkeypatch):
    first, second = (alert_of(files("safeguarding", "serious")) for _ in range(2))
    really = escalation.step_after

    def fails_once(alert):
        if alert.id == first.id:
            raise RuntimeError("planted")
        return really(alert)

    monkeypatch.setattr(escalation, "step_after", fails_once)
    with app.app_context():
        escalate(clock.now() + timedelta(minutes=11))
    assert (Alert.get_by_id(first.id).step, Alert.get_by_id(second.id).step > 0) == (0, True)


def test_whoever_is_no_longer_to_know_is_sent_nothing_more(app, todays_trip):
    with app.app_context():
        alert = raise_alert(school_id(), Situation("incident.reported", "injury", "serious"), "x", trip=todays_trip)
        leader = staff_id("trip_leader")
        for staff in (leader, staff_id("headteacher")):
            Delivery.create(**{**WAITING_ROW, "alert": alert.id, "staff": staff, "school": school_id()})
        raise_alert(school_id(), Situation("incident.reported", "allegation", "serious", "staff"), "x")
    states = {row.staff: (row.state, row.error) for row in Delivery.select()}
    assert states[leader] == ("failed", "called off")
    assert states[staff_id("headteacher")][0] == "waiting"


def test_the_marks_of_a_list_tell_nothing_of_what_others_have(app, as_role):
    head = as_role("headteacher")
    before = head.get("/api/office/alerts").json
    with app.app_context():
        raise_alert(school_id(), Situation("incident.reported", "allegation", None, "headteacher"), "x", is_apart=True)
        raise_alert(school_id(), Situation("incident.reported", "safeguarding", "serious"), "y")
    assert head.get("/api/office/alerts").json == before


def test_a_concern_about_staff_that_went_up_is_read_by_the_chair_and_not_before(app, files, as_role):
    record = files("allegation", "serious", what_happened="She was grabbed by the arm.")
    page, chair = f"/office/incidents/{record['id']}", as_role("chair")
    assert chair.get(page).status_code == 404
    with app.app_context():
        escalate(clock.now() + timedelta(minutes=11))
    assert "She was grabbed by the arm." in chair.get(page).text


def test_raising_is_in_the_audit_log_and_says_nothing_of_it(files):
    alert = alert_of(files("safeguarding", "serious"))
    [entry] = AuditEntry.select().where(AuditEntry.action == "alert.raised")
    assert (entry.subject, json.loads(entry.details)) == (alert.id, {"urgency": "now"})
    assert [row.act for row in AlertAct.select()] == ["raised", "told", "told"]
