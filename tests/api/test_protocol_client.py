"""A client written from docs/protocol.md alone, against a real server that is killed and started again."""

from __future__ import annotations

import hashlib
import json
import random
import re
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from server.intake.rules import REASONS
from tests.forked import ROOT
from tests.live_server import LiveServer
from tests.protocol_client import (
    ANSWER_DROPPED,
    HALF_SENT,
    OCTETS,
    SUITE,
    UNREAD,
    Item,
    ProtocolClient,
    Wire,
    framed,
    from_base64url,
    info,
    public_key,
    unframed,
)

PROTOCOL = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
VECTORS = json.loads(PROTOCOL.rpartition("```json\n")[2].partition("```")[0])
SETTLES_WITHIN_SECONDS = 30.0
Found = TypeVar("Found")


@pytest.fixture
def server(data_folder: Path) -> Iterator[LiveServer]:
    """A server in a process of its own, on a copy of the demo school."""
    with LiveServer(data_folder) as running:
        yield running


@pytest.fixture
def outside(server: LiveServer) -> ProtocolClient:
    """A client with a fresh code for Phone 3, not yet set up."""
    return ProtocolClient(Wire(server.url), server.flask("enrol-code", "--phone", "Phone 3").strip())


@pytest.fixture
def ready(outside: ProtocolClient) -> ProtocolClient:
    """The same, set up and in contact."""
    assert outside.sets_itself_up()
    outside.announces()
    return outside


def eventually(look: Callable[[], Found | None], what: str) -> Found:
    """What `look` finds, once it finds it. Each look asks the server, so there is nothing to wait for between two."""
    deadline = time.monotonic() + SETTLES_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if found := look():
            return found
    raise AssertionError(f"Not within {SETTLES_WITHIN_SECONDS} seconds: {what}")


def exported(server: LiveServer) -> list[dict[str, Any]]:
    """Every line of the export, once nothing waits to be opened."""

    def look() -> list[dict[str, Any]] | None:
        lines = [json.loads(line) for line in server.flask("export", "--format", "jsonl").splitlines()]
        return lines if all(line["state"] == "opened" or line["reason"] for line in lines) else None

    return eventually(look, "everything opened or held")


def by_arrival(receipts: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Receipts in the order in which the server numbered them."""
    return sorted(receipts.values(), key=lambda receipt: receipt["n"])


def test_a_lost_answer_to_setting_up_costs_nothing(server, outside):
    question = json.dumps(outside.enrolment()).encode()
    outside.wire.lose("/api/phones/enrol", question, "application/json", ANSWER_DROPPED)

    first, again = outside.asks_to_be_set_up(), outside.asks_to_be_set_up()

    assert (first.status, again.status) == (201, 201)
    assert (first.cookie, first.json["phone"]) == (again.cookie, again.json["phone"])
    assert (first.json["ready"], again.json["ready"]) == (False, True)
    other = ProtocolClient(Wire(server.url), outside.code)
    assert other.asks_to_be_set_up().json["code"] == "enrolment.code_used"


def test_each_record_is_there_once_after_lost_answers_replays_and_two_kills(server, ready):
    order = random.Random(7)
    trip = ready.card["trip"]["id"]
    filed = [ready.files({"what_happened": f"Grazed knee {i}"}, trip) for i in range(24)]
    ready.announces()
    for where, batch in ((HALF_SENT, filed[:9]), (UNREAD, filed[5:14]), (ANSWER_DROPPED, filed[10:20])):
        ready.loses_the_answer_to(order.sample(batch, len(batch)), where)
    server.kill()
    server.start()
    ready.announces()
    first = {receipt["id"]: receipt for receipt in ready.sends(order.sample(filed, 24))}
    ready.loses_the_answer_to(filed[::-1], UNREAD)
    server.kill()
    server.start()
    again = {receipt["id"]: receipt for receipt in ready.sends(order.sample(filed, 24))}

    lines = exported(server)

    assert first == again
    assert sorted(line["body"]["what_happened"] for line in lines) == sorted(f"Grazed knee {i}" for i in range(24))
    assert [(line["id"], line["digest"]) for line in lines] == [(r["id"], r["digest"]) for r in by_arrival(first)]
    assert {line["state"] for line in lines} == {"opened"}
    assert "holds" in server.flask("audit", "verify")


def test_what_has_a_receipt_is_there_after_a_kill(server, ready):
    receipts = ready.sends([ready.files({}), ready.files({})])
    server.kill()
    server.start()

    assert [(line["id"], line["n"], line["digest"]) for line in exported(server)] == [
        (receipt["id"], receipt["n"], receipt["digest"]) for receipt in receipts
    ]


def test_sealed_bytes_go_only_when_the_server_calls_them_settled(server, ready):
    item = ready.files({})
    ready.sends([item])
    assert item.sealed is not None

    eventually(lambda: ready.announces()["settled_n"] >= item.n, "a second copy")

    assert item.sealed is None


def test_what_was_announced_and_is_here_is_named_in_the_answer(ready):
    here, still_to_come = ready.files({}), ready.files({})
    ready.loses_the_answer_to([here], ANSWER_DROPPED)

    assert ready.announces()["have"] == {here.header["id"]: here.header["digest"]}
    assert still_to_come.is_waiting


def test_a_damaged_item_is_refused_alone_and_taken_when_sent_again(server, ready):
    whole, damaged = ready.files({}), ready.files({})
    kept = damaged.sealed
    damaged.sealed = kept[:-1] + bytes([kept[-1] ^ 1])

    refused, taken = ready.sends([damaged, whole])

    assert refused == {"id": damaged.header["id"], "code": "intake.damaged"}
    assert (damaged.is_waiting, taken["n"]) == (True, whole.n)
    damaged.sealed = kept
    assert ready.sends([damaged])[0]["digest"] == damaged.header["digest"]
    assert len(exported(server)) == 2


def test_a_blob_gets_a_receipt_and_the_same_one_again(server, ready):
    blob = ready.files_blob(bytes(range(256)) * 40)

    first, again = ready.sends_blob(blob), ready.sends_blob(blob)

    assert first.json == again.json
    assert (first.json["digest"], first.json["n"]) == (blob.header["digest"], blob.n)
    assert [(line["type"], line["state"]) for line in exported(server)] == [("blob", "opened")]


def test_an_export_line_has_the_members_the_document_lists(server, ready):
    ready.sends([ready.files({"category": "injury"}, ready.card["trip"]["id"])])

    [line] = exported(server)

    table = PROTOCOL.partition("one JSON object a line:")[2].partition("`held` with `reason` null")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    assert set(line) == {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_the_least_a_schema_asks_for_is_taken(server, ready):
    schema = ready.wire.ask("GET", "/api/kinds").json["incident.reported"]["1"]
    assert schema["required"] == ["started_at"]
    ready.sends([ready.files({})])

    assert [line["state"] for line in exported(server)] == ["opened"]


def test_the_document_names_every_reason_for_holding_and_no_other():
    table = PROTOCOL.partition("| `reason` | Meaning |")[2].partition("\n\n")[0]
    rows = [row.split("|")[1] for row in table.splitlines()[2:]]

    assert {reason for row in rows for reason in re.findall(r"`([a-z_.]+)`", row)} == set(REASONS)


def test_what_cannot_be_understood_is_receipted_and_held_with_the_documents_reason(server, ready):
    expected = {item.header["id"]: reason for reason, item in odd_items(ready).items()}

    assert all("n" in receipt for receipt in ready.sends(ready.waiting()))

    lines = exported(server)
    assert {line["id"]: line["reason"] for line in lines} == expected
    assert {line["state"] for line in lines} == {"held"}


def odd_items(client: ProtocolClient) -> dict[str, Item]:
    """One filed item for each reason that an item by itself can give."""
    elsewhere = {"v": 1, "id": "another", "kind": "incident.reported", "body": {}}
    odd = {
        "frame.broken": files_as_it_is(client, b"\x02" + framed(b"{}")[1:]),
        "frame.too_large": files_as_it_is(client, framed(b" " * 300_000, is_compressed=True)),
        "json.broken": files_as_it_is(client, framed(b"[" * 60_000)),
        "id.differs": files_as_it_is(client, framed(json.dumps(elsewhere).encode())),
        "type.unknown": client.numbers("sandwich", "s1", None, client.seals("sandwich", "s1", b"{}")),
        "plaintext.odd": client.files({}, v="one"),
        "kind.unknown": client.files({}, kind="sandwich.eaten"),
        "version.unknown": client.files({}, v=999),
        "body.invalid": client.files({"severity": 3}),
        "trip.unknown": client.files({}, trip="of-another-school"),
        "key.unknown": client.files({}),
        "seal.broken": client.files({}),
        "header.odd": client.files({}),
    }
    odd["key.unknown"].header["kid"] = "nobody's"
    odd["seal.broken"].header["id"] = "another"
    odd["header.odd"].header["seq"] = "one"
    return odd


def files_as_it_is(client: ProtocolClient, whole: bytes) -> Item:
    """Seal and number bytes that need be no proper frame."""
    item_id = str(uuid.uuid4())
    sealed = SUITE.encrypt(whole, public_key(client.keys[0]["jwk"]), info=info("record", item_id))
    return client.numbers("record", item_id, None, sealed)


def test_two_contents_under_one_id_are_both_kept(server, ready):
    first = ready.files({"what_happened": "Left knee."})
    second = ready.files({"what_happened": "Right knee."}, id=first.header["id"])

    assert [receipt["digest"] for receipt in ready.sends([first, second])] == [
        first.header["digest"],
        second.header["digest"],
    ]
    assert [(line["reason"], line["body"]["what_happened"]) for line in exported(server)] == [
        (None, "Left knee."),
        ("versions.two", "Right knee."),
    ]


def test_the_school_names_the_author_who_signed_in(server, ready):
    person = {"email": "priya@wrenfield.example", "password": "demo-castle-visit"}
    signed_in = ready.wire.post_json("/api/sign-in", person).json["staff"]
    refused = ready.wire.post_json("/api/sign-in", {**person, "password": "wrong"})
    ready.sends([ready.files({}, actor={"staff": signed_in["id"], "how": "session"})])

    assert signed_in["name"] == "Priya Shah"
    assert (refused.status, refused.json["code"]) == (401, "accounts.sign_in_refused")
    assert exported(server)[0]["actor"] == {"staff": signed_in["id"], "how": "session"}


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Lanyard-Client": ""}, 400, "request.no_client"),
        ({"Cookie": "lanyard_phone=nobodys"}, 401, "access.phone_unknown"),
        ({"Origin": "https://elsewhere.example"}, 403, "request.foreign"),
        ({"Sec-Fetch-Site": "cross-site"}, 403, "request.foreign"),
    ],
)
def test_a_request_that_is_not_a_phones_own_is_refused(ready, headers, status, code):
    answer = ready.wire.ask("POST", "/api/outbox/envelopes", b"", {"Content-Type": OCTETS, **headers})

    assert (answer.status, answer.json["code"]) == (status, code)


def test_the_documents_framing_vectors_hold():
    raw, deflate = VECTORS["framing_raw"], VECTORS["framing_deflate"]
    whole = framed(raw["content"].encode())

    assert (whole[:32].hex(), len(whole)) == (raw["framed_begins_hex"], raw["framed_bytes"])
    assert hashlib.sha256(whole).hexdigest() == raw["framed_sha256"]
    assert unframed(bytes.fromhex(deflate["framed_begins_hex"])).decode() == deflate["content"]
    assert [[size, len(framed(bytes(size)))] for size, _ in VECTORS["framing_sizes"]] == VECTORS["framing_sizes"]


def test_the_documents_seal_opens():
    seal = VECTORS["seal"]
    secret = int.from_bytes(from_base64url(seal["private_jwk"]["d"]), "big")
    private = ec.derive_private_key(secret, ec.SECP256R1())
    sealed = from_base64url(seal["sealed_base64url"])

    assert private.public_key() == public_key(seal["private_jwk"])
    assert (len(sealed), hashlib.sha256(sealed).hexdigest()) == (seal["sealed_bytes"], seal["digest"])
    assert unframed(SUITE.decrypt(sealed, private, info=seal["info"].encode())).decode() == seal["opens_to"]


def test_the_documents_frame_is_what_the_client_sends():
    told = VECTORS["frame"]
    whole = bytes.fromhex(told["frame_hex"])
    length = int.from_bytes(whole[:4], "big")

    assert whole[4 : 4 + length].decode() == told["header"]
    assert whole[4 + length :] == b"\x00\x00\x00\x03" + told["body"].encode()
    assert json.loads(Item(json.loads(told["header"]), b"abc").frame()[4:-7]) == json.loads(told["header"])
