"""The public page at /141: open to all, an app of its own, with no way out for what is typed."""

from __future__ import annotations

import json

import pytest

from server import create_app
from server.foundation.database import db


@pytest.fixture
def built(app, tmp_path):
    """A build folder of this test's own."""
    folder = tmp_path / "build"
    folder.mkdir()
    for name in ("hide.html", "141-worker.js", "hide-1.js"):
        (folder / name).write_text("made")
    (folder / "build.json").write_text('{"hide.js": "hide-1.js"}')
    app.config["BUILD_DIR"] = folder
    return folder


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/141", "text/html"), ("/141-worker.js", "text/javascript"), ("/141.webmanifest", "application/manifest+json")],
)
def test_its_files_are_for_anybody_and_leave_no_cookie(client, built, address, kind):
    answer = client.get(address, buffered=True)

    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers


def test_the_page_may_connect_to_nothing_and_its_worker_to_the_school_alone(client, built):
    rules = client.get("/141", buffered=True).headers["Content-Security-Policy"].split("; ")

    assert {"default-src 'none'", "connect-src 'none'", "form-action 'none'", "frame-ancestors 'none'"} <= set(rules)
    assert "trusted-types lit-html lanyard-worker" in rules
    assert "connect-src 'self'" in client.get("/141-worker.js", buffered=True).headers["Content-Security-Policy"]


def test_it_needs_no_school(tmp_path):
    app = create_app({"DATA_DIR": tmp_path / "empty"})
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "hide.html").write_text("made")
    (tmp_path / "build" / "build.json").write_text('{"hide.html": "hide.html"}')
    app.config["BUILD_DIR"] = tmp_path / "build"

    assert app.test_client().get("/141", buffered=True).text == "made"
    db.close_idle()


def test_its_address_with_a_slash_leads_to_it(client):
    answer = client.get("/141/")
    assert (answer.status_code, answer.location) == (302, "/141")


def test_without_a_build_it_says_how_to_make_one(client, built):
    (built / "hide.html").unlink()
    answer = client.get("/141")
    assert answer.status_code == 503
    assert "make build" in answer.text


def test_it_installs_beside_the_phone_app_and_not_as_it(client):
    own, phone_apps = (
        json.loads(client.get(address, buffered=True).data) for address in ("/141.webmanifest", "/manifest.webmanifest")
    )

    assert {own[name] for name in ("id", "scope", "start_url")} == {"/141"}
    assert {own["name"], own["short_name"]}.isdisjoint({phone_apps["name"], phone_apps["short_name"]})
    assert all(client.get(icon["src"], buffered=True).status_code == 200 for icon in own["icons"])


@pytest.mark.parametrize("address", ["/", "/sign-in"])
def test_a_quiet_line_leads_to_it_before_any_sign_in(client, address):
    page = client.get(address).text
    assert '<a class="govuk-link" href="/141">Hide your number with 141</a>' in page
