"""One writer: batches that wait are committed together; the second copy settles; what fails is told, never lost."""

from __future__ import annotations

import errno
import sqlite3
import struct
import threading
from datetime import timedelta

import pytest
from peewee import DatabaseError, OperationalError

from server.accounts.queries import any_school
from server.foundation import clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.intake import actions, opening, second_copy
from server.intake.models import Envelope, Opening, SecondCopy
from server.intake.rules import read_frames
from server.intake.worker import Job, Writer
from server.trips.actions import add_pupils
from server.trips.models import Pupil
from tests.cast import grazed_knee, receipts


def settled_n(app):
    with app.app_context():
        return second_copy.settled_n()


@pytest.fixture
def writer(app):
    """The app's writer with its threads running, as `flask serve` has it."""
    running: Writer = app.extensions["lanyard.writer"]
    running.start()
    yield running
    running.stop()


def test_a_started_writer_stores_copies_and_opens(app, phone, todays_trip, writer):
    receipts(phone.sends(phone.files(grazed_knee(todays_trip))))
    writer.stop()

    assert [row.state for row in Opening.select()] == ["opened"]
    assert settled_n(app) == 1


def test_only_what_can_be_done_again_waits_for_no_sync(app, phone, writer, monkeypatch):
    def synchronous():
        return db.execute_sql("PRAGMA synchronous").fetchone()[0]

    opened, real, seen = threading.Event(), opening.take_in, []
    monkeypatch.setattr(opening, "take_in", lambda each: (real(each), seen.append(synchronous()), opened.set()))

    receipts(phone.sends(phone.files(grazed_knee())))

    assert opened.wait(10)
    assert (writer.run(synchronous), seen) == (2, [1])
    writer.stop()
    with db.connection_context():
        assert synchronous() == 2


def test_opening_waits_for_no_phone_for_ever(app, phone, writer, monkeypatch):
    opened, real = threading.Event(), opening.take_in
    monkeypatch.setattr(opening, "take_in", lambda each: (real(each), opened.set()))

    with writer.hears():
        receipts(phone.sends(phone.files(grazed_knee())))
        assert opened.wait(10)


def test_batches_that_wait_are_committed_together(app, writer):
    busy, hold, commits = threading.Event(), threading.Event(), []
    commit = writer._commit
    writer._commit = lambda jobs: (commits.append(len(jobs)), commit(jobs))
    first = threading.Thread(target=writer.run, args=(lambda: (busy.set(), hold.wait()),))
    first.start()
    busy.wait()
    others = [threading.Thread(target=writer.run, args=(lambda: None,)) for _ in range(5)]
    for thread in others:
        thread.start()
    while writer._jobs.qsize() < len(others):
        pass
    hold.set()
    for thread in (first, *others):
        thread.join()

    assert commits == [1, 5]


def test_one_that_fails_takes_no_other_with_it(app):
    writer: Writer = app.extensions["lanyard.writer"]
    school = any_school()
    half_done = Job(lambda: (add_pupils(school, [("Half", "Done", "Wren")]), 1 / 0))
    whole = Job(lambda: add_pupils(school, [("Whole", "Done", "Wren")]))

    with app.app_context():
        writer._commit([half_done, whole])

    with pytest.raises(ZeroDivisionError):
        half_done.wait()
    assert whole.wait()
    assert [row.first_name for row in Pupil.select().where(Pupil.last_name == "Done")] == ["Whole"]


def test_a_fault_of_the_database_ends_no_thread(app, phone, writer, monkeypatch):
    def broken():
        raise DatabaseError("disk image is malformed")

    first, second = phone.files(grazed_knee()), phone.files(grazed_knee())
    monkeypatch.setattr(db, "commit", broken)
    assert phone.sends(first).json["code"] == "server.busy"
    monkeypatch.undo()

    assert receipts(phone.sends(second))[0]["n"] == 1


def test_a_commit_that_fails_is_answered_as_busy_and_stores_nothing(app, phone, monkeypatch):
    def full():
        raise OperationalError("database or disk is full")

    sent = phone.files(grazed_knee())
    monkeypatch.setattr(db, "commit", full)
    answer = phone.sends(sent)
    monkeypatch.undo()

    assert (answer.status_code, answer.json["code"]) == (503, "server.busy")
    assert Envelope.select().count() == 0
    assert receipts(phone.sends(sent))[0]["n"] == 1


def test_a_question_that_the_database_cannot_answer_now_is_busy_and_no_failure(phone, monkeypatch):
    def locked(*_):
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr("server.foundation.audit.head_of", locked)
    answer = phone.reports()

    assert (answer.status_code, answer.json["code"]) == (503, "server.busy")


def test_a_photo_that_the_disk_does_not_take_is_answered_as_busy(phone, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    sealed = phone.seals("blob", "a", b"picture")
    sent = phone.labels(sealed, id="a", type="blob")
    monkeypatch.setattr("os.fsync", full)
    answer = phone.sends(sent)
    monkeypatch.undo()

    assert (answer.status_code, answer.json["code"]) == (503, "server.busy")
    assert receipts(phone.sends(sent))[0]["n"] == 1


def test_a_photo_that_cannot_be_read_just_now_waits_and_is_held_up_by_nobody(app, phone, monkeypatch):
    def broken(_):
        raise OSError(errno.EIO, "Input/output error")

    sealed = phone.seals("blob", "a", b"picture")
    monkeypatch.setattr("pathlib.Path.read_bytes", broken)
    receipts(phone.sends(phone.labels(sealed, id="a", type="blob"), phone.files(grazed_knee())))
    states = [row.state for row in Opening.select().order_by(Opening.envelope)]
    monkeypatch.undo()
    receipts(phone.sends(phone.files(grazed_knee())))

    assert states == ["waiting", "opened"]
    assert [row.state for row in Opening.select()] == ["opened"] * 3


def test_threads_that_found_no_connection_once_go_on(app, phone, monkeypatch):
    refused = threading.Event()
    connect = sqlite3.connect

    def refuses_the_threads(*args, **options):
        if threading.current_thread() is not threading.main_thread() and not refused.is_set():
            refused.set()
            raise sqlite3.OperationalError("unable to open database file")
        return connect(*args, **options)

    db.close_idle()
    monkeypatch.setattr(sqlite3, "connect", refuses_the_threads)
    writer: Writer = app.extensions["lanyard.writer"]
    writer.start()
    refused.wait()
    sent = phone.files(grazed_knee())
    receipts(phone.sends(sent))
    writer.stop()

    assert [row.state for row in Opening.select()] == ["opened"]


def test_a_second_copy_that_does_not_read_back_settles_nothing(app, phone, monkeypatch):
    real = second_copy._append

    def damaged(file, content):
        real(file, content)
        raise second_copy.CopyFailed("not as written")

    monkeypatch.setattr(second_copy, "_append", damaged)
    receipts(phone.sends(phone.files(grazed_knee())))
    assert settled_n(app) == 0

    monkeypatch.setattr(second_copy, "_append", real)
    phone.sends(phone.files(grazed_knee()))

    assert settled_n(app) == 2


def test_bytes_that_changed_in_the_database_are_never_settled(app, phone, monkeypatch):
    real = actions._bytes.insert
    monkeypatch.setattr(actions._bytes, "insert", lambda rows: real([{**row, "sealed": b"other"} for row in rows]))

    receipts(phone.sends(phone.files(grazed_knee())))

    assert settled_n(app) == 0


def _copied(app):
    """The ids in all segments, as often as they are there; a tail cut short is passed over."""
    ids = []
    for segment in app.config["COPY_DIR"].glob("*.segment"):
        content = segment.read_bytes()
        while length := _whole_frame(content):
            ids.append(read_frames(content[:length])[0].header.id)
            content = content[length:]
    return ids


def _whole_frame(content):
    """The length of the frame that content begins with; 0 when there is none, or not all of it."""
    if len(content) < 8:
        return 0
    header = 4 + struct.unpack_from(">I", content)[0]
    if header + 4 > len(content):
        return 0
    length = header + 4 + struct.unpack_from(">I", content, header)[0]
    return length if length <= len(content) else 0


def test_a_half_written_tail_of_the_copy_is_left_and_a_new_segment_begun(app, phone):
    one, other = grazed_knee(), grazed_knee()
    phone.sends(phone.files(one))
    [segment] = app.config["COPY_DIR"].glob("*.segment")
    with segment.open("ab") as crashed:
        crashed.write(struct.pack(">I", 400) + b"half a fra")

    phone.sends(phone.files(other))

    assert sorted(_copied(app)) == sorted([one["id"], other["id"]])
    assert settled_n(app) == 2


def test_a_clock_that_goes_to_tomorrow_and_back_costs_no_copy(app, phone, monkeypatch):
    knees, today = [grazed_knee() for _ in range(3)], clock.now()
    for knee, day in zip(knees, (today, today + timedelta(days=1), today), strict=True):
        monkeypatch.setattr(clock, "now", lambda day=day: day)
        phone.sends(phone.files(knee))

    assert sorted(_copied(app)) == sorted(knee["id"] for knee in knees)


def test_a_database_restored_from_an_older_day_writes_over_no_copy(app, phone):
    before, after, later = (grazed_knee() for _ in range(3))
    phone.sends(phone.files(before))
    remembered = SecondCopy.select().dicts().get()
    phone.sends(phone.files(after))
    SecondCopy.replace(**{**remembered, "settled_n": 2}).execute()

    phone.sends(phone.files(later))

    assert sorted(_copied(app)) == sorted(knee["id"] for knee in (before, after, later))


def test_a_problem_raised_by_the_work_reaches_its_caller(app, in_app):
    def refuses():
        raise Problem("request.malformed")

    with pytest.raises(Problem):
        app.extensions["lanyard.writer"].run(refuses)
