"""Who types `flask run` after `pip install -r requirements.txt`: no make, no Node, no school and no build."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from tests.habits.clean_folder import until_it_answers
from tests.live_server import free_port


@pytest.fixture
def serves(newcomers, bare_machine, running, tmp_path):
    """`serves("flask", "run")` is its address, once it answers."""

    def start(*words: str) -> str:
        port = free_port()
        where = {"PATH": bare_machine.path, "LANYARD_DATA": str(tmp_path / "data"), "FLASK_RUN_PORT": str(port)}
        process = running(newcomers.starts(*words, **where))
        until_it_answers(process, port)
        return f"http://localhost:{port}"

    return start


def get(address: str) -> tuple[int, str, str]:
    """The status, Cache-Control and text of a page."""
    try:
        with urllib.request.urlopen(address) as page:
            return page.status, page.headers["Cache-Control"], page.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers["Cache-Control"], refused.read().decode()


@pytest.mark.parametrize(
    "words",
    [
        ["v/bin/flask", "--app", "server", "run"],
        ["v/bin/flask", "--app", "server", "run", "--debug"],
        ["v/bin/python", "-m", "flask", "--app", "server", "run"],
    ],
)
def test_flask_run_serves_the_office_before_anything_was_made(serves, words):
    address = serves(*words)

    for page in ("/", "/office"):
        status, _, text = get(address + page)
        assert status == 200
        assert "flask --app server demo" in text
    status, caching, text = get(address + "/app")
    assert (status, caching) == (503, "no-store")
    assert "<code>make build</code>" in text
