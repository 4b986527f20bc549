"""What goes, goes by two people, whole and for good; what is left says what it was, and nothing is missing for it."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest
from peewee import DatabaseError

from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.incidents.models import Incident
from server.intake import lives, second_copy
from server.intake.models import Envelope, EnvelopeBytes, Record, Tombstone
from server.photos.models import Photo
from server.retention.models import RetentionConfirmation
from tests.api.alerted import incident
from tests.api.kept_long import PAGE, confirms, destroys, is_due, is_looked_after, years_on
from tests.api.later import follow_up
from tests.api.photographer import Photographer, jpeg
from tests.cast import receipts

WALL = "2026-06-12T10:00:00Z"
CANARY = "Quetzalcoatl"


@pytest.fixture
def files(phone):
    """`files(record)` sends it from Phone 3: its id."""

    def send(record):
        receipts(phone.sends(phone.files(record)))
        return record["id"]

    return send


@pytest.fixture
def much_later(app):
    """Three years on, on a server that was looked after."""
    with years_on(3):
        is_looked_after(app)
        yield


@pytest.fixture
def note(files, todays_trip):
    """An everyday note with a follow-up, each with a word that stands nowhere else."""
    told = files(incident(todays_trip, "behaviour", "minor", what_happened=f"{CANARY} ran"))
    files(follow_up(told, WALL, f"{CANARY} again"))
    return told


def test_one_person_confirms_and_another_destroys(app, note, much_later, as_role, run):
    dsl, head = as_role("dsl"), as_role("headteacher")
    assert "What may go?" in dsl.get(f"{PAGE}/due/note").text

    assert "Somebody else destroys it." in confirms(dsl, "note", note).text
    assert "You confirmed it yourself" in destroys(dsl).text
    assert Record.select().count() == 2
    assert "Destroyed: 1" in destroys(head).text

    assert Record.select().count() == EnvelopeBytes.select().count() == Incident.select().count() == 0
    assert Envelope.select().count() == 2
    stones = list(Tombstone.select().order_by(Tombstone.n))
    assert [one.sha256 for one in stones] == [one.digest for one in Envelope.select().order_by(Envelope.n)]
    page = head.get(f"{PAGE}/destroyed").text
    for words in ("Incident of", "Everyday notes of a trip", "Confirmed by Daniel Okoro", "Ruth", stones[0].sha256):
        assert words in page
    assert CANARY not in page
    assert is_due(run) == {}
    last = AuditEntry.get(AuditEntry.action == "record.destroyed")
    assert last.subject == note
    assert run("audit", "verify").exit_code == 0


def test_it_is_in_no_file_any_more(app, note, much_later, as_role):
    folder, sealed = app.config["DATA_DIR"], [bytes(row.sealed) for row in EnvelopeBytes.select()]
    holding = [file for file in folder.rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes()]
    assert holding
    copies = list(app.config["COPY_DIR"].glob("*.segment"))
    assert all(any(one in file.read_bytes() for file in copies) for one in sealed)

    confirms(as_role("dsl"), "note", note)
    destroys(as_role("headteacher"))

    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert CANARY.encode() not in content, file
            assert not [one for one in sealed if one in content], file


def test_while_somebody_reads_the_log_it_counts_as_in_files_and_is_tried_again(app, note, much_later, as_role):
    confirms(as_role("dsl"), "note", note)
    reader = sqlite3.connect(app.config["DATABASE"], isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT COUNT(*) FROM record").fetchone() == (2,)
    head = as_role("headteacher")
    assert "Still in files" in destroys(head).text

    reader.close()
    with app.app_context():
        app.extensions["lanyard.writer"].settle()

    assert "Gone after 35 more days" in head.get(f"{PAGE}/destroyed").text
    for file in app.config["DATA_DIR"].rglob("*"):
        assert not file.is_file() or CANARY.encode() not in file.read_bytes(), file


def test_a_photo_goes_with_its_file_and_backups_miss_nothing(app, phone, todays_trip, as_role, run, keeper):
    photographer = Photographer(phone, todays_trip)
    photo, record = photographer.writes(jpeg())
    photographer.sends(photo, jpeg())
    [file] = app.config["BLOB_DIR"].rglob("*.sealed")

    with years_on(3):
        is_looked_after(app)
        confirms(as_role("dsl"), "photo", record)
        assert "Destroyed: 1" in destroys(as_role("headteacher")).text
        assert not file.exists()
        assert "not there" not in keeper.run("backup", "--to", str(keeper.folder)).output


def test_a_file_that_another_record_lists_too_stays_until_the_last_of_them_goes(
    app, phone, files, run, todays_trip, as_role
):
    photographer = Photographer(phone, todays_trip)
    photo, record = photographer.writes(jpeg())
    photographer.sends(photo, jpeg())
    named = json.loads(Record.get(Record.id == record).photos)
    note = files({**incident(todays_trip, "behaviour", "minor"), "photos": named})
    [file] = app.config["BLOB_DIR"].rglob("*.sealed")

    with years_on(3):
        is_looked_after(app)
        for rule, id_ in (("photo", record), ("note", note)):
            confirms(as_role("dsl"), rule, id_)
        # The first of the two goes; of the other there is more than was confirmed, so somebody looks again.
        answer = destroys(as_role("headteacher"))
        assert "look at it again" in answer.text
        [left] = is_due(run)
        assert file.exists()
        assert Photo.select().count() == 1
        confirms(as_role("dsl"), "note" if left == note else "photo", left)
        assert "Destroyed: 1" in destroys(as_role("headteacher")).text
        assert not file.exists()
    assert Photo.select().count() == Record.select().count() == EnvelopeBytes.select().count() == 0


def test_phones_hear_as_before_and_nothing_is_missing(app, phone, note, much_later, as_role, exported):
    n = Envelope.get(Envelope.id == note).n
    confirms(as_role("dsl"), "note", note)
    destroys(as_role("headteacher"))

    assert phone.reports().json["have"][note] == Envelope.get_by_id(n).digest
    lines = [line for line in exported() if line["id"] == note]
    assert [(line["state"], line["reason"], line["body"]) for line in lines] == [("held", "destroyed", None)]
    assert as_role("dsl").get(f"/office/incidents/{note}").status_code == 404
    assert "Nothing is held" in as_role("dsl").get("/office/held").text


def test_sent_again_it_stays_destroyed(phone, todays_trip, app, as_role):
    record = incident(todays_trip, "behaviour", "minor", what_happened=CANARY)
    frame = phone.files(record)
    [first] = receipts(phone.sends(frame))
    with years_on(3):
        is_looked_after(app)
        confirms(as_role("dsl"), "note", record["id"])
        destroys(as_role("headteacher"))

        assert receipts(phone.sends(frame)) == [first]
    assert Record.select().count() == EnvelopeBytes.select().count() == 0


def test_another_life_copies_the_rest_and_brings_nothing_back(app, files, note, much_later, as_role, todays_trip):
    confirms(as_role("dsl"), "note", note)
    destroys(as_role("headteacher"))
    kept = files(incident(todays_trip, "injury", "minor"))

    with app.app_context():
        lives.begin("test", 0)
        app.extensions["lanyard.writer"].settle()
        assert second_copy.settled_n() == 3
    assert [row.id for row in Record.select()] == [kept]


def test_what_changed_since_is_looked_at_again(files, note, much_later, as_role):
    confirms(as_role("dsl"), "note", note)
    files(follow_up(note, WALL, "One more"))

    answer = destroys(as_role("headteacher"))

    assert "look at it again" in answer.text
    assert Record.select().count() == 3
    assert "Nothing waits" in as_role("headteacher").get(f"{PAGE}/confirmed").text


def test_the_second_person_can_keep_it(note, much_later, as_role, run):
    confirms(as_role("dsl"), "note", note)
    assert "To be destroyed: 1 confirmed" in as_role("headteacher").get("/office").text
    assert "Tick that you looked" in destroys(as_role("headteacher"), sure="").text

    assert "Taken back: 1" in destroys(as_role("headteacher"), do="keep").text

    assert set(is_due(run)) == {note}
    assert "kept for as long as they should be" in as_role("dsl").get("/office").text


STONE = """
INSERT INTO tombstone (n, school_id, type, id, sha256, confirmation_id, destroyed_at, destroyed_by)
SELECT n, school_id, type, id, digest, ?, 0, ? FROM envelope WHERE n = ?
"""


def test_the_database_itself_takes_two(app, files, note, todays_trip, much_later, as_role):
    confirms(as_role("dsl"), "note", note)
    row, n = RetentionConfirmation.get(), Envelope.get(Envelope.id == note).n
    other = Envelope.get(Envelope.id == files(incident(todays_trip, "injury", "minor"))).n
    by_hand = sqlite3.connect(app.config["DATABASE"], isolation_level=None)

    for table in ("record", "envelope_bytes"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            by_hand.execute(f"DELETE FROM {table}")
    for confirmation, who, number in ((row.id, row.confirmed_by, n), ("none", "other", n), (row.id, "other", other)):
        with pytest.raises(sqlite3.IntegrityError, match="nothing is destroyed unless"):
            by_hand.execute(STONE, (confirmation, who, number))
    by_hand.execute(STONE, (row.id, "other", n))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        by_hand.execute("DELETE FROM record WHERE envelope_id <> ?", (n,))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        by_hand.execute("DELETE FROM tombstone")
    by_hand.close()
    with pytest.raises(DatabaseError, match="not authorized"):
        db.execute_sql("DELETE FROM record")


def test_a_clock_that_ran_ahead_by_mistake_destroys_nothing(app, note, as_role, run):
    with years_on(26):
        assert set(is_due(run)) == {note}
        dsl = as_role("dsl")
        assert "Nothing can be destroyed just now" in dsl.get(PAGE).text
        answer = confirms(dsl, "note", note)
        assert answer.status_code == 409
        assert "Backups were made on 0 of the last 35 days" in answer.text
    assert RetentionConfirmation.select().count() == 0

    with years_on(3):
        is_looked_after(app)
        confirms(as_role("dsl"), "note", note)
    with years_on(26):
        assert "No backup is from between" in destroys(as_role("headteacher")).text
    assert Record.select().count() == 2


def test_it_says_until_when_backups_still_hold_it(app, note, much_later, as_role):
    confirms(as_role("dsl"), "note", note)
    head = as_role("headteacher")
    assert "Gone after 35 more days with a backup." in destroys(head).text

    db.execute_sql(
        "WITH RECURSIVE day(n) AS (SELECT 1 UNION SELECT n + 1 FROM day WHERE n < 35) "
        "INSERT INTO backup_made (epoch, made_at, backed_up_n, name, size_bytes, sha256, kid) "
        "SELECT 'x', (SELECT MAX(destroyed_at) FROM tombstone) + n * 86400000, 0, '', 0, '', '' FROM day"
    )
    assert "Gone everywhere" in head.get(f"{PAGE}/destroyed").text


def test_a_trip_that_was_signed_off_still_holds(app, phone, desk, out_alone, as_role, run):
    record = incident(out_alone, "behaviour", "minor")
    receipts(phone.sends(phone.files(record)))
    phone.reports()
    office = desk("office")
    office.says_it_is_back(time="00:00")
    office.explains("The phone was put away before it could say so.")
    assert "The trip is signed off" in office.signs()
    before = numbers_on(as_role("office"), out_alone)
    assert before["arrived"] == "1"

    with years_on(3):
        is_looked_after(app)
        confirms(as_role("dsl"), "note", record["id"])
        destroys(as_role("headteacher"))
        done = run("trip", "verify", "--trip", out_alone)
        assert done.exit_code == 0, done.output
        assert "1 of what was signed off were destroyed since" in done.output
        assert numbers_on(as_role("office"), out_alone) == before


def numbers_on(client, trip):
    """How many were told of, came and are missing, as the trip's board has it."""
    page = client.get(f"/office/trips/{trip}").text
    return dict(
        re.findall(r'figures__name">([^<]+)</dt>\s*<dd class="figures__number">\s*(?:<[^>]+>)?\s*([0-9]+)', page)
    )
