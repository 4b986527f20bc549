"""A key for backups is in use once its paper is out, and not before: nothing else opens what is encrypted to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from peewee import OperationalError

from server.backups import offline_keys
from server.config import ROOT
from server.foundation import audit
from tests.api.backed_up import groups_on

COMMAND = (sys.executable, "-m", "flask", "--app", "server", "backup-key", "--replace")


@pytest.fixture
def in_use(app):
    """`in_use()` is the id of the key that backups are encrypted to."""
    return lambda: offline_keys.public_half(Path(app.config["KEY_DIR"])).kid


def onto_paper_that_is_out(folder: Path) -> subprocess.CompletedProcess[str]:
    """Ask for another key where what is printed goes nowhere: whoever was to read it has ended."""
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "LANYARD_DATA": str(folder)}
    with open(writing, "wb") as printer:
        return subprocess.run(
            COMMAND, cwd=ROOT, env=environment, stdout=printer, stderr=subprocess.PIPE, text=True, check=False
        )


def test_a_key_that_could_not_be_printed_is_not_in_use(app, keeper, in_use):
    before = in_use()

    done = onto_paper_that_is_out(app.config["DATA_DIR"])

    assert done.returncode != 0
    assert in_use() == before
    assert "opens nothing: tear it up" in done.stderr


def test_a_key_that_could_not_be_noted_is_not_in_use_and_its_paper_is_said_to_be_void(keeper, in_use, run, monkeypatch):
    def locked(*_args, **_more):
        raise OperationalError("database is locked")

    before = in_use()
    with monkeypatch.context() as during:
        during.setattr(audit, "write", locked)
        done = run("backup-key", "--replace")

    assert done.exit_code == 1
    assert "(database is locked); backups are as they were." in done.output
    assert in_use() == before


def test_a_restore_leaves_a_newer_key_in_use_and_says_which(app, keeper, in_use, run, tmp_path):
    older, file = in_use(), keeper.backs_up()
    run("backup-key", "--replace")
    newer, not_lost = in_use(), tmp_path / "new" / "keys"
    shutil.copytree(app.config["KEY_DIR"], not_lost)

    with keeper.new_server() as new:
        done = keeper.restores(new, file)

    assert done.exit_code == 0, done.output
    assert offline_keys.public_half(not_lost).kid == newer != older
    assert f"Backups are made for key {newer} from now on, which is on another paper." in done.output


def test_a_restore_puts_a_backups_key_in_the_place_of_an_older_one(app, keeper, in_use, run, tmp_path):
    not_lost = tmp_path / "new" / "keys"
    shutil.copytree(app.config["KEY_DIR"], not_lost)
    keeper.paper.write_text(groups_on(run("backup-key", "--replace").output))
    file = keeper.backs_up()

    with keeper.new_server() as new:
        done = keeper.restores(new, file)

    assert offline_keys.public_half(not_lost).kid == in_use()
    assert f"Backups are made for key {in_use()} from now on. To try" in done.output
