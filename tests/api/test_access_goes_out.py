"""What may leave and when: no free text unread, no step before its time, no file that is not what stands now."""

from __future__ import annotations

import html
import json

import pytest

from server.access_requests.models import AccessAct, AccessItem, AccessStanding
from server.consent.models import ConsentDecision
from server.foundation import clock
from server.retention.models import RetentionHold
from server.trips.models import Pupil, PupilCare, PupilContact, Trip, TripPupil
from server.trips.planning_models import TripChange
from tests.api.access_requests import everything_goes_out, is_ready, looks, opens, sealed_by, signs, takes
from tests.api.reported import incident, school


@pytest.fixture
def child(app):
    return Pupil.create(school=school(), first_name="Adaeze", last_name="Okonkwo", class_name="Heron")


@pytest.fixture
def dsl(as_role):
    return as_role("dsl")


@pytest.fixture
def head(as_role):
    return as_role("headteacher")


def ready(dsl, head, child):
    """A request of which everything goes out; its address."""
    address = opens(dsl, child)
    looks(dsl, address)
    is_ready(dsl, head, address)
    everything_goes_out(address, dsl, head)
    return address


def take_out(client, address, item, passage):
    return client.post(f"{address}/found/{item.number}/take-out", data={"passage": passage, "reason": "Another child"})


def test_names_in_a_trips_title_place_group_and_class_are_masked_and_can_be_taken_out(dsl, head, child):
    said = "Priya Shah with Zofia Wozniak in the Rosewood"
    Pupil.create(school=school(), first_name="Zofia", last_name="Wozniak", class_name="Kestrel")
    Pupil.update(class_name=said).where(Pupil.id == child.id).execute()
    trip = Trip.get(Trip.title == "Castle visit")
    Trip.update(title=said, place=said).where(Trip.id == trip.id).execute()
    TripPupil.create(trip=trip, pupil=child, school=school(), group_name=said)
    address = ready(dsl, head, child)
    items = [row for row in AccessItem.select() if "Rosewood" in f"{row.title}{row.facts}{row.plain}"]

    assert len(items) == 2
    for item in items:
        assert take_out(dsl, address, item, "the Rosewood").status_code == 302
    for content in sealed_by(dsl, head, address).values():
        text = html.unescape(content.decode())
        assert text.count("[a member of staff] with [another pupil] in [taken out]") == 4
        assert not [name for name in ("Priya", "Zofia", "Wozniak", "Rosewood") if name in text]


def test_a_passage_over_two_lines_is_taken_out(dsl, head, child):
    incident("injury", body={"what_happened": "Adaeze Okonkwo\nsecret one\nsecret two\r\nsecret three\nfell"})
    address = ready(dsl, head, child)
    item = next(row for row in AccessItem.select() if "secret" in row.facts)

    assert take_out(dsl, address, item, "secret one\r\nsecret two\r\nsecret three").status_code == 302

    for content in sealed_by(dsl, head, address).values():
        assert b"secret" not in content
        assert b"[taken out]" in content


def test_what_somebody_wrote_is_never_let_out_unread(dsl, child):
    now, here, words = clock.now(), {"school": school()}, "CANARY father suspected"
    trip = Trip.get(Trip.title == "Castle visit")
    held = RetentionHold.create(what="pupil", subject=child.id, why=words, made_at=now, made_by="x", **here)
    put = {"part": "pupils", "at": now, "by": "x", "what": json.dumps({"removed": [child.id]}), "why": words}
    change = TripChange.create(trip=trip, **put, **here)
    PupilCare.create(pupil=child, words=words, **here)
    PupilContact.create(pupil=child, position=1, name="Ngozi", relation="Mother", number="07700 900111", **here)
    TripPupil.create(trip=trip, pupil=child, **here)
    answer = {"medium": "photo", "response": "given", "answered_by": "parent", "respondent": "N", "how": "paper"}
    days = {"decided_on": clock.today(), "valid_from": clock.today(), "recorded_at": now, "recorded_by": "x"}
    with_notes, plain = (
        ConsentDecision.create(pupil=child, purpose=purpose, small_print=notes, **answer, **days, **here)
        for purpose, notes in (("website", words), ("display", ""))
    )
    address = opens(dsl, child)
    found = looks(dsl, address)

    assert dsl.post(f"{address}/found/all-filed").status_code == 302

    gone = {act.item for act in AccessAct.select().where(AccessAct.act == "goes_out")}
    assert {key for key, row in found.items() if row.number in gone} == {
        *(f"pupil:{child.id}", f"contact:{child.id}:1", f"trip:{trip.id}:{child.id}", f"consent:{plain.n}"),
    }
    assert {f"hold:{held.id}", f"change:{change.n}", f"consent:{with_notes.n}"} <= found.keys()
    assert "CANARY" not in dsl.get(f"{address}/preview").text


@pytest.mark.parametrize("step", ["given", "resume", "mask-staff", "mask-family", "back"])
def test_a_step_that_is_not_open_is_refused_when_it_is_posted(dsl, child, as_role, step):
    client = as_role("office") if step in ("given", "resume") else dsl
    address = opens(client, child)
    before = AccessStanding.get().due_on
    assert f"step/{step}" not in client.get(address).text

    answer = takes(client, address, step)

    assert answer.status_code == 422
    assert "This cannot be done as the request stands now" in answer.text
    assert [act.act for act in AccessAct.select()] == ["opened"]
    assert AccessStanding.get().due_on == before


def test_a_step_posted_twice_is_taken_once(dsl, child):
    address = opens(dsl, child)

    assert [takes(dsl, address, "who").status_code for _ in range(2)] == [302, 422]
    assert AccessAct.select().where(AccessAct.act == "identity").count() == 1


def test_a_file_that_is_not_what_stands_now_is_neither_fetched_nor_given(dsl, head, child):
    incident("injury", body={"what_happened": "Adaeze Okonkwo and littlename fell"})
    address = ready(dsl, head, child)
    sealed_by(dsl, head, address)
    assert "Fetch the locked file" in dsl.get(address).text
    item = next(row for row in AccessItem.select() if "littlename" in row.facts)

    assert take_out(dsl, address, item, "littlename").status_code == 302

    page = dsl.get(address).text
    assert "Let go" not in page
    assert "Fetch the locked file" not in page
    refused = dsl.get(f"{address}/file")
    assert refused.status_code == 409
    assert takes(dsl, address, "given").status_code == 422
    assert AccessAct.select().where(AccessAct.act << ["fetched", "given"]).count() == 1
    assert signs(dsl, address, "first").status_code == 302
    assert signs(head, address, "second").status_code == 200
    assert dsl.get(f"{address}/file").status_code == 200
    assert takes(dsl, address, "given").status_code == 302
