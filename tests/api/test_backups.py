"""A backup is whole or it is none, and only one that was read back moves how far arrivals are backed up."""

from __future__ import annotations

import errno
import fcntl
import shutil
import stat
import tarfile
import tracemalloc
from io import BytesIO

import pyrage
import pytest
from peewee import OperationalError

from server.backups import container, offline_keys, taking
from server.backups.models import BackupMade
from server.backups.queries import backed_up_n
from server.foundation import audit, crypto
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from tests.api.backed_up import keeps_a_photo
from tests.api.backups import sent

PIECES = [0, 5, 30]


@pytest.fixture
def backed_up(app):
    """`backed_up()` is how far arrivals count as backed up."""

    def asked() -> int:
        with app.app_context():
            return backed_up_n()

    return asked


def full(*_args, **_more):
    raise OSError(errno.ENOSPC, "No space left on device")


class Pieces:
    """A file to which each piece goes through `change(which, its bytes)`."""

    def __init__(self, out, change):
        self.out, self.change, self.number = out, change, -1

    def write(self, content):
        self.number += 1
        return self.out.write(self.change(self.number, bytes(content)))

    def flush(self):
        self.out.flush()


def pieces(monkeypatch, change):
    """What age writes goes through `change`."""
    encrypt = container._encrypt
    monkeypatch.setattr(container, "_encrypt", lambda plain, out, to: encrypt(plain, Pieces(out, change), to))


def files_in(folder):
    return sorted(file.name for file in folder.iterdir())


def test_a_backup_moves_how_far_arrivals_are_safe_and_is_noted(keeper, phone, backed_up):
    sent(phone)
    assert backed_up() == 0

    file = keeper.backs_up()

    assert backed_up() == 1
    row = BackupMade.get()
    assert (row.name, row.size_bytes) == (file.name, file.stat().st_size)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    last = AuditEntry.select().order_by(AuditEntry.n.desc()).first()
    assert (last.action, last.subject) == ("backup.made", file.name)
    sent(phone)
    assert backed_up() == 1


def test_nothing_can_be_read_in_it_without_the_key(keeper, phone):
    sent(phone)

    content = keeper.backs_up().read_bytes()

    for word in (b"SQLite format", b"PRIVATE KEY", b"Wrenfield", b"lanyard.sqlite3", b"ustar"):
        assert word not in content


def test_the_chairs_private_key_is_in_none_wherever_it_lies(app, keeper):
    for name in ("chair_keys.json", "chair_public_keys.json"):
        shutil.copy(app.config["CHAIR_KEY_DIR"] / name, app.config["KEY_DIR"])
    app.config["CHAIR_KEY_DIR"] = app.config["KEY_DIR"]

    content, key = keeper.backs_up().read_bytes(), offline_keys.from_paper(keeper.paper.read_text())

    with tarfile.open(fileobj=BytesIO(pyrage.decrypt(content, [key.identity]))) as tar:
        names = tar.getnames()
    assert "keys/school_keys.json" in names
    assert "chair-keys/chair_public_keys.json" in names
    assert [name for name in names if name.endswith("/chair_keys.json")] == []


def test_without_a_key_or_a_folder_it_says_what_to_do(run, tmp_path):
    done = run("backup", "--to", str(tmp_path / "backups"))
    assert (done.exit_code, "flask --app server backup-key" in done.output) == (1, True)

    done = run("backup")
    assert (done.exit_code, "Where to?" in done.output) == (1, True)


@pytest.mark.parametrize("piece", PIECES)
def test_a_disk_that_is_full_in_the_middle_leaves_the_older_ones_and_nothing_half(
    keeper, phone, backed_up, monkeypatch, piece
):
    sent(phone)
    older = keeper.backs_up()
    content = older.read_bytes()
    sent(phone)
    pieces(monkeypatch, lambda number, part: full() if number == piece else part)

    done = keeper.run("backup", "--to", str(keeper.folder))

    assert done.exit_code == 1
    assert "No backup was made; those made before are as they were. The disk is full" in done.output
    assert files_in(keeper.folder) == [older.name]
    assert older.read_bytes() == content
    assert backed_up() == 1


@pytest.mark.parametrize("call", ["fsync", "posix_fadvise"])
def test_a_disk_that_fails_at_the_end_leaves_nothing_half(keeper, phone, backed_up, monkeypatch, call):
    sent(phone)
    monkeypatch.setattr(taking.os, call, full)

    assert keeper.run("backup", "--to", str(keeper.folder)).exit_code == 1

    assert files_in(keeper.folder) == []
    assert backed_up() == 0


def test_one_that_could_not_be_noted_is_not_left(keeper, monkeypatch):
    def locked(*_args, **_more):
        raise OperationalError("database is locked")

    older = keeper.backs_up()
    monkeypatch.setattr(audit, "write", locked)

    done = keeper.run("backup", "--to", str(keeper.folder))

    assert (done.exit_code, "No backup was made; those made before are as they were." in done.output) == (1, True)
    assert files_in(keeper.folder) == [older.name]
    assert BackupMade.select().count() == 1


def test_what_does_not_read_back_is_no_backup(keeper, phone, backed_up, monkeypatch):
    sent(phone)
    pieces(monkeypatch, lambda number, part: part[:-1] + bytes([part[-1] ^ 1]) if number == 3 else part)

    done = keeper.run("backup", "--to", str(keeper.folder))

    assert done.exit_code == 1
    assert "does not read back" in done.output
    assert files_in(keeper.folder) == []
    assert backed_up() == 0


def test_what_a_killed_backup_left_goes_with_the_next(app, keeper):
    keeper.folder.mkdir()
    (keeper.folder / ".lanyard-20260101T000000Z-abcdef-0123456789abcdef.tar.age.part").write_bytes(b"half")
    work = app.config["DATABASE"].with_name(".backup-work")
    work.mkdir()
    (work / "lanyard.sqlite3").write_bytes(b"half")

    file = keeper.backs_up()

    assert files_in(keeper.folder) == [file.name]
    assert not work.exists()


def test_two_at_once_are_refused(app, keeper):
    with app.config["DATABASE"].with_name("backup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = keeper.run("backup", "--to", str(keeper.folder))

    assert (done.exit_code, "Another backup is being made" in done.output) == (1, True)


def test_a_photo_that_is_not_there_stops_no_backup_and_counts_as_not_backed_up(app, keeper, phone, backed_up):
    sent(phone)
    keeps_a_photo(phone, b"a photo")
    sent(phone)
    [file] = app.config["BLOB_DIR"].rglob("*.sealed")
    file.write_bytes(b"not what it was")

    done = keeper.run("backup", "--to", str(keeper.folder))

    assert done.exit_code == 0
    assert "1 files were not there, or not whole" in done.output
    assert backed_up() == 1


def test_what_only_an_older_backup_holds_does_not_count_as_backed_up(app, keeper, phone, backed_up, as_role):
    sent(phone)
    keeps_a_photo(phone, b"a photo")
    keeper.backs_up()
    assert backed_up() == 2
    [file] = app.config["BLOB_DIR"].rglob("*.sealed")
    whole = file.read_bytes()
    file.write_bytes(b"not what it was")

    keeper.backs_up()

    assert backed_up() == 1
    assert "Backup: everything up to number 1," in as_role("office").get("/office/backups").text
    file.write_bytes(whole)
    keeper.backs_up()
    assert backed_up() == 2


def test_the_key_is_printed_twice_once_and_its_private_half_is_nowhere(app, run):
    printed = run("backup-key").output
    _, first, second = printed.split("Paper ")

    assert first[first.index("\n") : first.index("Kept by")] == second[second.index("\n") : second.index("Kept by")]
    again = run("backup-key")
    assert (again.exit_code, "There is key" in again.output) == (1, True)
    kept = (app.config["KEY_DIR"] / "backup_public_key.json").read_text()
    assert "private" not in kept
    for group in first.split():
        assert len(group) != 5 or group.isdecimal() or group not in kept


def test_the_paper_is_tried_by_typing_it_in_and_a_slip_is_asked_for_again(app, keeper):
    groups = [word for word in keeper.paper.read_text().split() if len(word) == 5]
    typed = [groups[0], f"U{groups[1][1:]}", *groups[1:]]

    done = app.test_cli_runner().invoke(args=["backup-key", "--check"], input="\n".join(typed))

    assert done.exit_code == 0, done.output
    assert "Group 2 has U, which no group has." in done.output
    assert "for which backups are made" in done.output

    keeper.run("backup-key", "--replace")
    done = app.test_cli_runner().invoke(args=["backup-key", "--check"], input="\n".join(groups))
    assert (done.exit_code, "Backups are made for key" in done.output) == (1, True)


def test_its_memory_does_not_grow_with_the_school(app, keeper, phone):
    peaks = []
    for size_mib in (4, 40):
        holds_photos(app, phone, size_mib)
        tracemalloc.start()
        try:
            keeper.backs_up()
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()

    assert peaks[1] < peaks[0] + 1024 * 1024, peaks


def holds_photos(app, phone, size_mib):
    """Have so many files of a mebibyte at the school, each named by the database."""
    keeps_a_photo(phone, b"a photo")
    columns = "school_id, phone, chain, id, seq, trip, kid, type, digest, size, flags, received_at"
    for number in range(size_mib):
        content = bytes([size_mib, number]) * (512 * 1024)
        file = app.config["BLOB_DIR"] / crypto.digest(content)[:2] / f"{crypto.digest(content)}.sealed"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        told = columns.replace(" id,", " ?,").replace(" digest,", " ?,")
        copied = f"INSERT INTO envelope ({columns}) SELECT {told} FROM envelope WHERE type = 'blob' LIMIT 1"
        db.execute_sql(copied, (f"{size_mib}-{number}", crypto.digest(content)))
