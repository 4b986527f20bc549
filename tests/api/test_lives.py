"""A server whose database went back in time notices by itself, and begins another life."""

from __future__ import annotations

import pytest

from server.foundation import clock
from server.intake import lives
from server.intake.lives import Arrival, Mark
from server.intake.models import Envelope
from server.phones.models import Phone as PhoneRow
from tests.api.backups import begun, seen_after, sent
from tests.cast import CLIENT, grazed_knee, receipts


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
