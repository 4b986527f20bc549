"""What the server says when it cannot start, or has nothing to serve yet: one sentence, and what mends it."""

from __future__ import annotations

import errno
import os
import re
import socket
import sqlite3
import subprocess
import sys

import peewee
import pytest

from server import create_app
from server.config import ROOT, CannotStart
from server.foundation.database import db, plainly
from tests.cast import CLIENT


@pytest.fixture
def empty_app(tmp_path):
    folders = {"DATA_DIR": tmp_path / "empty", "BUILD_DIR": tmp_path / "nothing built"}
    app = create_app({**folders, "WTF_CSRF_ENABLED": False})
    yield app
    db.close_idle()


@pytest.fixture
def database(empty_app):
    """The file of a database that was made just now."""
    db.close_idle()
    return empty_app.config["DATABASE"]


def start(database):
    return create_app({"DATA_DIR": database.parent.parent})


def flask(*words):
    """What a process of its own says: `flask --app server <words>`, or with Python's own arguments before."""
    own, asked = (words[:2], words[2:]) if words[0] == "-c" else (("-m", "flask"), words)
    command = [sys.executable, *own, "--app", "server", *asked]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def refusal(database) -> str:
    with pytest.raises(CannotStart) as refused:
        start(database)
    assert "\n" not in refused.value.message
    return refused.value.message


@pytest.mark.parametrize("address", ["/", "/sign-in", "/app"])
def test_before_there_is_a_school_each_page_says_what_to_do(empty_app, address):
    page = empty_app.test_client().get(address)

    assert "flask --app server demo" in page.text


def test_on_a_live_server_nobody_is_told_to_make_the_demo_school(tmp_path, monkeypatch):
    monkeypatch.setenv("LANYARD_ENV", "production")
    monkeypatch.setenv("LANYARD_SECRET_KEY", "nothing anybody would think of, 7 Hills")
    client = create_app({"DATA_DIR": tmp_path / "live"}).test_client()
    page = client.get("/").text
    db.close_idle()

    assert "No school has been added" in page
    assert "flask --app server demo" not in page


def test_with_a_school_nobody_is_told_to_make_one(client):
    assert "flask --app server demo" not in client.get("/").text


def test_no_address_fails_before_there_is_a_school(empty_app):
    client = empty_app.test_client()
    rules = [rule for rule in empty_app.url_map.iter_rules() if {"GET", "POST"} & rule.methods]
    addresses = [(re.sub(r"<[^>]*>", "x", rule.rule), rule.methods - {"HEAD", "OPTIONS"}) for rule in rules]

    answers = {
        f"{method} {address}": client.open(address, method=method, headers=CLIENT, buffered=True).status_code
        for address, methods in addresses
        for method in methods
    }

    # 503 is the phone app's, where nothing is built.
    assert {asked: status for asked, status in answers.items() if status >= 500 and status != 503} == {}
    assert len(answers) > 20


def test_nobody_can_sign_in_before_there_is_a_school_and_the_form_stays_as_typed(empty_app):
    typed = {"email": "elin@wrenfield.example", "password": "demo-castle-visit"}
    answer = empty_app.test_client().post("/sign-in", data=typed)

    assert 400 <= answer.status_code < 500
    assert 'value="elin@wrenfield.example"' in answer.text


def test_a_database_of_a_newer_version_is_left_alone(database):
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01')")
    connection.close()
    before = database.read_bytes()

    assert "made by a newer Lanyard (it has 9999_later)" in refusal(database)
    assert "git pull" in refusal(database)
    assert database.read_bytes() == before


def test_a_file_that_is_no_database_is_named(database):
    database.write_bytes(b"not a database at all" * 100)

    assert "It is damaged" in refusal(database)
    assert str(database) in refusal(database)


def fill_the_disk():
    """What peewee raises then: the rollback fails as well, and its error is the one that comes out."""
    try:
        raise sqlite3.OperationalError("database or disk is full")
    except sqlite3.OperationalError:
        raise peewee.OperationalError("cannot rollback - no transaction is active")


def test_a_full_disk_is_named_though_sqlite_speaks_of_a_rollback(tmp_path):
    with pytest.raises(CannotStart, match=r"disk is full\. Make room"), plainly(tmp_path / "lanyard.sqlite3"):
        fill_the_disk()


def test_what_is_nobodys_fault_but_ours_is_not_hidden(tmp_path):
    with pytest.raises(peewee.OperationalError), plainly(tmp_path / "lanyard.sqlite3"):
        raise peewee.OperationalError("no such column: nonsense")


def test_a_data_folder_that_cannot_be_made_is_named_with_a_way_on(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(CannotStart, match="LANYARD_DATA"):
        create_app({"DATA_DIR": tmp_path / "file" / "data"})


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.EACCES, "sudo chown"), (errno.ENOSPC, "The disk is full"), (errno.EROFS, "LANYARD_DATA")],
)
def test_what_the_disk_refuses_is_said_in_one_sentence(tmp_path, monkeypatch, number, says):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("server.config.os.link", refuse)

    with pytest.raises(CannotStart, match=says):
        create_app({"DATA_DIR": tmp_path / "data"})


def test_a_package_that_is_missing_is_named():
    without = "import sys; sys.modules['waitress'] = None; from flask.cli import main; main()"
    done = flask("-c", without, "routes")

    assert done.returncode == 1
    assert done.stderr.endswith("Error: The package waitress is not installed: pip install -r requirements.txt\n")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["eight thousand", "99999", "0", "-1", "80.5", "²"])
def test_a_port_that_is_none_is_refused_in_one_sentence(run, port):
    done = run("serve", "--port", port)

    assert done.exit_code == 1
    assert done.output == f"Error: PORT is {port!r}, and has to be a number up to 65535: PORT=8000 make run\n"


def test_a_port_in_use_names_one_that_is_free(tmp_path, monkeypatch):
    monkeypatch.setenv("LANYARD_DATA", str(tmp_path / "data"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = flask("serve", "--port", str(port))
        offered = int(re.search(r"PORT=(\d+) make run", done.stderr)[1])

        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert f"Port {port} is in use" in done.stderr
        with socket.socket() as free:
            free.bind(("127.0.0.1", offered))
