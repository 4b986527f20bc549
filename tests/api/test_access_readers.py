"""What is one role's alone stays that role's in whatever was written of it: answers, holds, decisions, looks."""

from __future__ import annotations

import pytest

from server.access_requests.models import AccessItem
from server.alerts.models import Alert, AlertAct
from server.foundation import clock
from server.incidents.double_models import DoubleDecision
from server.incidents.models import IncidentPupil
from server.intake.models import Record
from server.personal_phone.use_models import OwnPhoneUse
from server.reconciliation.models import HeldDecision
from server.retention.models import RetentionHold, RetentionHoldEnd
from server.trips.models import Pupil
from tests.api.access_requests import decides, looks, opens
from tests.api.custody import link, taken
from tests.api.own_phones import use
from tests.api.reported import incident, record_of, school
from tests.cast import grazed_knee, receipts

WALL = "2026-06-12T10:00:00Z"
SECRET = "CANARY of Tom, with Adaeze Okonkwo"


@pytest.fixture
def child(app):
    return Pupil.create(school=school(), first_name="Adaeze", last_name="Okonkwo", class_name="Heron")


@pytest.fixture
def dsl(as_role):
    return as_role("dsl")


def concern():
    return incident("allegation", body={"what_happened": "Adaeze Okonkwo says that Tom shouted"})


def alert_of(kind, subject, **more):
    return Alert.create(kind=kind, subject=subject, urgency="now", raised_at=clock.now(), school=school(), **more)


def answered(alert):
    """An answer on a phone, and one in the office."""
    said = {"alert": alert.id, "act": "closed", "words": SECRET, "acted_at": WALL}
    AlertAct.create(alert=alert, act="closed", words=SECRET, at=clock.now(), school=school())
    return record_of("alert.answered", said)


def readers_of_secrets(dsl, address):
    """Who alone reads each thing with the words, by the beginning of its key; the DSL opens none that is not theirs."""
    looks(dsl, address)
    things = [row for row in AccessItem.select() if "CANARY" in row.facts]
    for one in things:
        is_theirs = not one.readers or "dsl" in one.readers.split()
        assert (dsl.get(f"{address}/found/{one.number}").status_code == 200) == is_theirs
    return sorted((one.key.split(":")[0], one.readers) for one in things)


@pytest.mark.parametrize("category", ["allegation", None])
def test_an_answer_to_an_alert_about_staff_is_the_headteachers_alone(dsl, child, category):
    answered(alert_of("incident.reported", concern(), category=category))

    found = readers_of_secrets(dsl, opens(dsl, child))

    assert found == [("alert", "headteacher"), ("record", "headteacher")]


def test_an_answer_to_an_alert_about_nobody_in_particular_is_for_all_who_decide(dsl, child):
    answered(alert_of("incident.reported", incident("injury"), category="injury"))

    assert readers_of_secrets(dsl, opens(dsl, child)) == [("alert", ""), ("record", "")]


def test_an_answer_about_an_own_phone_is_the_headteachers_or_the_chairs(dsl, child, phone, todays_trip):
    uses = [use(todays_trip, role) for role in ("headteacher", "staff")]
    receipts(phone.sends(*(phone.files(one) for one in uses)))
    for one in uses:
        Alert.update(is_apart=False).where(Alert.subject == one["id"]).execute()
        answered(Alert.get(Alert.subject == one["id"]))

    found = readers_of_secrets(dsl, opens(dsl, child))

    assert found == [("alert", "headteacher"), ("record", "headteacher")]


def test_a_held_record_of_a_headteachers_own_phone_is_the_chairs(dsl, child, phone, todays_trip):
    uses = [use(todays_trip, role, what_was_said=SECRET, of_no_form=1) for role in ("headteacher", "staff")]
    receipts(phone.sends(*(phone.files(one) for one in uses)))
    assert not OwnPhoneUse.select().exists()

    found = readers_of_secrets(dsl, opens(dsl, child))

    assert found == [("record", "headteacher")]


@pytest.mark.parametrize("first", ["item.moved", "item.confiscated"])
def test_what_belongs_to_a_concern_about_staff_is_its_readers_in_whatever_order_it_came(
    dsl, child, phone, todays_trip, first
):
    report = grazed_knee(todays_trip)
    report["body"] |= {"category": "allegation", "severity": "serious", "what_happened": "x"}
    bag = taken(WALL, todays_trip, whose="Adaeze Okonkwo", incident=report["id"], why=SECRET)
    moved = link("item.moved", WALL, todays_trip, item=bag["id"], to=SECRET)
    sent = [moved, bag] if first == "item.moved" else [bag, moved]
    for record in (*sent, report):
        receipts(phone.sends(phone.files(record)))

    found = readers_of_secrets(dsl, opens(dsl, child))

    assert found == [("record", "headteacher"), ("record", "headteacher")]


def test_what_becomes_part_of_a_concern_about_staff_is_decided_anew_by_its_readers(dsl, child, phone, todays_trip):
    report = grazed_knee(todays_trip)
    report["body"] |= {"category": "allegation", "severity": "serious", "what_happened": "x"}
    bag = taken(WALL, todays_trip, whose="Adaeze Okonkwo", incident=report["id"], why=SECRET)
    receipts(phone.sends(phone.files(bag)))
    address = opens(dsl, child)
    [before] = [row for row in looks(dsl, address).values() if "CANARY" in row.facts]
    assert decides(dsl, address, before, "goes_out").status_code == 302
    receipts(phone.sends(phone.files(report)))

    found = readers_of_secrets(dsl, address)

    assert found == [("record", "headteacher")]
    assert "CANARY" not in dsl.get(f"{address}/preview").text
    assert before.number not in {row.number for row in AccessItem.select()}


def test_why_a_concern_about_staff_is_held_or_doubled_is_its_readers(dsl, child):
    one, other, hurt = concern(), concern(), incident("injury", body={"what_happened": "Adaeze Okonkwo fell"})
    now, here = clock.now(), {"school": school()}
    decided = {"is_linked": True, "decided_by": "x", "decided_at": now, "after_n": 0}
    for pair in ((one, other), (one, hurt)):
        DoubleDecision.create(one=min(pair), other=max(pair), reason=SECRET, **decided, **here)
    for record in (one, hurt):
        made = {"what": "record", "subject": record, "why": SECRET, "made_at": now, "made_by": "x"}
        hold = RetentionHold.create(**made, **here)
        RetentionHoldEnd.create(hold=hold, at=now, by="x", why=SECRET, **here)

    found = readers_of_secrets(dsl, opens(dsl, child))

    assert [one for one in found if one[0] == "double"] == [("double", "headteacher")] * 2
    assert [one for one in found if one[0] == "hold"] == [("hold", ""), ("hold", "headteacher")]
    assert [one for one in found if one[0] == "hold ended"] == [("hold ended", ""), ("hold ended", "headteacher")]


@pytest.mark.parametrize(("category", "readers"), [("allegation", "headteacher"), ("injury", "")])
def test_why_something_held_was_kept_is_its_readers(dsl, child, category, readers):
    record = record_of("incident.reported", {"category": category, "what_happened": "x"})
    n = Record.get(Record.id == record).envelope_id
    decided = {"after_n": 0, "answer": "kept", "decided_by": "x", "decided_at": clock.now(), "school": school()}
    HeldDecision.create(envelope=n, reason=SECRET, **decided)

    assert readers_of_secrets(dsl, opens(dsl, child)) == [("held", readers)]


def test_looks_at_what_is_one_roles_alone_are_listed_for_that_role(dsl, child, as_role):
    head = as_role("headteacher")
    report = concern()
    assert head.get(f"/office/incidents/{report}").status_code == 200
    address = opens(dsl, child)

    listed = [row for key, row in looks(dsl, address).items() if key.startswith("looks:")]

    assert [row.readers for row in listed] == ["headteacher"]
    assert "Who looked" not in dsl.get(f"{address}/found").text
    assert "Who looked" in head.get(f"{address}/found").text


def test_looks_at_a_namesakes_records_are_not_this_childs(dsl, child, as_role):
    twin = Pupil.create(school=school(), first_name="Adaeze", last_name="Okonkwo", class_name="Kestrel")
    report = incident("injury", body={"pupils": "x"})
    IncidentPupil.create(incident=report, pupil=twin, school=school(), is_sure=True)
    later = record_of("incident.followed_up", {"incident": report, "words": "Better"})
    assert as_role("headteacher").get(f"/office/incidents/{report}").status_code == 200

    hers = looks(dsl, opens(dsl, child))
    his = looks(dsl, opens(dsl, twin))

    assert f"record:{Record.get(Record.id == later).envelope_id}" in hers
    assert not [key for key in hers if key.startswith("looks:")]
    assert [key for key in his if key.startswith("looks:")]


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("parent.contacted", {"told": False, "why_not": "risk_to_child"}),
        ("incident.followed_up", {"parent": {"told": False, "why_not": "risk_to_child"}}),
    ],
)
def test_a_risk_to_the_child_is_the_dsls_alone_in_whatever_form_it_came(dsl, child, as_role, kind, more):
    record_of(kind, {"incident": incident("injury"), "words": SECRET, **more})
    address = opens(dsl, child)

    assert readers_of_secrets(dsl, address) == [("record", "deputy_dsl dsl")]
    item = next(row for row in AccessItem.select() if "CANARY" in row.facts)
    assert as_role("headteacher").get(f"{address}/found/{item.number}").status_code == 404


def test_a_family_not_told_yet_is_for_all_who_decide(dsl, child):
    said = {"incident": incident("injury"), "words": SECRET, "parent": {"told": False, "why_not": "not_yet"}}
    record_of("incident.followed_up", said)

    assert readers_of_secrets(dsl, opens(dsl, child)) == [("record", "")]


def test_a_held_report_of_a_concern_about_staff_is_the_headteachers_alone(dsl, child):
    record_of("incident.reported", {"category": "allegation", "what_happened": SECRET})

    assert readers_of_secrets(dsl, opens(dsl, child)) == [("record", "headteacher")]
