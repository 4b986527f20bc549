"""The public page at /141 with its worker and manifest: for anybody, signed in or not, on whatever phone is to hand.

It is an app of its own beside the phone app, and may connect to nothing: what is typed there has no way out.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, send_from_directory, url_for

from server.config import ROOT
from server.foundation import access
from server.shell.built import built, unaged

blueprint = Blueprint("hide_number", __name__)

# The rules of every page (foundation/access.py), and no connection, no form, no picture but our own.
CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'none'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html lanyard-worker",
    )
)


@blueprint.get("/141")
@access.anyone()
def page() -> Response:
    """What to dial so that one's own number is withheld."""
    response = make_response(built("hide.html", "text/html"))
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY
    return response


@blueprint.get("/141/")
@access.anyone()
def page_by_folder() -> Any:
    """The page's address as people type it, with a slash; one address keeps it one app on the phone."""
    return redirect(url_for("hide_number.page"))


@blueprint.get("/141-worker.js")
@access.anyone()
def worker() -> Any:
    """The page's own service worker, at the root so that its scope may be /141; it may fetch the page's files."""
    return built("141-worker.js", "text/javascript")


@blueprint.get("/141.webmanifest")
@access.anyone()
def manifest() -> Response:
    """What makes the page installable by itself."""
    return unaged(send_from_directory(ROOT / "static", "141.webmanifest", mimetype="application/manifest+json"))
