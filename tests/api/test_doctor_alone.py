"""The doctor where the server cannot start, as a process of its own; and beside a server that runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server import create_app
from server.config import ROOT, UnsafeConfiguration
from server.doctor import rules
from server.foundation.database import db
from tests.live_server import LiveServer

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def asks(folder, *words, **environment):
    """`flask --app server …` in a process of its own."""
    command = [sys.executable, "-m", "flask", "--app", "server", *words]
    env = {**os.environ, **environment, "LANYARD_DATA": str(folder)}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=env)


def told(done):
    return {(one["name"], one["state"]): one for one in json.loads(done.stdout)["findings"]}


def test_a_server_that_cannot_start_is_looked_at_all_the_same(data_folder):
    (data_folder / "database" / "lanyard.sqlite3").write_bytes(b"no database" * 1000)
    (data_folder / "keys" / "school_keys.json").chmod(0o644)

    done = asks(data_folder, "doctor", "--format", "json")
    seen = told(done)

    assert done.returncode == 1
    assert "file is not a database" in seen["start", "wrong"]["says"]
    assert "file is not a database" in seen["database", "wrong"]["says"]
    assert "chmod" in seen["keys", "wrong"]["do"]
    # Nothing else is offered in the place of the app.
    assert "cannot" not in asks(data_folder, "export").stdout
    assert asks(data_folder, "export").stderr.startswith("Error: ")


def test_keys_that_cannot_be_read_stop_each_command_in_one_sentence_but_the_doctor(data_folder):
    (data_folder / "keys" / "school_keys.json").write_text("[{")

    assert "is damaged. Put it back from the last backup" in asks(data_folder, "export").stderr
    assert "is damaged" in told(asks(data_folder, "doctor", "--format", "json"))["start", "wrong"]["says"]


def test_settings_that_cannot_be_read_are_said_in_one_sentence(tmp_path):
    done = asks(tmp_path / "data", "doctor", LANYARD_PROXIES="many")

    assert done.returncode == 1
    assert "LANYARD_PROXIES is the number of proxies" in done.stderr
    assert not (tmp_path / "data").exists()


def test_beside_a_running_server_it_says_that_it_runs_and_changes_nothing(data_folder):
    with LiveServer(data_folder) as server:
        seen = told(asks(data_folder, "doctor", "--format", "json", PORT=str(server.port)))
        assert seen["server", "ok"]["says"] == f"A server answers on port {server.port}."
        assert ("alerts", "ok") in seen
        assert ("database", "ok") in seen

    stopped = told(asks(data_folder, "doctor", "--format", "json", PORT=str(server.port)))
    assert "sudo systemctl start lanyard" in stopped["server", "look"]["do"]
    assert ("alerts", "look") in stopped


@pytest.mark.parametrize("secret", ["put-a-secret-of-your-own-here-put-a-secret", "x" * 40, "12" * 20])
def test_a_secret_that_anybody_would_think_of_is_refused(tmp_path, monkeypatch, secret):
    monkeypatch.setenv("LANYARD_SECRET_KEY", secret)

    with pytest.raises(UnsafeConfiguration, match=r"an example, no secret\. To make one: openssl rand -hex 32"):
        create_app({"DATA_DIR": tmp_path / "live"})


def emptied(data_folder, *names):
    """The folder of a school whose database is away, and a new one began in its place."""
    shutil.rmtree(data_folder / "database")
    for name in names:
        shutil.rmtree(data_folder / name)
    app = create_app({"DATA_DIR": data_folder})
    db.close_idle()
    return app


def begins(app):
    refused = app.test_cli_runner().invoke(args=["serve", "--host", "192.0.2.1"])
    db.close()
    db.close_idle()
    return refused.output


def test_no_server_begins_on_an_empty_database_where_older_keys_say_that_there_was_another(data_folder):
    keys = data_folder / "keys" / "school_keys.json"
    os.utime(keys, (keys.stat().st_atime, keys.stat().st_mtime - 86_400))

    said = begins(emptied(data_folder))

    assert "are older than it" in said
    assert "Is its disk connected" in said


def test_nor_where_the_second_copy_holds_records(data_folder):
    app = emptied(data_folder)
    (data_folder / "copy" / "20261128-x.segment").write_bytes(b"records")

    assert "holds records" in begins(app)


def test_nor_where_backups_say_so(data_folder, tmp_path):
    app = emptied(data_folder, "keys")
    app.config["BACKUP_DIR"] = tmp_path
    (tmp_path / "lanyard-20261128T020000Z-000000-0000000000000000.tar.age").write_bytes(b"backup")

    assert "there are backups of another in" in begins(app)


def test_a_first_start_is_not_taken_for_a_loss(tmp_path):
    done = asks(tmp_path / "data", "doctor", "--format", "json")

    assert told(done)["school", "ok"]["says"] == "There is no school yet."
    with LiveServer(tmp_path / "data"):
        pass


def test_a_backup_made_before_the_school_was_set_up_is_its_own(tmp_path):
    folder, backups = tmp_path / "data", {"LANYARD_BACKUPS": str(tmp_path / "backups")}
    (tmp_path / "backups").mkdir()
    assert asks(folder, "backup-key", **backups).returncode == 0
    assert asks(folder, "backup", **backups).returncode == 0

    assert (
        told(asks(folder, "doctor", "--format", "json", **backups))["school", "ok"]["says"] == "There is no school yet."
    )


MOUNTS = """22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:26 / /dev/shm rw,nosuid shared:2 - tmpfs tmpfs rw
31 22 0:30 / /srv/on\\040nas rw - nfs4 nas:/x rw
32 22 8:2 / /srv rw - xfs /dev/sdb rw
33 22 0:31 / / rw - overlay overlay rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/dev/shm/lanyard", "tmpfs"),
        ("/dev/shm", "tmpfs"),
        ("/dev/shmall", "overlay"),
        ("/srv/lanyard", "xfs"),
        ("/srv/on nas/lanyard", "nfs4"),
        ("/var/lib/lanyard", "overlay"),
    ],
)
def test_a_folder_is_on_the_disk_mounted_nearest_above_it(path, kind):
    assert rules.kind_of_disk(path, MOUNTS) == kind


@pytest.mark.parametrize(
    ("now", "newest", "off"),
    [
        (NOW, None, ""),
        (NOW, NOW, ""),
        (NOW, NOW + timedelta(minutes=59), ""),
        (NOW, NOW + timedelta(minutes=61), "behind"),
        (datetime(1970, 1, 1, tzinfo=UTC), None, "behind"),
        (NOW, NOW - timedelta(days=729), ""),
        (NOW, NOW - timedelta(days=731), "ahead"),
    ],
)
def test_a_clock_is_held_against_the_newest_entry(now, newest, off):
    assert rules.clock_is_off(now, newest) == off


def test_this_computers_own_mounts_are_read():
    assert rules.kind_of_disk("/proc/self", Path("/proc/self/mountinfo").read_text()) == "proc"
