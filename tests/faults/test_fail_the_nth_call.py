"""Each call that a sending costs the server fails in turn: nothing is promised that is not kept; mended, all is."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from flask import Flask

from server.foundation.database import connected, db
from server.intake.worker import Writer
from tests.cast import Phone
from tests.faults.failing_calls import DATABASE_FAULTS, Calls, failing_connection
from tests.faults.failing_files import FailingFiles
from tests.faults.parcel import Parcel, asked
from tests.faults.segments import copied

HOW_LONG = {"once": False, "for good": True}
BEFORE_A_TRANSACTION = {"open", "BEGIN IMMEDIATE", "COMMIT"}
INSIDE_ONE = {
    "fetch", "INSERT INTO envelope",
    "INSERT INTO envelope_bytes", "INSERT INTO opening", "INSERT INTO chain", "INSERT INTO announcement",
    "INSERT INTO audit_entry", "INSERT INTO record", "UPDATE opening SET", "INSERT INTO phone_contact",
}  # fmt: skip
REACHED_BY = {
    "disk": BEFORE_A_TRANSACTION | INSIDE_ONE,
    "lock": BEFORE_A_TRANSACTION,
    "commit not told": {"COMMIT"},
}
OF_THE_DISK = {"open", "stat", "mkdir", "write", "fsync", "replace", "read"}


class Trial:
    """One phone and one school: sends a parcel under a fault, again once it is mended, and looks at what is kept."""

    def __init__(self, app: Flask, phone: Phone, trip: str) -> None:
        self.app, self.phone, self.trip = app, phone, trip
        self.folder = app.config["DATA_DIR"]
        self.parcels: list[Parcel] = []

    def fails_at_each(self, calls: Calls, *, for_good: bool, look: Callable[[Parcel], None]) -> set[str]:
        """Fail call 1, 2, 3 and so on of one sending, until none is left to fail. Returns the names of what failed."""
        met: set[str] = set()
        for n in count(1):
            parcel = Parcel(self.phone, self.trip, self.folder)
            self.parcels.append(parcel)
            calls.arm(n, for_good=for_good)
            self._is_sent(parcel, calls, look)
            failed, _ = calls.failed, calls.mend()
            self._arrives_once_mended(parcel, look)
            if not failed:
                return met
            met |= {failed[0]}
        raise AssertionError("It never ended.")

    def _is_sent(self, parcel: Parcel, calls: Calls, look: Callable[[Parcel], None]) -> None:
        # The first request finds no connection open, so that opening one can fail as well.
        db.close_idle()
        for step in (parcel.announced, parcel.records_sent, parcel.photo_sent):
            answer = step()
            is_true = answer.status_code == 200 or (answer.status_code, answer.json["code"]) == (503, "server.busy")
            assert is_true, f"{step.__name__}: {answer.status_code} {answer.text}"
            with calls.at_rest():
                parcel.is_kept_as_promised()
                look(parcel)

    def _arrives_once_mended(self, parcel: Parcel, look: Callable[[Parcel], None]) -> None:
        for step in (parcel.announced, parcel.records_sent, parcel.photo_sent):
            assert step().status_code == 200
        self._settles()
        assert parcel.announced().status_code == 200
        assert set(parcel.promised) == parcel.ids()
        assert parcel.settled_n >= max(receipt["n"] for receipt in parcel.promised.values())
        parcel.is_kept_as_promised()
        look(parcel)

    def _settles(self) -> None:
        """What the server's own thread does by itself half a minute later."""
        writer: Writer = self.app.extensions["lanyard.writer"]
        with self.app.app_context(), connected():
            writer.settle()

    def everything_is_there_once(self) -> None:
        """Assert that the database is sound and holds each thing sent once, opened, and the copy too."""
        assert asked(self.folder, "PRAGMA integrity_check") == [("ok",)]
        states = asked(self.folder, "SELECT id, state FROM envelope JOIN opening ON envelope_id = n")
        assert sorted(states) == sorted((id_, "opened") for parcel in self.parcels for id_ in parcel.ids())
        ns = {receipt["n"] for parcel in self.parcels for receipt in parcel.promised.values()}
        assert ns <= set(copied(self.app.config["COPY_DIR"]))


@pytest.fixture
def trial(app: Flask, phone: Phone, todays_trip: str) -> Trial:
    """Phone 3, set up, at the demo school."""
    return Trial(app, phone, todays_trip)


@pytest.fixture
def calls() -> Iterator[Calls]:
    """Counts nothing yet."""
    counted = Calls()
    yield counted
    counted.mend()


@pytest.mark.parametrize("how_long", HOW_LONG)
@pytest.mark.parametrize("name", DATABASE_FAULTS)
def test_no_failing_statement_loses_doubles_or_falsely_promises_anything(
    trial, calls, run, monkeypatch, name, how_long
):
    db.close()
    db.close_idle()
    monkeypatch.setitem(db.connect_params, "factory", failing_connection(calls, DATABASE_FAULTS[name]))

    met = trial.fails_at_each(calls, for_good=HOW_LONG[how_long], look=lambda _parcel: None)

    trial.everything_is_there_once()
    assert "holds" in run("audit", "verify").output
    wanted = REACHED_BY[name]
    assert wanted <= met, f"These were never reached: {wanted - met}"


@pytest.mark.parametrize("how_long", HOW_LONG)
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_no_failing_call_of_the_disk_loses_or_falsely_promises_anything(
    trial, calls, run, monkeypatch, number, how_long
):
    files = FailingFiles(trial.folder, calls, number)
    files.install(monkeypatch)

    def would_last(parcel: Parcel) -> None:
        if parcel.photo_label["id"] in parcel.promised:
            assert files.would_last(parcel.photo_file()), "A power cut would take a receipted photo."
        settled = [receipt["n"] for receipt in parcel.promised.values() if receipt["n"] <= parcel.settled_n]
        segments = copied(trial.app.config["COPY_DIR"]) if settled else {}
        for n in settled:
            assert any(files.would_last(*place) for place in segments[n]), "A power cut would take a second copy."

    met = trial.fails_at_each(calls, for_good=HOW_LONG[how_long], look=would_last)

    trial.everything_is_there_once()
    assert "holds" in run("audit", "verify").output
    assert list(trial.folder.glob("blobs/*/*.part")) == [], "What a full disk cut short was left lying on it."
    assert met >= OF_THE_DISK, f"These were never reached: {OF_THE_DISK - met}"
