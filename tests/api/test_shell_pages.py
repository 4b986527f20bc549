"""What surrounds every slice: the doors, the phone app's files, plain words for every refusal, and wordings."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import peewee
import pytest
from flask import render_template

from server.foundation import clock
from server.foundation.problems import PROBLEMS, Problem
from server.shell import look

NOON = datetime(2026, 11, 3, 14, 32, tzinfo=UTC)


@pytest.fixture
def built(app, tmp_path):
    """A build folder of this test's own."""
    folder = tmp_path / "build"
    folder.mkdir()
    for name, text in {
        "app.html": "<!doctype html>",
        "worker.js": "'use strict'",
        "build.json": '{"office.css": "office-1.css"}',
        "office-1.css": "",
    }.items():
        (folder / name).write_text(text)
    app.config["BUILD_DIR"] = folder
    return folder


@pytest.fixture
def at_noon(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


def test_two_doors_open_to_all(client):
    page = client.get("/").text
    assert 'href="/office"' in page
    assert 'href="/app"' in page
    assert "Demo school: nobody here is real" in page


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/app", "text/html"), ("/worker.js", "text/javascript"), ("/manifest.webmanifest", "application/manifest+json")],
)
def test_the_phone_apps_files_are_asked_for_anew_each_time(client, built, address, kind):
    answer = client.get(address, buffered=True)
    assert answer.status_code == 200
    assert answer.mimetype == kind
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("address", "file"), [("/app", "app.html"), ("/static/build/app-0123456789.js", "app-0123456789.js")]
)
def test_a_built_file_travels_compressed_where_the_browser_takes_it(client, built, address, file):
    (built / file).write_text("as it is")
    (built / f"{file}.br").write_bytes(b"squeezed")

    squeezed = client.get(address, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
    plain = client.get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)

    assert (squeezed.headers["Content-Encoding"], squeezed.data) == ("br", b"squeezed")
    assert ("Content-Encoding" in plain.headers, plain.data) == (False, b"as it is")
    assert "accept-encoding" in squeezed.vary
    assert "accept-encoding" in plain.vary


@pytest.mark.parametrize("address", ["/app", "/worker.js"])
def test_a_missing_build_names_the_command_that_mends_it(client, built, address):
    for file in built.iterdir():
        file.unlink()
    answer = client.get(address)
    assert answer.status_code == 503
    assert "make build" in answer.text


@pytest.mark.parametrize("missing", ["office-1.css", "build.json", "app.html"])
def test_half_a_build_is_no_build(client, built, missing):
    (built / missing).unlink()
    answer = client.get("/app")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert "make build" in answer.text


@pytest.mark.parametrize("broken", ["", "[]", '{"app.js": null}'])
def test_a_broken_build_is_no_build(client, built, broken):
    (built / "build.json").write_text(broken)
    assert client.get("/app").status_code == 503


def test_without_a_build_a_plain_style_is_handed_out(client, built):
    (built / "build.json").unlink()
    assert "/static/plain.css" in client.get("/").text
    assert client.get("/static/plain.css", buffered=True).mimetype == "text/css"


def test_a_missing_build_leaves_the_office_readable(client, built):
    (built / "build.json").unlink()
    answer = client.get("/sign-in")
    assert answer.status_code == 200
    assert "make build" in answer.text


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"office.css": null}'])
def test_a_broken_build_leaves_the_office_readable(client, built, broken):
    (built / "build.json").write_text(broken)
    assert client.get("/sign-in").status_code == 200


def test_start_holds_the_schools_name_and_public_keys_only(client):
    start = client.get("/app/start.json").json
    assert set(start) == {"school", "demo", "keys", "version"}
    assert start["school"] == "Wrenfield Park Primary School"
    assert set(start["keys"][0]["jwk"]) == {"kty", "crv", "x", "y"}


def test_health_tells_the_version(client):
    assert set(client.get("/healthz").json) == {"status", "version"}


@pytest.mark.parametrize(
    "name", ["../server/config.py", "%2e%2e/pyproject.toml", "nothing.png", "icons", "build/../../x"]
)
def test_only_static_files_are_handed_out(client, name):
    assert client.get(f"/static/{name}").status_code in {404, 308}


def test_an_icon_is_handed_out(client):
    assert client.get("/static/icons/lanyard.svg", buffered=True).mimetype == "image/svg+xml"


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_refusal_has_a_page_in_plain_words_and_a_way_on(app, code):
    with app.test_request_context("/"):
        page = render_template("shell/problem.html", problem=Problem(code))
    assert "<h1" in page
    assert 'href="/' in page.split("<main", 1)[1]


def test_a_failed_database_still_gets_a_page(client, monkeypatch):
    def fail(_person):
        raise peewee.OperationalError("disk I/O error")

    monkeypatch.setattr("server.shell.surroundings.school_of", fail)
    answer = client.get("/nothing-here")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


def test_no_page_can_fail_on_half_an_emoji():
    assert look.well_formed("knee \ud83d") == "knee \N{REPLACEMENT CHARACTER}"


@pytest.mark.usefixtures("at_noon")
@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (NOON, "Tue 3 Nov, 14:32"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "Wed 1 Jul, 13:00"),
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), "Wed 31 Dec 2025, 23:59"),
        (None, "not known"),
    ],
)
def test_times_are_the_schools(instant, said):
    assert look.at_time(instant) == said


@pytest.mark.usefixtures("at_noon")
@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (7200, "2 hours ago"),
        (-30, "just now"),
        (-3600, "Tue 3 Nov, 15:32"),
    ],
)
def test_how_long_ago_is_said_in_its_largest_unit(seconds, said):
    assert look.ago(NOON - timedelta(seconds=seconds)) == said


@pytest.mark.usefixtures("at_noon")
def test_a_day_is_named_with_its_year_only_when_it_is_another():
    assert look.on_day(date(2026, 11, 3)) == "Tuesday 3 November"
    assert look.on_day(date(2027, 6, 1)) == "Tuesday 1 June 2027"


@pytest.mark.parametrize(("size", "said"), [(1, "1 byte"), (999, "999 bytes"), (1089, "1 kB"), (1_250_000, "1.2 MB")])
def test_sizes_are_said_plainly(size, said):
    assert look.bytes_plainly(size) == said


def test_the_apps_address_with_a_slash_leads_to_the_app(client):
    answer = client.get("/app/")
    assert answer.status_code == 302
    assert answer.location == "/app"


def test_the_installed_app_is_one_app_with_one_shortcut(client):
    with client.get("/manifest.webmanifest") as answer:
        manifest = json.loads(answer.data)
    assert {manifest[name] for name in ("id", "scope", "start_url")} == {"/app"}
    assert manifest["display"] == "standalone"
    # The phone turns as its owner has set it.
    assert "orientation" not in manifest
    assert [(one["name"], one["url"]) for one in manifest["shortcuts"]] == [("Report an incident", "/app#/report")]
