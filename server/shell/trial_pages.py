"""What a real phone needs before it can open the demo school: a certificate to trust, and what to tap for that.

Only while `flask serve-phones` runs; otherwise none of it is there. Over plain http: the phone trusts nothing yet.
"""

from __future__ import annotations

import plistlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Flask, Response, current_app, render_template
from werkzeug.utils import redirect

from server.foundation import access
from server.foundation.problems import Problem
from server.shell.local_authority import Trust

blueprint = Blueprint("trial", __name__)

EXTENSION = "lanyard.trial"
PAGE = "/trial"
OVER_PLAIN_HTTP = (PAGE, "/lanyard-trial.crt", "/lanyard-trial.mobileconfig", "/healthz")


@dataclass(frozen=True)
class Trial:
    """A demo school that real phones may open: `app_address` is where, `page_address` where the certificate is."""

    trust: Trust
    app_address: str
    page_address: str


@blueprint.get(PAGE)
@access.anyone()
def page() -> str:
    """The steps for iPhone, iPad and Android, and how to take the certificate off again."""
    return render_template("shell/trial.html", trial=_trial())


@blueprint.get("/lanyard-trial.crt")
@access.anyone()
def certificate() -> Response:
    """The authority's certificate as Android takes it."""
    return Response(_trial().trust.der, mimetype="application/x-x509-ca-cert", headers=_named("lanyard-trial.crt"))


@blueprint.get("/lanyard-trial.mobileconfig")
@access.anyone()
def profile() -> Response:
    """The same as a profile for iPhone and iPad, which goes by itself when the certificate ends."""
    body = plistlib.dumps(_profile(_trial().trust))
    return Response(body, mimetype="application/x-apple-aspen-config", headers=_named("lanyard-trial.mobileconfig"))


def _profile(trust: Trust) -> dict[str, Any]:
    """A configuration profile with one certificate (Apple, Device Management: CertificateRoot)."""
    certificate = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": "example.lanyard.trial.certificate",
        "PayloadUUID": str(uuid5(NAMESPACE_URL, f"certificate {trust.fingerprint}")),
        "PayloadDisplayName": trust.name,
        "PayloadContent": trust.der,
    }
    return {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": "example.lanyard.trial",
        "PayloadUUID": str(uuid5(NAMESPACE_URL, f"profile {trust.fingerprint}")),
        "PayloadDisplayName": trust.name,
        "PayloadDescription": "Lets this device open the demo school of Lanyard at one address, for a week at most.",
        "RemovalDate": trust.ends_at.replace(tzinfo=None),
        "PayloadContent": [certificate],
    }


def _named(file: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"'}


def _trial() -> Trial:
    """The trial that runs. Raises Problem request.not_found."""
    trial: Trial | None = current_app.extensions.get(EXTENSION)
    if trial is None:
        raise Problem("request.not_found")
    return trial


def these_pages_alone(app: Flask) -> Callable[..., Iterable[bytes]]:
    """The app for plain http: these pages and what they are made of; whatever else is asked for leads to them."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path in OVER_PLAIN_HTTP or path.startswith("/static/"):
            return app(environ, start_response)
        return redirect(PAGE)(environ, start_response)

    return answer
