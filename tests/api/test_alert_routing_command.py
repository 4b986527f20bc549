"""`flask alerts route`: one answer for each line, in order, whatever the line holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from server import create_app
from server.foundation.database import db

ROOT = Path(__file__).resolve().parents[2]
SERIOUS = {"kind": "incident.reported", "category": "injury", "severity": "serious", "about_role": None}
WHO = ["trip_leader", "evc", "base_contact"]


@pytest.fixture
def routes(tmp_path):
    """`routes(stdin, …)` is what `flask alerts route …` prints, on a server that has no school yet."""
    app = create_app({"DATA_DIR": tmp_path / "empty"})
    yield lambda stdin, *words: app.test_cli_runner().invoke(args=["alerts", "route", *words], input=stdin)
    db.close_idle()


def test_each_line_is_answered_in_order(routes):
    asked = [
        SERIOUS,
        {**SERIOUS, "severity": "minor"},
        {**SERIOUS, "about_role": "headteacher"},
        {"kind": "photo.taken"},
    ]
    done = routes("\n".join(map(json.dumps, asked)), "--format", "json")
    assert [json.loads(line) for line in done.output.splitlines()] == [WHO, [], ["chair"], []]
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b'{"kind": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "no JSON"),
        (b'"incident.reported"', "no object"),
        (b"null", "no object"),
        (b"{}", "no kind"),
        (b'{"kind": 7}', "no kind"),
        (b'{"kind": ""}', "no kind"),
        (b'{"kind": "incident.reported", "severity": 4}', "`severity`"),
        (b'{"kind": "incident.reported", "about_role": ["dsl"]}', "`about_role`"),
    ],
)
def test_a_broken_line_is_answered_stops_nothing_and_shows_in_the_exit_code(routes, line, why):
    done = routes(line + b"\n" + json.dumps(SERIOUS).encode() + b"\n", "--format", "json")
    broken, sound = [json.loads(one) for one in done.output.splitlines()]
    assert why in broken["error"]
    assert (sound, done.exit_code) == (WHO, 1)


def test_without_a_format_it_speaks_to_people(routes):
    done = routes(json.dumps(SERIOUS) + '\n{"kind": "photo.taken"}\noops\n')
    assert done.output.splitlines()[:2] == ["trip_leader, evc, base_contact", "nobody"]
    assert "no JSON" in done.output


def test_an_answer_does_not_wait_for_the_next_line(tmp_path):
    command = [sys.executable, "-m", "flask", "--app", "server", "alerts", "route", "--format", "json"]
    # Unbuffered, every Python would pass.
    around = {**os.environ, "LANYARD_DATA": str(tmp_path), "PYTHONUNBUFFERED": ""}
    with subprocess.Popen(command, cwd=ROOT, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        running.stdin.write(json.dumps(SERIOUS).encode() + b"\n")
        running.stdin.flush()
        assert json.loads(running.stdout.readline()) == WHO
        running.stdin.close()
        assert running.wait() == 0
