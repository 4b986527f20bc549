"""`flask dial`: one answer for each line, in order, whatever the line holds."""

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


@pytest.fixture
def dials(tmp_path):
    """`dials(stdin, …)` is what `flask dial …` prints, on a server that has no school yet."""
    app = create_app({"DATA_DIR": tmp_path / "empty"})
    yield lambda stdin, *words: app.test_cli_runner().invoke(args=["dial", *words], input=stdin)
    db.close_idle()


def answers(done) -> list[dict[str, object]]:
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.output.splitlines()]


def test_each_line_is_answered_in_order(dials):
    asked = ["07700 900123", "999", "+33 1 99 00 12 34", "1471", "0141 496 0123 ext 12"]

    found = answers(dials("\n".join(map(json.dumps, asked)), "--format", "json"))

    assert [set(one) for one in found] == [{"in", "dial", "verdict", "why"}] * 5
    assert [(one["in"], one["dial"], one["verdict"]) for one in found] == [
        (asked[0], "14107700900123", "withheld"),
        (asked[1], "999", "plain"),
        (asked[2], "1410033199001234", "abroad"),
        (asked[3], None, "refused"),
        (asked[4], "14101414960123", "withheld"),
    ]
    assert all(one["why"].endswith(".") for one in found)


@pytest.mark.parametrize(
    ("line", "shown", "why"),
    [
        (b"07700 900123", "07700 900123", "no JSON"),
        (b"", "", "no JSON"),
        (b'"half', '"half', "no JSON"),
        (b'"\xff"', '"�"', "not UTF-8"),
        (b"\x00\xfe", "\x00�", "not UTF-8"),
        (b"7", "7", "no string"),
        (b"null", "null", "no string"),
        (b'["999"]', '["999"]', "no string"),
        (b'{"in": "999"}', '{"in": "999"}', "no string"),
        (b"[" * 100_000, "[" * 100_000, "no JSON"),
        (b"9" * 10_000, "9" * 10_000, "no JSON"),
    ],
)
def test_a_broken_line_is_answered_and_stops_nothing(dials, line, shown, why):
    broken, sound = answers(dials(line + b'\n"999"\n', "--format", "json"))

    assert (broken["in"], broken["dial"], broken["verdict"]) == (shown, None, "refused")
    assert why in broken["why"]
    assert (sound["dial"], sound["verdict"]) == ("999", "plain")


def test_half_an_emoji_and_a_windows_line_are_read(dials):
    first, second = answers(dials(b'\xef\xbb\xbf"\\ud83d 999"\r\n"112"\r\n', "--format", "json"))

    assert (first["in"], first["dial"]) == ("\ud83d 999", "999")
    assert second["dial"] == "112"


def test_without_a_format_it_speaks_to_people(dials):
    said = dials("07700 900123 x12\n+99 9999 9999 99\n1471\n").output.splitlines()

    assert said[0].startswith("141 07700 900123  ")
    assert "extension 12" in said[0]
    assert "Look at it once more" in said[1]
    assert said[2].startswith("Nothing to dial.")


def test_an_answer_does_not_wait_for_the_next_line(tmp_path):
    command = [sys.executable, "-m", "flask", "--app", "server", "dial", "--format", "json"]
    # Unbuffered, every Python would pass.
    around = {**os.environ, "LANYARD_DATA": str(tmp_path), "PYTHONUNBUFFERED": ""}
    with subprocess.Popen(command, cwd=ROOT, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        running.stdin.write(b'"999"\n')
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["dial"] == "999"
        running.stdin.close()
        assert running.wait() == 0
