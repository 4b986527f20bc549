"""A server whose database went back in time notices, begins another life, and takes back what its copy has."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from server.foundation import clock, crypto
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.intake import lives, taking_back
from server.intake.lives import Arrival, Mark
from server.intake.models import Envelope
from server.phones.models import Phone as PhoneRow
from tests.cast import CLIENT, Phone, grazed_knee, receipts


class Backup:
    """A copy of the database as it is now, to be put in its place later."""

    def __init__(self, database: Path, kept: Path) -> None:
        self.database, self.kept = database, kept
        with sqlite3.connect(database) as now, sqlite3.connect(kept) as copy:
            now.backup(copy)

    def is_put_back(self) -> None:
        """Restore it, as a person would: the server stopped, the file copied, and nothing else thought of."""
        db.close()
        db.close_idle()
        for old in self.database.parent.glob(f"{self.database.name}*"):
            old.unlink()
        shutil.copy(self.kept, self.database)
        db.connect()


@pytest.fixture
def backup(app, tmp_path: Path) -> Callable[[], Backup]:
    return lambda: Backup(app.config["DATABASE"], tmp_path / "backup.sqlite3")


@pytest.fixture
def copy_lost(app) -> Callable[[], None]:
    """The folder of the second copy went back with the database, or was lost with it."""

    def lose() -> None:
        for file in app.config["COPY_DIR"].iterdir():
            file.unlink()

    return lose


def sent(phone: Phone) -> dict:
    """One more record at school: the whole answer."""
    answer = phone.sends(phone.files(grazed_knee()))
    receipts(answer)
    return answer.json


def seen_after(answer: dict) -> dict:
    """What a phone that got these receipts shows with its next manifest."""
    return {"epoch": answer["epoch"], "n": answer["receipts"][-1]["n"], "audit_head": answer["audit_head"]}


def begun() -> list[AuditEntry]:
    return list(AuditEntry.select().where(AuditEntry.action == "epoch.begun"))


def test_a_restored_server_begins_another_life_with_the_first_that_comes(phone, backup):
    first = sent(phone)
    before = backup()
    sent(phone)
    before.is_put_back()

    assert phone.reports().json["epoch"] != first["epoch"]
    assert len(begun()) == 1


def test_one_backup_put_back_twice_with_its_epoch_is_noticed_twice(app, phone, backup):
    file = app.config["DATABASE"].with_name("epoch")
    earlier = backup()
    sent(phone)
    earlier.is_put_back()
    life = sent(phone)["epoch"]

    later = backup()
    sent(phone)
    lives_seen = {life}
    for _ in range(2):
        later.is_put_back()
        file.write_text(life)
        lives_seen.add(phone.reports().json["epoch"])

    assert len(lives_seen) == 3


def test_a_life_put_back_with_its_epoch_is_told_by_whoever_saw_the_next(app, phone, backup, copy_lost):
    file = app.config["DATABASE"].with_name("epoch")
    before = backup()
    first = sent(phone)
    before.is_put_back()
    copy_lost()
    second = phone.reports(seen=seen_after(first)).json
    before.is_put_back()
    copy_lost()
    file.write_text(first["epoch"])

    seen = {"epoch": second["epoch"], "n": 0, "audit_head": second["audit_head"]}
    third = phone.reports(seen=seen).json["epoch"]
    assert third not in {first["epoch"], second["epoch"]}
    assert phone.reports(seen=seen).json["epoch"] == third


def test_it_begins_another_life_at_its_start_before_anybody_comes(app, phone, backup):
    first = sent(phone)
    before = backup()
    sent(phone)
    before.is_put_back()

    writer = app.extensions["lanyard.writer"]
    writer.start()
    writer.stop()

    with app.app_context():
        assert lives.epoch() != first["epoch"]


def test_a_higher_number_than_its_own_shows_it_without_the_mark(phone, backup, copy_lost):
    before = backup()
    seen = seen_after(sent(phone))
    before.is_put_back()
    copy_lost()

    assert phone.reports(seen={**seen, "audit_head": None}).json["epoch"] != seen["epoch"]


def test_the_same_number_given_to_another_phones_record_since_is_seen_through(new_phone, backup, copy_lost):
    phones = [new_phone("Phone 3"), new_phone("Year 5 iPad")]
    for phone in phones:
        phone.sets_itself_up()
    mine, theirs = phones
    before = backup()
    seen = seen_after(sent(mine))
    before.is_put_back()
    copy_lost()
    sent(theirs)

    assert Envelope.select().count() == seen["n"]
    assert mine.reports(seen=seen).json["epoch"] != seen["epoch"]


def test_what_travels_with_items_shows_it_before_a_receipt_can_hide_it(phone, backup, copy_lost):
    before = backup()
    seen = seen_after(sent(phone))
    before.is_put_back()
    copy_lost()
    header = f"{seen['epoch']} {seen['n']} {seen['audit_head']}"
    frame = phone.files(grazed_knee())
    answer = phone.client.post("/api/outbox/envelopes", data=frame, headers={**CLIENT, "Lanyard-Seen": header})

    assert receipts(answer)[0]["n"] == seen["n"]
    assert answer.json["epoch"] != seen["epoch"]


@pytest.mark.parametrize("header", ["", "x", "x y z", f"{'e' * 300} {'9' * 30} \x7f"])
def test_what_is_odd_about_what_was_seen_stops_no_receipt(phone, header):
    answer = phone.client.post(
        "/api/outbox/envelopes", data=phone.files(grazed_knee()), headers={**CLIENT, "Lanyard-Seen": header}
    )

    assert receipts(answer)[0]["n"] == 1


def test_a_server_that_lost_nothing_lives_on(phone):
    seen = seen_after(sent(phone))
    sent(phone)

    assert phone.reports(seen=seen).json["epoch"] == seen["epoch"]
    assert begun() == []


def test_what_was_seen_in_an_earlier_life_begins_no_third(phone, backup):
    before = backup()
    seen = seen_after(sent(phone))
    before.is_put_back()
    second = phone.reports(seen=seen).json["epoch"]

    assert phone.reports(seen=seen).json["epoch"] == second
    assert len(begun()) == 1


@pytest.mark.parametrize(
    "head", ["1:" + "0" * 64 + ":proof:99:abc:proof", "::", "99:x", ":::::", "x" * 150, "1:2:3:²:5:6"]
)
def test_a_made_up_head_begins_no_life(phone, head):
    epoch = phone.reports().json["epoch"]

    assert phone.reports(seen={"epoch": epoch, "n": 0, "audit_head": head}).json["epoch"] == epoch


def test_a_lost_phones_number_is_not_believed_but_what_it_proves_is(phone, backup, copy_lost):
    before = backup()
    seen = seen_after(sent(phone))
    before.is_put_back()
    copy_lost()
    PhoneRow.update(revoked_at=clock.now()).execute()

    assert phone.reports(seen={**seen, "n": 10**9, "audit_head": None}).json["epoch"] == seen["epoch"]
    assert phone.reports(seen=seen).json["epoch"] != seen["epoch"]


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


def test_without_the_file_of_the_epoch_another_life_begins_and_the_log_says_so(app, phone):
    first = sent(phone)
    app.config["DATABASE"].with_name("epoch").unlink()

    assert phone.reports().json["epoch"] != first["epoch"]
    assert len(begun()) == 1


def test_the_mark_is_there_before_the_receipt_and_outlives_a_torn_one(app, phone, in_app):
    answer = sent(phone)
    file = app.config["COPY_DIR"] / "arrivals"
    [receipt] = answer["receipts"]

    assert lives._read_mark() == Mark(answer["epoch"], Arrival(receipt["n"], receipt["digest"][:16]))

    file.write_bytes(b"\xff\0 torn")
    assert sent(phone)["receipts"][0]["n"] == receipt["n"] + 1
    assert begun() == []


def test_a_copy_that_cannot_be_written_stops_no_receipt(app, phone, monkeypatch):
    def full(*_args):
        raise OSError("No space left on device")

    monkeypatch.setattr(lives, "_write_mark", full)

    assert sent(phone)["receipts"]


def test_the_log_of_a_restored_school_holds_and_tells_of_it(phone, backup, run):
    before = backup()
    seen = seen_after(sent(phone))
    before.is_put_back()
    phone.reports(seen=seen)
    phone.reports(seen=seen)

    assert run("audit", "verify").exit_code == 0
    assert begun()[0].details.startswith('{"newest"')
