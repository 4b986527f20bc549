"""No record stops a look through everything: one nested too deep is gone through as text, one with odd parts too."""

from __future__ import annotations

import json
import sys
import uuid

import pytest

from server.access_requests.models import AccessItem
from server.foundation import clock
from server.intake.models import Envelope, Opening, Record
from server.trips.models import Pupil
from tests.api.access_requests import decides, looks, opens
from tests.api.reported import school

KINDS = (
    *("guessed.kind", "incident.reported", "incident.followed_up", "parent.contacted", "alert.answered", "call.made"),
    *("pupils.counted", "personal_phone.used", "item.confiscated"),
)


@pytest.fixture
def child(app):
    return Pupil.create(school=school(), first_name="Adaeze", last_name="Okonkwo", class_name="Heron")


def held(kind, body, actor="{}"):
    """A record that is held, of whatever text; the key of what is found of it."""
    n, id_ = (Envelope.select(Envelope.n).order_by(Envelope.n.desc()).scalar() or 0) + 1, str(uuid.uuid4())
    label = {"type": "record", "id": id_, "digest": id_, "size": 1, "chain": "0" * 32, "seq": n, "kid": "k"}
    Envelope.insert(n=n, school=school(), phone="", received_at=clock.now(), **label).execute()
    Opening.insert(envelope=n, school=school(), state="held", opened_at=clock.now()).execute()
    texts = {"body": body, "actor": actor, "photos": "[]", "clock": "{}", "app": "x"}
    Record.insert(envelope=n, school=school(), id=id_, kind=kind, version=1, **texts).execute()
    return f"record:{n}"


def key_of(child):
    """As a trip's list has them."""
    return child.id.replace("-", "")[:8]


@pytest.mark.parametrize("depth", [900, 960, 985, 5000])
def test_a_record_nested_too_deep_to_read_is_gone_through_as_it_stands(as_role, child, depth):
    deep, dsl = "[" * depth + "]" * depth, as_role("dsl")
    said = f'{{"words": "Addy", "key": "{key_of(child)}", "deep": {deep}}}'
    keys = [held(kind, said, deep) for kind in KINDS]
    address = opens(dsl, child, names="Addy")

    found = looks(dsl, address)

    head = as_role("headteacher")
    for key in keys:
        reader = head if found[key].readers else dsl
        assert "Addy" in reader.get(f"{address}/found/{found[key].number}").text
        assert decides(reader, address, found[key], "goes_out").status_code == 302
    if depth > sys.getrecursionlimit():
        # What cannot be told apart may be a concern about staff.
        assert {found[key].readers for key in keys} == {"headteacher"}


@pytest.mark.parametrize("odd", [[], {}, 1, ["a"], None])
def test_a_record_with_odd_parts_is_gone_through_too(as_role, child, odd):
    names = ("incident", "about", "item", "alert", "category", "parent", "why_not", "key")
    missing = [{"key": key_of(child)}, odd]
    bodies = [{"words": "Addy", **dict.fromkeys(names, odd), "missing": missing}, ["Addy", {"key": key_of(child)}]]
    keys = [held(kind, json.dumps(body)) for kind in KINDS for body in bodies]

    looks(as_role("dsl"), opens(as_role("dsl"), child, names="Addy"))

    assert set(keys) <= {row.key for row in AccessItem.select()}
