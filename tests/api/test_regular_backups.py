"""A server makes its backups by itself, and rolls the oldest off once there are newer ones."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta

import pytest

from server.backups import regular, rolling
from server.backups.regular import Regular
from server.config import ROOT
from server.foundation import clock
from tests.api.backed_up import groups_on
from tests.browser.school import PATIENCE_SECONDS
from tests.live_server import LiveServer


@pytest.fixture
def begun(monkeypatch):
    """What is begun in place of `flask backup`; `begun.code` is how it ends."""

    class Begun(list):
        code = 0

        def __call__(self, command, **more):
            self.append(more["env"])
            return real([sys.executable, "-c", f"raise SystemExit({self.code})"])

    real, begun = subprocess.Popen, Begun()
    monkeypatch.setattr(regular.subprocess, "Popen", begun)
    return begun


@pytest.fixture
def backups(app, tmp_path):
    """Regular backups of this server, into a folder."""
    app.config["BACKUP_DIR"] = tmp_path / "backups"
    app.config["BACKUP_DIR"].mkdir()
    return Regular(app)


def test_none_is_made_before_there_is_a_key_and_then_one_at_once(app, backups, begun, run):
    backups.look()
    assert begun == []

    run("backup-key")
    backups.look()
    assert [env["LANYARD_BACKUPS"] for env in begun] == [str(app.config["BACKUP_DIR"])]


def test_the_next_is_made_after_an_hour_while_a_trip_is_out(backups, begun, keeper, todays_trip, monkeypatch):
    keeper.backs_up()
    backups.look()
    assert begun == []

    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=61))
    backups.look()
    assert len(begun) == 1


def test_one_that_failed_is_tried_again_later_and_not_at_once(backups, begun, run, monkeypatch):
    run("backup-key")
    begun.code = 1
    backups.look()
    backups.look()
    assert len(begun) == 1

    later = regular.time.monotonic() + regular.TRY_AGAIN_SECONDS
    monkeypatch.setattr(regular.time, "monotonic", lambda: later)
    backups.look()
    assert len(begun) == 2


def test_one_onto_a_stick_neither_stands_in_for_the_folders_nor_is_looked_for_there(app, backups, begun, run, tmp_path):
    def found():
        told = json.loads(run("doctor", "--format", "json").output)["findings"]
        return [one["says"] for one in told if one["name"] == "backups" and one["state"] == "wrong"]

    run("backup-key")
    run("backup", "--to", str(tmp_path / "stick"))
    backups.look()
    assert len(begun) == 1
    assert found() == ["No backup was ever made."]

    run("backup")
    run("backup", "--to", str(tmp_path / "stick"))
    assert found() == []
    run("backup", "--to", f"{app.config['BACKUP_DIR']}/../backups")
    [newest] = sorted(app.config["BACKUP_DIR"].glob("*.age"), key=lambda file: file.stat().st_mtime_ns)[1:]
    newest.unlink()
    assert "as it was made" in found()[0]


class Making:
    """One that is being made: `told` is what it heard. Deaf, it ends when killed; otherwise when waited for."""

    def __init__(self, *, is_deaf):
        self.is_deaf, self.told, self.returncode, self.asked = is_deaf, [], None, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def poll(self):
        # So that a loop which never waits for it ends too.
        self.asked += 1
        return 1 if self.asked > 5 else self.returncode

    def terminate(self):
        self.told.append("end")

    def kill(self):
        self.told.append("killed")
        self.returncode = -9

    def wait(self, seconds):
        if self.is_deaf:
            raise subprocess.TimeoutExpired("backup", seconds)
        self.returncode = 1


@pytest.mark.parametrize(("is_deaf", "told"), [(False, ["end"]), (True, ["end", "killed"])])
def test_a_server_that_stops_tells_the_one_being_made_once_and_waits(backups, run, monkeypatch, is_deaf, told):
    run("backup-key")
    making = Making(is_deaf=is_deaf)
    monkeypatch.setattr(regular.subprocess, "Popen", lambda *_args, **_more: making)
    backups.stop()

    backups.look()

    assert making.told == told


TOLD_TWICE = """
import os, signal
from server.backups import commands
commands._gives_way()
try:
    os.kill(os.getpid(), signal.SIGTERM)
finally:
    os.kill(os.getpid(), signal.SIGTERM)
    print("tidied up")
"""


def test_one_that_is_told_to_end_tidies_up_though_it_is_told_again():
    done = subprocess.run([sys.executable, "-c", TOLD_TWICE], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "tidied up\n")


def test_a_folder_that_is_not_there_is_not_made(app, run, tmp_path):
    run("backup-key")
    app.config["BACKUP_DIR"] = tmp_path / "unplugged"

    done = run("backup")

    assert (done.exit_code, "is not there. Make it, or connect its disk." in done.output) == (1, True)
    assert not (tmp_path / "unplugged").exists()


def test_older_ones_roll_off_and_nothing_else_does(app, run, tmp_path):
    run("backup-key")
    app.config["BACKUP_DIR"] = folder = tmp_path / "backups"
    folder.mkdir()
    kept = ["lanyard-20250301T020000Z-aaaaaa-0123456789abcdef.tar.age.keep", "holiday.jpg"]
    old = [f"lanyard-20250301T{hour:02}0000Z-aaaaaa-0123456789abcdef.tar.age" for hour in range(4)]
    for name in (*kept, *old):
        (folder / name).write_bytes(b"x")

    done = run("backup")
    assert done.exit_code == 0
    assert len(list(folder.iterdir())) == 7

    assert sorted(rolling.roll_off(folder)) == old[:3]
    assert sorted(file.name for file in folder.iterdir() if file.name in kept) == sorted(kept)


def test_a_running_server_makes_one_and_the_next_start_makes_no_second(data_folder, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    server = LiveServer(data_folder, LANYARD_BACKUPS=str(folder))
    (tmp_path / "typed.txt").write_text(groups_on(server.flask("backup-key")))
    with server:
        waits_until(server, lambda: list(folder.glob("lanyard-*.tar.age")))
        waits_until(server, lambda: "backup.made" in actions_of(data_folder))
        server.restart()
        assert len(list(folder.glob("lanyard-*.tar.age"))) == 1

    [file] = folder.iterdir()
    new = tmp_path / "new"
    new.mkdir()
    LiveServer(new).flask("restore", str(file), "--key", str(tmp_path / "typed.txt"))


def waits_until(server, is_so):
    """Look until it is so, for as long as a slow machine may take."""
    deadline = regular.time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert regular.time.monotonic() < deadline, server.log.read_text()
        server.works_on()


def actions_of(folder):
    """What the audit log tells of."""
    with closing(sqlite3.connect(folder / "database" / "lanyard.sqlite3")) as here:
        return {action for (action,) in here.execute("SELECT action FROM audit_entry")}
