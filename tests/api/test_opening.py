"""What cannot be understood is stored, receipted and held with its reason; whatever opens is handed on all the same."""

from __future__ import annotations

import json
import struct
import tracemalloc
import uuid
import zlib

import pytest

from server.foundation import crypto
from server.intake.rules import REASONS
from tests.cast import grazed_knee, receipts


def _only(exported):
    [line] = exported()
    return line["state"], line["reason"]


def test_a_key_the_school_does_not_have_is_held(phone, exported):
    receipts(phone.sends(phone.files(grazed_knee(), kid="0123456789abcdef")))

    assert _only(exported) == ("held", "key.unknown")


def test_a_record_sealed_for_another_id_is_held(phone, exported):
    knee = grazed_knee()
    sealed = phone.seals("record", str(uuid.uuid4()), json.dumps(knee).encode())

    receipts(phone.sends(phone.labels(sealed, id=knee["id"])))

    assert _only(exported) == ("held", "seal.broken")


def test_another_id_inside_than_outside_is_held(phone, exported):
    knee, outside = grazed_knee(), str(uuid.uuid4())
    sealed = phone.seals("record", outside, json.dumps(knee).encode())

    receipts(phone.sends(phone.labels(sealed, id=outside)))

    assert _only(exported) == ("held", "id.differs")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[" * 100_000, "json.broken"),
        (b'{"v": NaN}', "json.broken"),
        (b'{"v": 1' + b"0" * 5000 + b"}", "json.broken"),
        (b"\xff\xfe", "json.broken"),
        (b"[1, 2]", "plaintext.odd"),
        (b'{"v": 1, "kind": "incident.reported", "body": 7}', "plaintext.odd"),
        (b'{"v": true, "kind": "incident.reported", "body": {}}', "plaintext.odd"),
    ],
)
def test_contents_that_are_no_report_are_held(phone, exported, content, reason):
    record_id = str(uuid.uuid4())

    receipts(phone.sends(phone.labels(phone.seals("record", record_id, content), id=record_id)))

    assert _only(exported) == ("held", reason)


def test_a_small_body_that_unpacks_to_gigabytes_is_held(phone, exported):
    record_id = str(uuid.uuid4())
    bomb = phone.seals("record", record_id, b" " * 50_000_000, deflate=True)
    assert len(bomb) < crypto.LARGEST_RECORD_BYTES

    receipts(phone.sends(phone.labels(bomb, id=record_id)))

    assert _only(exported) == ("held", "frame.too_large")


def test_unpacking_stops_at_the_cap_and_not_at_the_memory():
    bomb = crypto.frame(b" " * 100_000_000, deflate=True)

    tracemalloc.start()
    with pytest.raises(crypto.CannotOpen, match=r"frame\.too_large"):
        crypto.unframe(bomb)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 8 * crypto.LARGEST_RECORD_BYTES


def test_a_frame_whose_length_lies_is_held():
    for framed in (b"", b"\0\0\0", struct.pack(">BI", 0, 99) + b"{}", struct.pack(">BI", 7, 2) + b"{}"):
        with pytest.raises(crypto.CannotOpen, match=r"frame\.broken"):
            crypto.unframe(framed)
    with pytest.raises(crypto.CannotOpen, match=r"frame\.broken"):
        crypto.unframe(struct.pack(">BI", 1, 4) + zlib.compress(b"{}")[2:5])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "incident.imagined"}, "kind.unknown"),
        ({"v": 99}, "version.unknown"),
        ({"body": {"started_at": "2026-06-12T09:14:00Z", "category": "zebra"}}, "body.invalid"),
        ({"body": {"started_at": "2026-06-12T09:14:00Z", "own_number": "07700 900123"}}, "body.invalid"),
    ],
)
def test_what_this_server_does_not_know_is_held(phone, exported, change, reason):
    receipts(phone.sends(phone.files({**grazed_knee(), **change})))

    assert _only(exported) == ("held", reason)


def test_a_trip_of_another_school_is_held_and_the_incident_still_listed(phone, exported, as_role):
    knee = grazed_knee(str(uuid.uuid4()))

    receipts(phone.sends(phone.files(knee)))

    assert _only(exported) == ("held", "trip.unknown")
    assert knee["id"] in as_role("office").get("/office").text


def test_no_trip_alone_never_holds_a_record(phone, exported):
    receipts(phone.sends(phone.files(grazed_knee(None))))

    assert _only(exported) == ("opened", None)


def test_half_an_emoji_does_not_hold_a_report(phone, exported, as_role):
    knee = grazed_knee(None, what_happened="Sore \ud83d knee")

    receipts(phone.sends(phone.files(knee)))

    assert _only(exported) == ("opened", None)
    assert "knee" in as_role("office").get(f"/office/incidents/{knee['id']}").text


def test_an_unknown_type_of_item_is_held(phone, exported):
    record_id = str(uuid.uuid4())
    sealed = phone.seals("zebra", record_id, b"{}")

    receipts(phone.sends(phone.labels(sealed, id=record_id, type="zebra")))

    assert _only(exported)[0] == "held"


def test_a_revoked_phone_and_a_disabled_author_are_still_heard(phone, todays_trip, exported, as_role):
    from server.accounts.models import Staff
    from server.phones.models import Phone as PhoneRow

    priya = Staff.get(Staff.email == "priya@wrenfield.example")
    as_role("network_manager").post(f"/office/staff/{priya.id}/disable")
    PhoneRow.update(revoked_at=priya.made_at).execute()
    knee = {**grazed_knee(todays_trip), "actor": {"staff": priya.id, "how": "session"}}

    receipts(phone.sends(phone.files(knee)))

    assert _only(exported) == ("opened", None)


def test_every_reason_is_in_words_and_on_the_held_page(phone, as_role):
    phone.sends(phone.files(grazed_knee(), kid="0123456789abcdef"))

    assert REASONS["key.unknown"] in as_role("office").get("/office/held").text
    assert all(words.endswith(".") for words in REASONS.values())


@pytest.mark.parametrize("step", ["unlock", "_keep"])
def test_one_that_cannot_be_opened_blocks_nothing_behind_it(phone, exported, monkeypatch, step):
    from server.intake import opening

    real, first = getattr(opening, step), []

    def fails_once(*given):
        first.append(given)
        if len(first) == 1:
            raise RuntimeError("the first one fails")
        return real(*given)

    monkeypatch.setattr(opening, step, fails_once)

    phone.sends(phone.files(grazed_knee()), phone.files(grazed_knee()))

    assert [line["reason"] for line in exported()] == ["opening.failed", None]
