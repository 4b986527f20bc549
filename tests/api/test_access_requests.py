"""An access request from its opening to its sealed file: what goes out, who lets it go, by when, and what stays in."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, date, datetime, timedelta

import peewee
import pytest
import time_machine

from server.access_requests.models import AccessAct, AccessFile, AccessItem, AccessRequest
from server.accounts.models import School, Staff
from server.foundation.audit import AuditEntry, verify
from server.foundation.database import db
from server.trips.models import Pupil, PupilContact, Trip, TripJoiner
from tests.api.access_requests import (
    PASSPHRASE,
    REQUESTS,
    asked_for,
    decides,
    everything_goes_out,
    is_ready,
    looks,
    opens,
    sealed_by,
    signs,
    takes,
)
from tests.api.reported import incident, record_of, school

WHY = "CANARY the family court said so"
WRITTEN = (
    "Adaeze fell on Kofi Mensah-Boyd. Kofi's mother, Mrs Abena Boyd (07700 900123, a.boyd@example.org), was rung by "
    "Priya Shah. Zofia W. saw it, and so did Ted Larkin, a helper. The Rosewood house is where they live now. "
    "Mrs Okonkwo came."
)
OTHERS = ("Kofi", "Mensah", "Boyd", "Abena", "Zofia", "Wozniak", "Larkin", "07700 900123", "a.boyd", "Priya", "Shah")


@pytest.fixture
def child(app):
    made = Pupil.create(school=school(), first_name="Adaeze", last_name="Okonkwo", class_name="Heron")
    kofi = Pupil.create(school=school(), first_name="Kofi", last_name="Mensah-Boyd", class_name="Heron")
    Pupil.create(school=school(), first_name="Zofia", last_name="Wozniak", class_name="Kestrel")
    for pupil, name in ((kofi, "Abena Boyd"), (made, "Mrs Ngozi Okonkwo")):
        PupilContact.create(
            pupil=pupil, position=1, name=name, relation="Mother", number="07700 900123", school=school()
        )
    helper = {"trip": Trip.get(), "part": "helper", "name": "Ted Larkin"}
    TripJoiner.create(school=school(), added_at=datetime.now(UTC), added_by="x", **helper)
    return made


@pytest.fixture
def dsl(as_role):
    return as_role("dsl")


@pytest.fixture
def head(as_role):
    return as_role("headteacher")


@pytest.fixture
def ready(app, dsl, head, child):
    """A request of which all is decided: one report goes out, one is held back, and everything else goes out."""
    incident("injury", body={"what_happened": WRITTEN, "pupils": "Adaeze Okonkwo, Kofi Mensah-Boyd"})
    held = record_of("incident.reported", {"what_happened": "Adaeze told CANARYHELD of it"})
    address = opens(dsl, child, names="Addy", risk="CANARYRISK not the address")
    looks(dsl, address)
    is_ready(dsl, head, address)
    item = next(row for row in AccessItem.select() if "CANARYHELD" in row.facts)
    decides(dsl, address, item, "held_back", ground="child_abuse", words=WHY)
    assert held
    everything_goes_out(address, dsl, head)
    return address


def test_no_other_persons_name_leaves_in_any_byte(ready, dsl, head, child):
    files = sealed_by(dsl, head, ready)

    assert set(files) == {"records.html", "records.json"}
    for content in files.values():
        text = html.unescape(content.decode())
        assert not [name for name in OTHERS if re.search(rf"(?<!\w){re.escape(name)}", text, re.IGNORECASE)]
        everybody = [f"{one.first_name} {one.last_name}" for one in Pupil.select() if one != child]
        assert not [name for name in (*everybody, *(one.name for one in Staff.select())) if name in text]
        assert "Adaeze fell on [another pupil]" in text
        for mark in ("[a parent or carer]", "[a member of staff]", "[a helper]", "[number]"):
            assert mark in text, mark


def test_nothing_held_back_and_no_reason_is_in_the_file(ready, dsl, head):
    files = sealed_by(dsl, head, ready)

    for content in files.values():
        assert b"CANARY" not in content
    assert WHY in dsl.get(f"{ready}/log").text
    assert "Held back" in dsl.get(f"{ready}/log").text
    assert "CANARYRISK" in dsl.get(ready).text


def test_a_passage_taken_out_is_gone_and_its_reason_stays_in(ready, dsl, head):
    item = next(row for row in AccessItem.select() if "Rosewood" in row.facts)
    page = f"{ready}/found/{item.number}"

    wrong = dsl.post(f"{page}/take-out", data={"passage": "Rosewoods", "reason": WHY})
    right = dsl.post(f"{page}/take-out", data={"passage": "The Rosewood house", "reason": WHY})

    assert (wrong.status_code, right.status_code) == (422, 302)
    files = sealed_by(dsl, head, ready)
    for content in files.values():
        assert b"Rosewood" not in content
        assert b"[taken out] is where they live now" in content
        assert b"CANARY" not in content
    act = AccessAct.get(AccessAct.act == "struck")
    assert dsl.post(f"{page}/put-back", data={"act": act.n}).status_code == 302
    assert "The Rosewood house" in dsl.get(f"{ready}/preview").text


def test_a_passage_that_no_longer_stands_there_holds_it_up(ready, dsl, head):
    item = next(row for row in AccessItem.select() if "Rosewood" in row.facts)
    dsl.post(f"{ready}/found/{item.number}/take-out", data={"passage": "by [a member of staff]", "reason": "x"})

    takes(dsl, ready, "show-staff")

    assert "no longer stands there" in dsl.get(f"{ready}/release").text
    assert signs(dsl, ready, "first", "0" * 64).status_code == 422


def test_the_preview_is_what_goes_out_word_for_word(ready, dsl, head):
    preview = dsl.get(f"{ready}/preview").text

    page = sealed_by(dsl, head, ready)["records.html"].decode()

    body = page.split("<body>\n")[1].split("\n</body>")[0]
    assert body in preview
    assert len(body) > 1000
    assert "@page" in page


def test_names_are_shown_where_somebody_says_why(ready, dsl, head):
    takes(dsl, ready, "show-staff", "They acted at work")
    takes(dsl, ready, "show-family", "She asks herself")

    text = sealed_by(dsl, head, ready)["records.json"].decode()

    assert "Priya Shah" in text
    assert "Mrs Ngozi Okonkwo" in text
    assert "Mrs Okonkwo came" in text
    assert "Kofi" not in text
    assert "07700" not in text


def test_two_people_let_it_go_and_never_one_twice(ready, dsl, head):
    assert signs(dsl, ready, "first").status_code == 302

    own = signs(dsl, ready, "second", AccessAct.get(AccessAct.act == "agreed").digest)

    waits = "Access request 1 waits for a second person"
    assert own.status_code == 422
    assert waits in head.get("/office").text
    assert waits not in dsl.get("/office").text
    assert "Somebody else has to be the second" in own.text
    assert not AccessFile.select().exists()
    seen = AccessAct.get(AccessAct.act == "agreed").digest
    assert PASSPHRASE.search(signs(head, ready, "second").text)
    again = signs(head, ready, "second", seen)
    assert again.status_code == 422
    assert not PASSPHRASE.search(again.text)


def test_two_deputies_are_not_enough(ready, as_role, app, dsl):
    deputy = as_role("deputy_dsl")
    assert signs(deputy, ready, "first").status_code == 302
    other = as_role("headteacher")
    with db.atomic():
        db.execute_sql("UPDATE staff_role SET role = 'deputy_dsl' WHERE role = 'headteacher'")

    refused = signs(other, ready, "second", AccessAct.get(AccessAct.act == "agreed").digest)

    assert refused.status_code == 422
    assert "One of the two has to be the DSL or the headteacher" in refused.text
    assert signs(dsl, ready, "second").status_code == 200


def test_nobody_lets_go_what_the_first_did_not_see(ready, dsl, head):
    signs(dsl, ready, "first")
    seen = AccessAct.get(AccessAct.act == "agreed").digest
    item = next(row for row in AccessItem.select() if "Rosewood" in row.facts)

    decides(head, ready, item, "other_child")

    late = signs(head, ready, "second", seen)
    assert late.status_code == 422
    assert "Nobody has signed first" in late.text
    assert signs(dsl, ready, "first", seen).status_code == 422


@pytest.mark.parametrize("lacking", ["who", "chair", "head", "a decision", "the clock"])
def test_nothing_goes_before_all_is_done(app, dsl, head, child, lacking):
    incident("injury", body={"what_happened": WRITTEN})
    address = opens(dsl, child)
    looks(dsl, address)
    if lacking != "a decision":
        everything_goes_out(address, dsl, head)
    for client, step in ((dsl, "who"), (dsl, "chair"), (head, "head")):
        if step != lacking:
            takes(client, address, step)
    if lacking == "the clock":
        takes(dsl, address, "pause", waits_for="scope")

    page = dsl.get(f"{address}/release").text

    assert "Not yet." in page
    assert 'name="seen"' not in page
    assert signs(dsl, address, "first", "0" * 64).status_code == 422


def test_the_passphrase_is_kept_nowhere_and_a_closing_takes_the_rest(ready, dsl, head, app):
    signs(dsl, ready, "first")
    answer = signs(head, ready, "second")
    passphrase = PASSPHRASE.search(answer.text)[1]
    dump = "\n".join(db.connection().iterdump())
    assert passphrase not in dump
    assert passphrase not in head.get(ready).text
    assert "Adaeze fell on Kofi" in dump

    takes(dsl, ready, "close", "Given by hand")

    assert not AccessItem.select().exists()
    assert not AccessFile.select().exists()
    assert dsl.get(f"{ready}/file").status_code == 404
    assert WHY in dsl.get(f"{ready}/log").text
    assert takes(dsl, ready, "who").status_code == 409
    assert dsl.post(f"{ready}/found/look").status_code == 409


def test_the_log_is_never_changed(ready):
    for statement in ("UPDATE access_act SET words = ''", "DELETE FROM access_act", "DELETE FROM access_request"):
        with pytest.raises((peewee.IntegrityError, peewee.DatabaseError)):
            db.execute_sql(statement)


def test_each_act_and_look_is_in_the_audit_log_and_none_has_a_name(ready, dsl, head):
    request = AccessRequest.get().id
    sealed_by(dsl, head, ready)
    for page in (ready, f"{ready}/preview"):
        assert dsl.get(page).status_code == 200

    told = {row.action for row in AuditEntry.select() if row.subject == request}

    assert {
        f"access_request.{act}" for act in ("opened", "looked", "goes_out", "held_back", "released", "fetched")
    } <= told
    assert {"access_request.viewed", "access_request.thing_viewed", "access_request.previewed"} <= told
    details = " ".join(row.details for row in AuditEntry.select() if row.action.startswith("access_request."))
    assert "Adaeze" not in details
    assert "CANARY" not in details
    assert verify(school()).fault is None


@pytest.mark.parametrize(
    "role", ["trip_leader", "staff", "slt", "evc", "chair", "network_manager", "online_safety_lead"]
)
def test_other_roles_open_none_of_it(ready, as_role, role):
    other = as_role(role)
    for address in (REQUESTS, f"{REQUESTS}/new", ready, f"{ready}/found", f"{ready}/preview", f"{ready}/file"):
        assert other.get(address).status_code == 403, address


def test_the_office_keeps_the_clock_and_reads_nothing(ready, as_role):
    office = as_role("office")

    page = office.get(ready)

    assert page.status_code == 200
    assert "CANARYRISK" not in page.text
    assert takes(office, ready, "pause", waits_for="identity").status_code == 302
    for part in ("found", "found/1", "preview", "release", "file", "log"):
        assert office.get(f"{ready}/{part}").status_code == 403, part
    assert takes(office, ready, "chair").status_code == 403


def test_another_schools_request_is_as_one_that_is_not_there(app, dsl, child):
    other = School.create(name="Next door", is_demo=False, made_at=datetime.now(UTC))
    come = {"name": "A", "names": "", "asked_by": "B", "asker": "parent", "received_on": date(2026, 11, 3), "number": 1}
    opened = {"scope": "", "risk": "", "opened_at": datetime.now(UTC), "opened_by": "x"}
    request = AccessRequest.create(school=other, **come, **opened)

    for part in ("", "/found", "/preview", "/log", "/release", "/file", "/step/who"):
        assert dsl.get(f"{REQUESTS}/{request.id}{part}").status_code == 404, part
    assert "Request 1" not in dsl.get(REQUESTS).text


def test_the_list_and_every_address_name_nobody(ready, dsl):
    assert "Adaeze" not in dsl.get(REQUESTS).text
    assert "Adaeze" not in ready
    assert dsl.get(f"{ready}/found").text.count("Adaeze Okonkwo") == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"pupil": ""}, "Choose which pupil it is"),
        ({"pupil": "somebody-else"}, "Choose which pupil it is"),
        ({"received-day": ""}, "numbers"),
        ({"received-year": "2031"}, "still to come"),
        ({"asked_by": "  "}, "Write who is asking"),
        ({"name": "\u200b"}, "Choose which pupil it is"),
        ({"name": "x" * 5000}, "at most"),
        ({"names": "%_\n\n';--", "pupil": ""}, "Choose which pupil it is"),
    ],
)
def test_a_form_that_is_not_whole_opens_nothing(dsl, child, wrong, says):
    answer = dsl.post(f"{REQUESTS}/new", data={**asked_for(child), **wrong})

    assert answer.status_code == 422
    assert says in answer.text
    assert not AccessRequest.select().exists()


def test_the_clock_stands_while_the_school_waits_and_to_do_says_what_is_late(app, dsl, as_role, child):
    at = datetime(2026, 11, 3, 10, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        address = opens(as_role("dsl"), child)
    assert _due(as_role, at + timedelta(days=22)) == []
    assert _due(as_role, at + timedelta(days=24)) == ["Access request 1 is due in 6 days"]
    assert _due(as_role, at + timedelta(days=35)) == ["Access request 1 is overdue"]
    with time_machine.travel(at + timedelta(days=25), tick=False):
        takes(as_role("office"), address, "pause", waits_for="identity")
    assert _due(as_role, at + timedelta(days=35)) == []
    with time_machine.travel(at + timedelta(days=35), tick=False):
        takes(as_role("office"), address, "resume")
        page = as_role("dsl").get(address).text
    assert "The clock stood for 10 days" in page
    assert "14 December" in page
    assert date(2026, 12, 3) + timedelta(days=10) == date(2026, 12, 13)


def test_two_months_more_are_taken_within_the_first_alone(app, dsl, as_role, child):
    at = datetime(2026, 11, 3, 10, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        client = as_role("dsl")
        taken, late = (opens(client, child) for _ in range(2))
        assert takes(as_role("office"), taken, "longer").status_code == 403
        assert takes(client, taken, "longer", "Many reports; told by letter").status_code == 302
    with time_machine.travel(at + timedelta(days=35), tick=False):
        client = as_role("dsl")
        assert "3 February" in client.get(taken).text
        assert "step/longer" not in client.get(taken).text
        assert "step/longer" not in client.get(late).text
        assert takes(client, late, "longer").status_code == 422
    assert _due(as_role, at + timedelta(days=35)) == ["Access request 2 is overdue"]


def _due(as_role, at):
    with time_machine.travel(at, tick=False):
        page = as_role("dsl").get("/office").text
    return sorted(set(re.findall(r"Access request \d+ is (?:due in \d+ days|overdue)", page)))


def test_a_child_off_the_roll_is_looked_for_by_name_alone(app, dsl):
    record = record_of("incident.reported", {"what_happened": "Then Somebody Gone left"})
    found = looks(dsl, opens(dsl, None))

    assert [row.how for row in found.values()] == ["named"]
    assert record


def test_the_file_for_a_machine_says_what_the_page_does(ready, dsl, head):
    files = sealed_by(dsl, head, ready)
    said = json.loads(files["records.json"])
    page = html.unescape(files["records.html"].decode())

    assert said["child"] == "Adaeze Okonkwo"
    assert len(said["things"]) == page.count("<article>") == 3
    for thing in said["things"]:
        assert all(words in page for _name, words in thing["lines"])
