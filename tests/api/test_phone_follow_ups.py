"""What phones add to a report: in order across phones and the office, and, about the headteacher, the chair's alone."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from server.incidents.head_models import HeadConcern
from server.intake.models import Opening
from tests.api.alerted import incident
from tests.api.flask_wire import comes, protocol_client
from tests.api.later import follow_up, later, page_of, sends
from tests.api.test_incident_chronology import lines_of, words_of

T1, T2, T3, T4 = (f"2026-06-12T{hour}:00:00.000Z" for hour in (10, 11, 12, 13))
SECRET = "Zephyrine said it was him again"


def parent(record, wall, **body):
    """What a phone says of a parent or carer, beside a follow-up."""
    empty = dict.fromkeys(("told", "whom", "told_by", "told_at", "how", "why_not", "words"))
    return later("parent.contacted", record["id"], wall, written_at=wall, **{**empty, **body})


def test_follow_ups_of_two_phones_and_the_office_stand_in_order_also_where_the_report_comes_last(
    phone, new_phone, todays_trip, as_role
):
    other = new_phone("Phone 2")
    other.sets_itself_up()
    record = incident(todays_trip, "injury", "minor", what_happened="Fell on the steps")
    said = parent(record, T4, told=True, whom="Her mother", how="phone", told_at=T2)
    phone.sends(*(phone.files(one) for one in (follow_up(record["id"], T3, "Third, of Phone 3"), said)))
    other.sends(other.files(follow_up(record["id"], T1, "First, of Phone 2")))
    assert "a report that has not come" in as_role("dsl").get("/office").text
    phone.sends(phone.files(record))
    sends(as_role("dsl"), page_of(record["id"], "follow-up"), words="Last, of the office")

    page = as_role("dsl").get(page_of(record["id"])).text

    expected = ["First, of Phone 2", "Her mother", "Third, of Phone 3", "Last, of the office"]
    assert words_of(page.split("What happened since")[1], *expected) == expected
    assert lines_of(page).count("Follow-up") == 3


def test_a_risk_to_the_child_said_on_a_phone_is_read_by_the_dsls_alone(phone, todays_trip, as_role):
    record = incident(todays_trip, "safeguarding", "serious")
    risk = parent(record, T1, told=False, why_not="risk_to_child", words=SECRET)
    phone.sends(phone.files(record), phone.files(risk))

    pages = {role: as_role(role).get(page_of(record["id"])).text for role in ("dsl", "deputy_dsl", "headteacher")}

    assert {role: SECRET in page for role, page in pages.items()} == {
        "dsl": True,
        "deputy_dsl": True,
        "headteacher": False,
    }
    assert "the DSL knows" in pages["headteacher"]


def unfinished(record, wall, known, **said):
    """A follow-up as a phone sends it unfinished, with what its form had of a parent or carer."""
    parent = {**dict.fromkeys(("told", "whom", "told_by", "told_at", "how", "why_not", "words")), **said}
    body = {"written_at": wall, "words": known, "happened_at": None, "parent": parent}
    return {**later("incident.followed_up", record["id"], wall, **body), "v": 2}


def sends_unfinished(phone, record):
    phone.sends(
        phone.labels(phone.seals("draft", record["id"], json.dumps(record).encode()), id=record["id"], type="draft")
    )


def test_a_follow_up_sent_unfinished_loses_nothing_of_a_parent_and_both_finished_records_take_its_place(
    phone, todays_trip, as_role
):
    record = incident(todays_trip, "injury", "minor")
    begun = unfinished(record, T1, "Her wrist is", told=True, whom="Her mother", how="phone", told_at=T2)
    phone.sends(phone.files(record))
    sends_unfinished(phone, begun)

    page = as_role("dsl").get(page_of(record["id"])).text

    chronology = page.split("What happened since")[1]
    assert words_of(chronology, "Her wrist is", "Parent or carer told", "Her mother, by phone") == [
        "Her wrist is",
        "Parent or carer told",
        "Her mother, by phone",
    ]
    assert chronology.count("It came unfinished, as it stood") == 2
    assert "Parent or carer told, " in page.split("What happened since")[0]
    finished = {**follow_up(record["id"], T1, "Her wrist is broken"), "id": begun["id"]}
    phone.sends(phone.files(finished), phone.files(parent(record, T1, told=True, whom="Her father", told_at=T2)))
    page = as_role("dsl").get(page_of(record["id"])).text.split("What happened since")[1]
    assert [page.count(words) for words in ("Her mother", "Her father", "Her wrist is broken", "unfinished")] == [
        0,
        1,
        1,
        0,
    ]


def test_a_risk_said_on_a_follow_up_sent_unfinished_is_read_by_the_dsls_alone_held_or_not(phone, todays_trip, as_role):
    record = incident(todays_trip, "safeguarding", "serious")
    risk = unfinished(record, T1, "She asked to stay", told=False, why_not="risk_to_child", words=SECRET)
    phone.sends(phone.files(record))
    sends_unfinished(phone, risk)
    roles = ("dsl", "deputy_dsl", "headteacher")

    pages = {role: as_role(role).get(page_of(record["id"])).text for role in roles}

    assert {role: SECRET in page for role, page in pages.items()} == dict(zip(roles, (True, True, False), strict=True))
    assert all("She asked to stay" in page for page in pages.values())
    assert "the DSL knows" in pages["headteacher"]
    sends_unfinished(phone, {**risk, "id": str(uuid4()), "trip": "gone"})
    [n] = [one.envelope_id for one in Opening.select().where(Opening.state == "held")]
    assert [SECRET in as_role(role).get(f"/office/held/{n}").text for role in roles] == [True, True, False]
    assert "Parent: why not" in as_role("dsl").get(f"/office/held/{n}").text


@pytest.fixture
def client(app, run):
    """The client of the protocol, as Phone 3."""
    return protocol_client(app, run("enrol-code", "--phone", "Phone 3").output.strip())


def adds_apart(client, about, **more):
    """A follow-up as a phone files it whose report lies on the chain apart. Answers its item."""
    body = {"incident": about, "written_at": T1, "words": SECRET, "happened_at": None, **more}
    plaintext = {**client.plaintext({}, None), "kind": "incident.followed_up", "v": 1 + len(more), "body": body}
    sealed = client.seals("record", plaintext["id"], json.dumps(plaintext).encode(), use="chair")
    return client.numbers("record", plaintext["id"], None, sealed, use="chair", is_apart=True)


def test_what_is_added_about_the_headteacher_leads_the_chair_to_its_concern_and_shows_to_nobody_else(
    client, as_role, exported
):
    report = client.files_about_the_headteacher({"what_happened": "Shouted"})
    added = adds_apart(client, report.header["id"])
    comes(client, added)
    chair = as_role("chair")

    def page_of_added():
        row = HeadConcern.get(HeadConcern.record == added.header["id"])
        return chair.get(f"/office/chair/{row.id}").text

    assert "adds to a report that has not come" in page_of_added()
    comes(client, report)
    concern = HeadConcern.get(HeadConcern.record == report.header["id"])
    page = page_of_added()
    assert (SECRET in page, f"/office/chair/{concern.id}" in page, report.header["id"] in page) == (True, True, False)
    assert SECRET not in str(exported())
    for role in ("dsl", "headteacher", "office"):
        browser = as_role(role)
        assert browser.get(page_of(report.header["id"])).status_code == 404
        assert "a report that has not come" not in browser.get("/office").text


def test_what_is_added_unfinished_about_the_headteacher_reads_line_by_line_on_the_chairs_page(client, as_role):
    report = client.files_about_the_headteacher({"what_happened": "Shouted"})
    parent = {"told": True, "whom": "Her mother", "told_at": None}
    added = adds_apart(client, report.header["id"], parent=parent)
    comes(client, report)
    comes(client, added)

    row = HeadConcern.get(HeadConcern.record == added.header["id"])
    page = as_role("chair").get(f"/office/chair/{row.id}").text

    assert [words for words in ("Parent: whom", "Her mother", "Parent: told") if words not in page] == []
    assert ("Parent: told at" in page, "{" in page.split("What was added")[1].split("Who and when")[0]) == (
        False,
        False,
    )
