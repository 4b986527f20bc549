"""A trip that was signed off is proved from the stored bytes; one changed byte is found and named."""

from __future__ import annotations

import json
import sqlite3

import pytest

from server.foundation.database import APPEND_ONLY
from server.intake.blobs import blob_file
from server.intake.models import Envelope
from server.reconciliation import summaries
from server.reconciliation.check_off_models import TripSignOff
from server.reconciliation.models import HeldDecision
from server.reconciliation.summaries import canonical, fingerprint
from tests.api.check_offs import Desk, files_and_sends, goes_alone
from tests.api.photographer import Photographer, jpeg
from tests.cast import grazed_knee, receipts


@pytest.fixture
def signed(phone, todays_trip, as_role):
    """Today's trip, signed off with a report, a photo and a gap explained."""
    goes_alone(todays_trip)
    office = Desk(as_role("office"), todays_trip)
    files_and_sends(phone, todays_trip)
    photographer = Photographer(phone, todays_trip)
    photo, _ = photographer.writes(jpeg())
    photographer.sends(photo, jpeg())
    phone.reports()
    office.says_it_is_back(time="00:00")
    office.explains("The phone was put away before it could say so.")
    assert "The trip is signed off" in office.signs()
    return todays_trip


@pytest.fixture
def by_hand(app):
    """The database file in the hands of somebody with the sqlite3 shell."""
    connection = sqlite3.connect(app.config["DATABASE"], isolation_level=None)
    for table in APPEND_ONLY:
        connection.execute(f"DROP TRIGGER {table}_no_update")
        connection.execute(f"DROP TRIGGER {table}_no_delete")
    yield connection
    connection.close()


def verified(run, trip):
    return run("trip", "verify", "--trip", trip)


ONE, TWO, THREE = "Arrival 1 (report from Phone 3)", "Arrival 2 (report from", "Arrival 3 (photo or file from Phone 3)"
# What somebody with the file can do to it, table by table, and what is said of it.
TAMPERED = [
    ("envelope_bytes SET sealed = CAST(X'00' || SUBSTR(sealed, 2) AS BLOB) WHERE envelope_id = 1", f"{ONE}: its bytes"),
    ("record SET body = REPLACE(body, 'minor', 'miner') WHERE envelope_id = 1", f"{ONE}: what the office reads of it"),
    ("record SET recorded_at = recorded_at + 1 WHERE envelope_id = 1", f"{ONE}: what the office reads of it"),
    ("envelope SET trip = NULL WHERE n = 3", f"{THREE}: it is no longer among"),
    ("envelope SET seq = 9 WHERE n = 2", "The numbers that phones gave"),
    ("envelope SET phone = '' WHERE n = 2", f"{TWO} Phone 3): its label is not"),
    ("envelope SET digest = REPLACE(digest, SUBSTR(digest, 1, 1), 'x') WHERE n = 2", TWO),
    ("opening SET state = 'held', reason = 'seal.broken' WHERE envelope_id = 2", "it was read when it was signed"),
    ("trip SET ends_on = '2031-01-01' WHERE title = 'Castle visit'", "title, place or days"),
    ("envelope SET received_at = received_at - 86400000 WHERE n = 1", "when it came or its flags"),
    ("envelope SET flags = 'phone.revoked' WHERE n = 1", "when it came or its flags"),
    ("gap_explanation SET words = words || '!'", "is not what was signed"),
    ("gap_explanation SET at = at - 1000", "is not what was signed"),
    ("trip_sign_off SET signed_at = signed_at - 1000", "Summary 1 says another time of signing"),
    ("trip_sign_off SET summary = REPLACE(summary, 'Castle', 'Cattle')", "Summary 1 was changed after"),
    ("trip_sign_off SET summary = ''", "Summary 1 was changed after"),
    ("trip_sign_off SET confirmed_by = signed_by", "names others as those who signed"),
    ("trip_sign_off SET school_id = 'x'", "never signed off"),
    ("audit_entry SET actor = 'nobody' WHERE n = 5", "Entry 5 was changed"),
]


@pytest.mark.parametrize(("tampering", "said"), TAMPERED)
def test_one_change_in_the_database_is_found_and_named(signed, by_hand, run, tampering, said):
    before = verified(run, signed)
    assert (before.exit_code, "as it was signed off: summary 1" in before.output) == (0, True), before.output
    by_hand.execute(f"UPDATE {tampering}")

    after = verified(run, signed)

    assert after.exit_code == 1
    assert said in after.output


def test_one_byte_of_a_photo_is_found_and_named(app, signed, run):
    with app.app_context():
        file = blob_file(Envelope.get(Envelope.type == "blob").digest)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "Arrival 3 (photo or file from Phone 3): its bytes are not those that came" in verified(run, signed).output
    file.unlink()
    gone = verified(run, signed)
    assert (gone.exit_code, "its bytes are no longer there" in gone.output) == (1, True)


def test_a_summary_swapped_for_another_with_its_hash_is_betrayed_by_the_audit_log(signed, by_hand, run):
    forged = canonical({**json.loads(TripSignOff.get().summary), "not_arrived": [], "records": []})
    by_hand.execute("UPDATE trip_sign_off SET summary = ?, sha256 = ?", [forged, fingerprint(forged)])
    found = verified(run, signed)
    assert (found.exit_code, "other signings" in found.output) == (1, True)


def test_a_trip_never_signed_off_or_not_there_does_not_pass(run, todays_trip):
    for trip, said in ((todays_trip, "never signed off"), ("no-such-trip", "no such trip")):
        found = verified(run, trip)
        assert (found.exit_code, said in found.output) == (1, True)


def test_what_is_assigned_to_a_signed_trip_opens_it_again_and_stands_in_the_next_summary(signed, phone, as_role, run):
    office = as_role("office")
    receipts(phone.sends(phone.files(grazed_knee("a-trip-of-last-year"))))
    phone.pending.clear()
    phone.reports()
    n = Envelope.select().order_by(Envelope.n.desc()).get().n
    assert verified(run, signed).exit_code == 0

    said = {"answer": "assigned", "reason": "It was this trip's", "after": 0, "trip": signed}
    assert office.post(f"/office/held/{n}", data=said).status_code == 302

    after = verified(run, signed)
    assert (after.exit_code, "It is open again" in after.output) == (1, True), after.output
    board = json.loads(run("trip", "board", "--trip", signed, "--format", "json").output)
    assert (board["announced"], board["arrived"], board["held"]) == (4, 4, 0)
    desk = Desk(office, signed)
    desk.explains()
    assert "The trip is signed off" in desk.signs()
    again = verified(run, signed)
    assert (again.exit_code, "summary 2" in again.output) == (0, True), again.output
    last = json.loads(TripSignOff.get(TripSignOff.number == 2).summary)
    assert (n in [one[0] for one in last["records"]], last["numbers"]["arrived"]) == (True, 4)

    # Taken away again, it opens the trip once more, which can be signed without it.
    after_n = HeldDecision.get().n
    office.post(f"/office/held/{n}", data={"answer": "kept", "reason": "It was not", "after": after_n})
    taken = verified(run, signed)
    assert (taken.exit_code, "It is open again" in taken.output) == (1, True), taken.output
    desk.explains()
    assert "The trip is signed off" in desk.signs()
    assert verified(run, signed).exit_code == 0


def test_what_was_signed_by_the_version_before_is_proved_by_its_numbers(by_hand, run, monkeypatch, request):
    monkeypatch.setattr(summaries, "VERSION", 1)
    signed = request.getfixturevalue("signed")
    monkeypatch.undo()
    assert json.loads(TripSignOff.get().summary)["version"] == 1

    by_hand.execute("UPDATE envelope SET flags = 'phone.revoked' WHERE n = 1")
    assert verified(run, signed).exit_code == 0
    by_hand.execute("UPDATE envelope SET seq = 9 WHERE n = 2")
    assert "The numbers that phones gave" in verified(run, signed).output
