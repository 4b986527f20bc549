"""Alerts on a phone: sealed to each person who was told, and nothing of them for anybody else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from cryptography.exceptions import InvalidTag

from server.accounts.models import Staff
from server.alerts import queries
from server.alerts.queries import InboxItem
from server.foundation import crypto
from server.phones.models import Phone
from tests.api.pins import pin_of
from tests.cast import CLIENT, address_of, grazed_knee, receipts

NUMBER = "01632 960102"
MISSING = InboxItem(
    id="0123456789abcdef0123456789abcdef",
    urgency="now",
    title="Missing pupil, critical",
    detail="Reported from Phone 4",
    raised_at=datetime(2026, 11, 26, 10, 2, tzinfo=UTC),
    role="dsl",
    trip_title="Castle visit",
    contacts=(SimpleNamespace(title="Office", name="Front desk", number=NUMBER),),
)


def id_of(role):
    """The demo school's person in this role."""
    return Staff.get(Staff.email == address_of(role)).id


@pytest.fixture
def tells(monkeypatch):
    """`tells({"dsl": [item]})` is what the people in these roles were told of."""

    def tell(told):
        by_staff = {id_of(role): items for role, items in told.items()}
        monkeypatch.setattr(queries, "inbox_of", lambda _school, staff: by_staff.get(staff, []))

    return tell


@pytest.fixture
def daniel(phone):
    """The DSL, with a PIN on Phone 3."""
    return pin_of(phone, "dsl")


def fetches(holder, tag=None):
    headers = {**CLIENT, **({"If-None-Match": f'"{tag}"'} if tag else {})}
    return holder.phone.client.get("/api/alerts", headers=headers)


def opened(holder, answer):
    """What this person reads of it."""
    own = next(one for one in answer.json["people"] if one["unlock"] == holder.person["unlock"])
    return with_key(holder, own)


def with_key(holder, sealed):
    content = crypto.from_base64url(sealed["sealed"])
    framed = crypto.SUITE.decrypt(content, holder.seal, info=crypto.info("pack", sealed["unlock"]))
    return json.loads(crypto.unframe(framed))


def test_who_was_told_reads_what_when_and_whom_to_ring(daniel, tells):
    tells({"dsl": [MISSING]})
    (alert,) = opened(daniel, fetches(daniel))["alerts"]
    assert (alert["title"], alert["trip"], alert["role"]) == ("Missing pupil, critical", "Castle visit", "DSL")
    assert alert["raised_at"] == "2026-11-26T10:02:00.000Z"
    assert alert["contacts"] == [{"title": "Office", "name": "Front desk", "number": NUMBER}]


def test_nothing_of_an_alert_can_be_read_in_the_answer(daniel, tells):
    tells({"dsl": [MISSING]})
    said = fetches(daniel).text
    for word in (MISSING.id, "Missing", "Castle", "Phone 4", NUMBER, "now", "Daniel"):
        assert word not in said


def test_another_person_on_the_phone_cannot_open_it(daniel, tells):
    tom = pin_of(daniel.phone, "staff")
    tells({"dsl": [MISSING]})
    own, _toms = sorted(fetches(tom).json["people"], key=lambda one: one["unlock"] != daniel.person["unlock"])
    assert with_key(daniel, own)["alerts"]
    with pytest.raises(InvalidTag):
        with_key(tom, own)
    assert opened(tom, fetches(tom))["alerts"] == []


def test_it_counts_what_nobody_has_taken_up_each_once(daniel, tells):
    pin_of(daniel.phone, "deputy_dsl")
    taken = replace(MISSING, id="1" * 32, taken_by=("Maeve Brennan",))
    closed = replace(MISSING, id="2" * 32, closed_at=MISSING.raised_at)
    tells({"dsl": [MISSING, taken, closed], "deputy_dsl": [MISSING, taken]})
    assert fetches(daniel).json["needs"] == 1


def test_who_has_an_alert_hands_it_on_to_those_who_may_know(daniel, tells):
    tells({"dsl": [MISSING]})
    inbox = opened(daniel, fetches(daniel))
    (alert,) = inbox["alerts"]
    assert {id_of("deputy_dsl"), id_of("headteacher")} <= set(alert["to"])
    assert not {id_of(role) for role in ("dsl", "chair", "trip_leader", "staff")} & set(alert["to"])
    assert inbox["people"][id_of("deputy_dsl")][1] == "Deputy DSL"


def test_what_the_chair_was_told_of_is_handed_to_no_one_at_school(phone, tells):
    chair = pin_of(phone, "chair")
    tells({"chair": [replace(MISSING, role="chair")]})
    assert opened(chair, fetches(chair))["people"] == {}


def test_an_unchanged_inbox_is_not_sent_again_and_a_changed_one_is(daniel, tells):
    tells({"dsl": [MISSING]})
    first = fetches(daniel)
    tag = first.json["tag"]
    assert first.headers["ETag"] == f'"{tag}"'
    again = fetches(daniel, tag)
    assert (again.status_code, again.data) == (304, b"")
    tells({"dsl": [replace(MISSING, taken_by=("Daniel Price",))]})
    assert fetches(daniel, tag).status_code == 200


def test_without_a_phone_there_is_nothing(client, as_role):
    for caller in (client, as_role("dsl")):
        answer = caller.get("/api/alerts", headers=CLIENT)
        assert (answer.status_code, answer.json["code"]) == (401, "access.phone_unknown")


def test_a_lost_phone_and_a_person_shut_out_get_nothing(daniel, tells, as_role):
    tells({"dsl": [MISSING]})
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
