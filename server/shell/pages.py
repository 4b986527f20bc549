"""The first page, the phone app's own files, and static files. None needs a sign-in; none holds a record."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    json,
    redirect,
    render_template,
    send_from_directory,
    url_for,
)

from server import __version__
from server.accounts.queries import any_school
from server.config import ROOT
from server.foundation import access
from server.foundation.crypto import KeyRing
from server.shell.built import built, squeezed, unaged

blueprint = Blueprint("shell", __name__, template_folder="templates")

STATIC = ROOT / "static"
ONE_YEAR_SECONDS = 365 * 24 * 3600
# A built file's name holds a hash of its content, so a name never changes its meaning.
HASHED = re.compile(r"build/[a-z]+-[0-9a-f]{8,}\.(?:js|css)")


@blueprint.get("/")
@access.anyone()
def doors() -> str:
    """Two doors: the office, and a school phone."""
    return render_template("shell/doors.html")


@blueprint.get("/app")
@access.anyone()
def app_page() -> Any:
    """The phone app's one page."""
    return built("app.html", "text/html")


@blueprint.get("/app/")
@access.anyone()
def app_page_by_folder() -> Any:
    """The phone app's address as people type it, with a slash; one address keeps it one app on the phone."""
    return redirect(url_for("shell.app_page"))


@blueprint.get("/worker.js")
@access.anyone()
def worker() -> Any:
    """The phone app's service worker, at the root so that its scope may be /app."""
    return built("worker.js", "text/javascript")


@blueprint.get("/manifest.webmanifest")
@access.anyone()
def manifest() -> Response:
    """What makes the phone app installable."""
    return unaged(send_from_directory(STATIC, "manifest.webmanifest", mimetype="application/manifest+json"))


@blueprint.get("/app/start.json")
@access.anyone()
def start() -> Response:
    """What a phone opened once but never set up needs to file: the school's name and its public keys."""
    school = any_school()
    ring: KeyRing = current_app.extensions["lanyard.keys"]
    body = {
        "school": school.name if school else None,
        "demo": bool(school and school.is_demo),
        "keys": ring.offered(),
        "version": __version__,
    }
    return unaged(Response(json.dumps(body), mimetype="application/json"))


@blueprint.get("/healthz")
@access.anyone()
def health() -> dict[str, str]:
    """Whether the server answers, and which version it is."""
    return {"status": "ok", "version": __version__}


@blueprint.get("/static/<path:name>")
@access.anyone()
def static_file(name: str) -> Response:
    """An icon, an image or a built file; a built one is kept for a year, since its name changes with its content."""
    if not HASHED.fullmatch(name):
        return unaged(send_from_directory(STATIC, name))
    folder = Path(current_app.config["BUILD_DIR"])
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    response = squeezed(folder, name.removeprefix("build/"), kind)
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR_SECONDS}, immutable"
    return response
