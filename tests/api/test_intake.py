"""What phones send is stored once, as it came, receipted, and never refused for what it says."""

from __future__ import annotations

import uuid

from server.foundation import crypto
from tests.cast import CLIENT, frame, grazed_knee, receipts


def test_a_filed_record_is_in_the_export_once_with_its_text(phone, todays_trip, exported):
    knee = grazed_knee(todays_trip, what_happened="Grazed knee on the drawbridge.")

    [receipt] = receipts(phone.sends(phone.files(knee)))

    [line] = exported()
    assert line["body"]["what_happened"] == "Grazed knee on the drawbridge."
    assert (line["id"], line["n"], line["state"]) == (knee["id"], receipt["n"], "opened")


def test_sending_again_gives_the_same_receipt_and_one_record(phone, exported):
    sent = phone.files(grazed_knee())

    first, again = (receipts(phone.sends(sent)) for _ in range(2))

    assert first == again
    assert len(exported()) == 1


def test_bytes_that_do_not_match_their_digest_are_refused_alone(phone, exported):
    damaged = bytearray(phone.files(grazed_knee()))
    damaged[-1] ^= 1
    whole = phone.files(grazed_knee())

    refused, kept = receipts(phone.sends(bytes(damaged), whole))

    assert refused["code"] == "intake.damaged"
    assert "n" in kept
    assert len(exported()) == 1


def test_one_id_with_two_contents_keeps_both_and_the_first_as_it_was(phone, todays_trip, exported):
    knee = grazed_knee(todays_trip, what_happened="Left knee.")
    other = {**knee, "body": {**knee["body"], "what_happened": "Right knee."}}

    phone.sends(phone.files(knee))
    phone.sends(phone.files(other))

    first, second = exported()
    assert (first["state"], second["state"], second["reason"]) == ("opened", "held", "versions.two")
    assert second["body"]["what_happened"] == "Right knee."


def test_one_number_with_two_ids_keeps_both_and_asks_for_fresh_numbering(phone, todays_trip, exported):
    one, other = grazed_knee(todays_trip), grazed_knee(todays_trip)

    phone.sends(phone.files(one, seq=1), phone.files(other, seq=1))

    assert [line["state"] for line in exported()] == ["opened", "opened"]
    assert "renumber" in phone.reports().json["notices"]


def test_a_numbering_that_turns_up_on_another_phone_is_kept_and_said(phone, new_phone, exported, as_role):
    phone.reports()
    phone.sends(phone.files(grazed_knee()))
    other = new_phone("Phone 4")
    other.sets_itself_up()
    other.chain = phone.chain

    receipts(other.sends(other.files(grazed_knee(), seq=9)))

    assert [line["state"] for line in exported()] == ["opened", "opened"]
    knee = exported()[1]["id"]
    assert "begun on another phone" in as_role("office").get(f"/office/incidents/{knee}").text


def test_a_label_that_is_not_filled_in_is_stored_and_held(phone, exported):
    knee = grazed_knee()

    [receipt] = receipts(phone.sends(phone.files(knee, seq="seven", chain=None)))

    assert receipt["n"] == 1
    assert [line["reason"] for line in exported()] == ["header.odd"]


def test_frames_that_cannot_be_told_apart_store_nothing(phone, exported):
    answer = phone.sends(phone.files(grazed_knee())[:-10])

    assert (answer.status_code, answer.json["code"]) == (400, "intake.unreadable_frames")
    assert exported() == []


def test_a_header_that_is_not_json_does_not_stop_its_neighbour(phone, exported):
    broken = b"\x00\x00\x00\x02{[\x00\x00\x00\x03abc"

    refused, kept = receipts(phone.sends(broken, phone.files(grazed_knee())))

    assert (refused["id"], refused["code"]) == (None, "intake.damaged")
    assert kept["n"] == 1


def test_more_than_a_hundred_frames_are_refused_so_that_the_phone_halves(phone):
    sealed = b"x"
    header = {"chain": phone.chain, "id": "a", "seq": 1, "trip": None, "kid": "k", "type": "record"}
    many = [frame({**header, "digest": crypto.digest(sealed)}, sealed)] * 101

    assert phone.sends(*many).json["code"] == "intake.too_many"


def test_a_blob_is_kept_by_its_digest_and_receipted(phone, exported):
    blob_id = str(uuid.uuid4())
    sealed = phone.seals("blob", blob_id, b"\xff\xd8 not a real picture")
    label = {
        "Lanyard-Chain": phone.chain,
        "Lanyard-Seq": "1",
        "Lanyard-Trip": "",
        "Lanyard-Kid": phone.key["kid"],
        "Lanyard-Digest": crypto.digest(sealed),
    }

    answer = phone.client.put(f"/api/outbox/blobs/{blob_id}", data=sealed, headers={**CLIENT, **label})

    assert answer.json["digest"] == crypto.digest(sealed)
    assert [(line["type"], line["state"]) for line in exported()] == [("blob", "opened")]


def test_a_damaged_blob_is_refused_and_not_stored(phone, exported):
    headers = {**CLIENT, "Lanyard-Chain": phone.chain, "Lanyard-Seq": "1", "Lanyard-Digest": "0" * 64}

    answer = phone.client.put("/api/outbox/blobs/some-id", data=b"abc", headers=headers)

    assert (answer.status_code, answer.json["code"]) == (422, "intake.damaged")
    assert exported() == []
