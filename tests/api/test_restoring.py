"""A backup is put back whole, into an empty database and with its own key, or nothing is changed."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pyrage
import pytest

from server.backups import contents, offline_keys, restoring
from server.foundation import database
from tests.api.backed_up import groups_on, keeps_a_photo
from tests.api.backups import sent
from tests.live_server import LiveServer


def state_of(folder: Path) -> dict[str, bytes]:
    """Every file of a server, the locks and SQLite's own beside the database left out."""
    passing = (".lock", "-wal", "-shm")
    return {
        str(file.relative_to(folder)): b"" if file.suffix == ".sqlite3" else file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.endswith(passing)
    }


def is_empty(folder: Path) -> bool:
    with closing(sqlite3.connect(folder / "database" / "lanyard.sqlite3")) as here:
        return here.execute("SELECT count(*) FROM school").fetchone() == (0,)


@pytest.fixture
def refused(keeper):
    """`refused(file)` restores on a new server, which has to end in a sentence with nothing changed: the sentence."""

    def tried(file: Path, paper: Path | None = None) -> str:
        with keeper.new_server(file.stem) as app:
            before = state_of(app.config["DATA_DIR"])
            done = keeper.restores(app, file, paper)
            assert done.exit_code == 1, done.output
            assert done.output.startswith("Error: "), done.output
            assert state_of(app.config["DATA_DIR"]) == before
            assert is_empty(app.config["DATA_DIR"])
        return done.output

    return tried


def altered(file: Path, at: int, name: str) -> Path:
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    copy = file.with_name(f"{name}.tar.age")
    copy.write_bytes(content)
    return copy


Members = list[tuple[str, bytes]]


@pytest.fixture
def made_anew(keeper):
    """`made_anew(file, change)` is what somebody with both key and paper could make: `change` gets what is inside."""

    def made(file: Path, change: Callable[[Members], Members], name: str = "anew") -> Path:
        key = offline_keys.from_paper(keeper.paper.read_text())
        with tarfile.open(fileobj=BytesIO(pyrage.decrypt(file.read_bytes(), [key.identity]))) as tar:
            members = [(member.name, tar.extractfile(member).read()) for member in tar]
        out = BytesIO()
        with tarfile.open(fileobj=out, mode="w|") as tar:
            for member_name, content in change(members):
                member = tarfile.TarInfo(member_name)
                member.size = len(content)
                tar.addfile(member, BytesIO(content))
        copy = file.with_name(f"{name}.tar.age")
        copy.write_bytes(pyrage.encrypt(out.getvalue(), [key.identity.to_public()]))
        return copy

    return made


def with_header(**told: object) -> Callable[[Members], Members]:
    """The header says something else of what made it."""

    def changed(members: Members) -> Members:
        [(name, header), *others] = members
        return [(name, json.dumps({**json.loads(header), **told}).encode()), *others]

    return changed


def test_everything_is_there_again_with_nothing_but_the_file_and_the_paper(keeper, phone, exported):
    sent(phone)
    keeps_a_photo(phone, b"a photo")
    file, before = keeper.backs_up(), exported()
    sent(phone)

    with keeper.new_server() as app:
        done = keeper.restores(app, file)
        assert done.exit_code == 0, done.output
        assert ": 2 arrivals, up to number 2." in done.output
        assert "What was done in the office since" in done.output
        flask = app.test_cli_runner()
        assert flask.invoke(args=["export", "--format", "jsonl"]).output.splitlines() == [
            json.dumps(line) for line in before
        ]
        assert flask.invoke(args=["audit", "verify"]).exit_code == 0
        assert [line["state"] for line in before] == ["opened", "opened"]


def test_it_is_another_life_in_which_nothing_is_backed_up_yet(app, keeper, phone):
    life = sent(phone)["epoch"]
    file = keeper.backs_up()

    with keeper.new_server() as new:
        assert keeper.restores(new, file).exit_code == 0
        told = new.test_cli_runner().invoke(args=["audit", "verify"])
        assert told.exit_code == 0
        assert (new.config["DATABASE"].with_name("epoch")).read_text() != life
        with new.app_context(), closing(sqlite3.connect(new.config["DATABASE"])) as rows:
            [(details,)] = rows.execute("SELECT details FROM audit_entry WHERE action = 'epoch.begun'")
            assert life in details
            assert "restore" in details
            assert rows.execute("SELECT count(*) FROM backup_made").fetchone() == (0,)


def test_one_of_an_earlier_version_is_brought_up_to_date(keeper, phone, monkeypatch, tmp_path):
    sent(phone)
    file = keeper.backs_up()
    later = tmp_path / "migrations"
    shutil.copytree(database.MIGRATIONS, later)
    change = "def up(_migrator, db):\n    db.execute_sql('CREATE TABLE later (id INTEGER)')\n"
    (later / "9999_later.py").write_text(change)
    for module in (database, restoring):
        monkeypatch.setattr(module, "MIGRATIONS", later)

    with keeper.new_server() as app:
        assert keeper.restores(app, file).exit_code == 0
        with closing(sqlite3.connect(app.config["DATABASE"])) as rows:
            assert rows.execute("SELECT count(*) FROM later").fetchone() == (0,)
            assert rows.execute("SELECT count(*) FROM envelope").fetchone() == (1,)


@pytest.mark.parametrize("at", [3, 60, 3000, 200_000, -1])
def test_an_altered_one_is_refused(keeper, refused, at):
    assert "was altered or cut short" in refused(altered(keeper.backs_up(), at, f"altered{at}"))


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999])
def test_one_cut_short_is_refused(keeper, refused, share):
    whole = keeper.backs_up()
    cut = whole.with_name("cut.tar.age")
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])

    assert "was altered or cut short" in refused(cut)


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("no header", lambda members: members[1:]),
        ("a header later on", lambda members: [members[1], members[0], *members[2:]]),
        ("no manifest", lambda members: members[:-1]),
        ("a file too few", lambda members: [members[0], *members[2:]]),
        ("a file too many", lambda members: [*members[:-1], ("keys/other.json", b"{}"), members[-1]]),
        ("a file elsewhere", lambda members: [*members[:-1], ("../other", b"{}"), members[-1]]),
        ("after the manifest", lambda members: [*members, ("keys/other.json", b"{}")]),
        ("a header of nothing", lambda members: [("header", b"{}"), *members[1:]]),
    ],
)
def test_one_of_which_something_is_missing_or_added_inside_is_refused(keeper, refused, made_anew, what, change):
    assert "was altered or cut short" in refused(made_anew(keeper.backs_up(), change, what.replace(" ", "-")))


def with_the_chairs_key(members: Members) -> Members:
    """The chair's private key is inside as well, and in the manifest."""
    name, content = "keys/chair_keys.json", b"[]"
    *files, (manifest, lines) = members
    *before, about = lines.splitlines(keepends=True)
    line = contents.line_of(name, len(content), hashlib.sha256(content).hexdigest())
    return [*files, (name, content), (manifest, b"".join([*before, line, about]))]


def test_one_that_holds_the_chairs_private_key_is_refused(keeper, refused, made_anew):
    assert "was altered or cut short" in refused(made_anew(keeper.backs_up(), with_the_chairs_key))


def test_a_file_of_another_program_is_refused_though_the_key_opens_it(keeper, refused):
    key = offline_keys.from_paper(keeper.paper.read_text())
    keeper.folder.mkdir()
    other = keeper.folder / "holiday.age"
    other.write_bytes(pyrage.encrypt(b"a picture" * 100_000, [key.identity.to_public()]))

    assert "was altered or cut short" in refused(other)


def test_one_of_a_later_version_is_refused_by_name(keeper, refused, made_anew):
    file = keeper.backs_up()

    later = refused(made_anew(file, with_header(schema="9999_later", version="9.1.0"), "later"))
    assert "was made by a newer Lanyard (9.1.0)" in later
    assert "was made by a newer Lanyard" in refused(made_anew(file, with_header(format=2), "format"))
    age = file.with_name("age.tar.age")
    age.write_bytes(file.read_bytes().replace(b"age-encryption.org/v1", b"age-encryption.org/v2"))
    assert "was made by a newer Lanyard" in refused(age)


def test_the_wrong_key_is_named_with_the_right_one(keeper, refused, tmp_path):
    file = keeper.backs_up()
    kid = offline_keys.from_paper(keeper.paper.read_text()).kid
    other = tmp_path / "other.txt"
    other.write_text(groups_on(keeper.run("backup-key", "--replace").output))

    assert f"needs the paper of key {kid}, and this is key " in refused(file, other)
    assert "needs the paper of another key, and this is key " in refused(file.rename(file.with_name("b.age")), other)


def test_a_slip_in_the_typed_key_is_located(keeper, refused, tmp_path):
    file, wrong = keeper.backs_up(), tmp_path / "wrong.txt"
    words = keeper.paper.read_text().split()
    groups = [word for word in words if len(word) == 5]
    groups[6] = ("0" if groups[6][0] != "0" else "1") + groups[6][1:]
    wrong.write_text(" ".join(groups))

    assert "Group 7 has a wrong letter" in refused(file, wrong)


def test_a_database_with_a_school_in_it_is_refused(app, keeper, phone, exported):
    sent(phone)
    file = keeper.backs_up()
    sent(phone)
    before = state_of(app.config["DATA_DIR"])

    done = keeper.restores(app, file)

    assert done.exit_code == 1
    assert "There is a school in this database already. Nothing was changed." in done.output
    assert state_of(app.config["DATA_DIR"]) == before
    assert len(exported()) == 2


def test_a_server_that_runs_on_an_empty_database_is_refused(keeper, tmp_path):
    file = keeper.backs_up()
    empty = tmp_path / "empty"
    empty.mkdir()
    server = LiveServer(empty)
    server.flask("restore", str(file), "--key", str(keeper.paper))
    shutil.rmtree(empty)
    empty.mkdir()
    with server:
        server.flask("restore", str(file), "--key", str(keeper.paper), exit_code=1)
        assert is_empty(empty)
    server.flask("restore", str(file), "--key", str(keeper.paper))
    assert not is_empty(empty)


@pytest.mark.parametrize("call", [1, 3, 6])
def test_a_disk_that_is_full_leaves_the_database_empty_and_it_goes_in_later(keeper, phone, monkeypatch, call):
    sent(phone)
    file, calls, fsync = keeper.backs_up(), [], restoring.os.fsync

    def full(handle):
        calls.append(handle)
        if len(calls) == call:
            raise OSError(errno.ENOSPC, "No space left on device")
        return fsync(handle)

    with keeper.new_server() as app:
        before = state_of(app.config["DATA_DIR"])
        monkeypatch.setattr(restoring.os, "fsync", full)
        done = keeper.restores(app, file)
        assert (done.exit_code, "The disk is full" in done.output) == (1, True)
        assert state_of(app.config["DATA_DIR"]) == before
        monkeypatch.undo()
        assert keeper.restores(app, file).exit_code == 0


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_one_killed_among_the_keys_leaves_no_new_servers_key_beside_the_chairs(keeper, monkeypatch, dies_at):
    file, moved, moves = keeper.backs_up(), [], Path.replace

    def killed(self: Path, to: Path) -> Path:
        moved.extend([to.name] if to.parent.name == "chair-keys" else [])
        if len(moved) == dies_at:
            raise KeyboardInterrupt
        return moves(self, to)

    with keeper.new_server() as app:
        with monkeypatch.context() as during:
            during.setattr(Path, "replace", killed)
            assert keeper.restores(app, file).exit_code == 1
        assert keeper.restores(app, file).exit_code == 0
        assert sorted(file.name for file in app.config["CHAIR_KEY_DIR"].glob("*.json")) == ["chair_public_keys.json"]


def test_keys_that_were_not_lost_are_kept_and_a_new_servers_own_are_set_aside(keeper, phone, tmp_path):
    file = keeper.backs_up()

    with keeper.new_server() as app:
        keys, chairs = app.config["KEY_DIR"], app.config["CHAIR_KEY_DIR"]
        assert keeper.restores(app, file).exit_code == 0
        assert (keys / "school_keys.json.before-restore").exists()
        assert not (chairs / "chair_keys.json").exists()
        assert (chairs / "chair_keys.json.before-restore").exists()
        app.test_cli_runner().invoke(args=["keys", "rotate"])
        rotated = (keys / "school_keys.json").read_bytes()

    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.copytree(keys, kept / "keys")
    with keeper.new_server("kept") as app:
        assert keeper.restores(app, file).exit_code == 0
        assert (app.config["KEY_DIR"] / "school_keys.json").read_bytes() == rotated
