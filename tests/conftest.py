"""What every test stands on: a demo school on a real SQLite file, made once and copied for each test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from server import create_app
from server.foundation.database import db
from server.shell import demo_school
from tests.cast import Phone, sign_in

# What says aloud which tests were left out, and leaves them out; the rest does once what each test would do again.
DONE_ONCE = ("compiled_templates", "compiled_routes", "checked_passwords", "seldom_collected")
pytest_plugins = ["tests.left_out", *(f"tests.{name}" for name in DONE_ONCE)]

# The same examples each time, and no clock: a slow machine is no failure.
settings.register_profile("lanyard", deadline=None, derandomize=True)
settings.load_profile("lanyard")


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo school in it. Never used itself: copied."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app({"DATA_DIR": folder})
    with app.app_context():
        demo_school.make()
        db.close()
        db.close_idle()
    return folder


@pytest.fixture
def data_folder(demo_folder: Path, tmp_path: Path) -> Path:
    """This test's own copy of the demo school's folder."""
    return Path(shutil.copytree(demo_folder, tmp_path / "data"))


@pytest.fixture
def app(data_folder: Path) -> Iterator[Flask]:
    """The app on this test's own data. No thread runs: storing, copying and opening happen in turn."""
    app = create_app({"DATA_DIR": data_folder, "TESTING": False, "WTF_CSRF_ENABLED": False})
    db.connect(reuse_if_open=True)
    yield app
    db.close()
    db.close_idle()


@pytest.fixture
def in_app(app: Flask) -> Iterator[None]:
    """For a test that calls the app's functions itself. Requests made inside would share one `g`: make none."""
    with app.app_context():
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser nobody has signed in on."""
    return app.test_client()


@pytest.fixture
def as_role(app: Flask) -> Callable[[str], FlaskClient]:
    """`as_role("office")` is a browser in which that person has signed in to the office."""
    return lambda role: sign_in(app.test_client(), role)


@pytest.fixture
def run(app: Flask) -> Callable[..., Any]:
    """`run("audit", "verify")` is what `flask --app server audit verify` does."""
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def new_phone(app: Flask, run: Callable[..., Any]) -> Callable[[str], Phone]:
    """`new_phone("Phone 3")` is that phone with a fresh set-up code, not yet set up."""

    def make(name: str = "Phone 3") -> Phone:
        return Phone(app.test_client(), run("enrol-code", "--phone", name).output.strip())

    return make


@pytest.fixture
def phone(new_phone: Callable[[str], Phone]) -> Phone:
    """Phone 3, set up."""
    three = new_phone("Phone 3")
    assert three.sets_itself_up().json["ready"] is True
    return three


@pytest.fixture
def todays_trip(phone: Phone) -> str:
    """The id of today's castle visit, as the phone learns it."""
    trip: str = phone.reports().json["card"]["trip"]["id"]
    return trip


@pytest.fixture
def exported(run: Callable[..., Any]) -> Callable[..., list[dict[str, Any]]]:
    """`exported()` is every line of `flask export`, parsed."""

    def read(*words: str) -> list[dict[str, Any]]:
        output = run("export", "--format", "jsonl", *words).output
        return [json.loads(line) for line in output.splitlines()]

    return read
