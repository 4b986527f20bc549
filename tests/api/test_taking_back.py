"""What a restored database lacks and the second copy has comes back by itself, as it was."""

from __future__ import annotations

import uuid

from server.foundation import crypto
from server.incidents import standing
from server.intake import taking_back
from tests.api.alerted import incident, school_id
from tests.api.backups import sent
from tests.api.later import page_of, sends
from tests.cast import CLIENT


def test_what_only_the_copy_has_is_taken_back_once_as_it_was(phone, backup, exported, run):
    kept = sent(phone)["receipts"][0]
    before = backup()
    gone = [sent(phone)["receipts"][0] for _ in range(3)]
    there = {line["digest"]: line for line in exported()}
    before.is_put_back()

    phone.reports()
    phone.reports()

    back = {line["digest"]: line for line in exported()}
    assert set(back) == {kept["digest"], *(receipt["digest"] for receipt in gone)}
    for digest, line in back.items():
        assert {**line, "n": 0} == {**there[digest], "n": 0}
    assert run("audit", "verify").exit_code == 0


def test_a_blob_is_taken_back_with_its_bytes(app, phone, backup, exported):
    before = backup()
    blob_id = str(uuid.uuid4())
    sealed = phone.seals("blob", blob_id, b"a photo")
    label = {"Chain": phone.chain, "Seq": "1", "Kid": phone.key["kid"], "Digest": crypto.digest(sealed)}
    headers = {**CLIENT, **{f"Lanyard-{name}": value for name, value in label.items()}}
    phone.client.put(f"/api/outbox/blobs/{blob_id}", data=sealed, headers=headers)
    [file] = app.config["BLOB_DIR"].rglob("*.sealed")
    before.is_put_back()
    file.unlink()

    phone.reports()

    assert [(line["id"], line["state"]) for line in exported()] == [(blob_id, "opened")]
    assert file.read_bytes() == sealed


def test_what_the_office_wrote_is_the_offices_still(phone, backup, as_role, todays_trip):
    record, dsl = incident(todays_trip, "injury", "minor"), as_role("dsl")
    phone.sends(phone.files(record))
    before = backup()
    sends(dsl, page_of(record["id"], "close"), outcome="Seen at the clinic; well again")
    assert standing.is_closed(school_id(), record["id"])
    before.is_put_back()
    assert not standing.is_closed(school_id(), record["id"])

    phone.reports()

    assert standing.is_closed(school_id(), record["id"])
    assert "Daniel Okoro, in the office" in as_role("dsl").get(page_of(record["id"])).text


def test_a_segment_with_a_torn_end_gives_what_is_whole(app, phone, backup, exported):
    before = backup()
    sent(phone)
    [segment] = app.config["COPY_DIR"].glob("*.segment")
    with segment.open("ab") as torn:
        torn.write(b"\0\0\1\0half a header")
    before.is_put_back()

    phone.reports()

    assert len(exported()) == 1


def test_nothing_settles_in_a_new_life_before_it_is_copied_anew(phone, backup, monkeypatch):
    sent(phone)
    before = backup()
    sent(phone)
    before.is_put_back()
    monkeypatch.setattr(
        taking_back, "take_back", lambda: (_ for _ in ()).throw(OSError("the disk of the copy is gone"))
    )

    assert phone.reports().json["settled_n"] == 0
    monkeypatch.undo()
    phone.reports()
    assert phone.reports().json["settled_n"] == 2
