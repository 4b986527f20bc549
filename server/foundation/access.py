"""Who may use a route. Every view declares it; one that does not is refused when the app starts.

The declaration is an attribute the decorator sets; one function before each request enforces it, so that no view
can forget to. Who signs people and phones in is told to this module by the slices that know them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from server.foundation.problems import Problem

View = TypeVar("View", bound=Callable[..., Any])
# Where somebody changes their own password: the one page that an old password opens.
CHANGE_PAGE = "you.change_password"
# Where somebody sets up a second step at sign-in: its pages alone are open to whoever must have one and has none.
SECOND_FACTOR_PAGES, SECOND_FACTOR_PAGE = "second_factor", "second_factor.overview"
CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html lanyard-worker",
    )
)

# The phone app's page alone may use the camera and ask where it is; the office's pages never do.
PHONE_APP = "/app"
ON_THE_PHONE = "camera=(self), geolocation=(self), microphone=()"
NOWHERE_ELSE = "camera=(), geolocation=(), microphone=()"


@dataclass(frozen=True)
class Person:
    """Somebody signed in to the office. Serves as flask-login's user.

    `must_change_password` leads every page to the one where they do; after it, `must_add_second_step` likewise.
    """

    id: str
    name: str
    school: str
    roles: frozenset[str]
    session: str
    must_change_password: bool = False
    must_add_second_step: bool = False
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What flask-login keeps in the cookie: the session's own token, not the person's id."""
        return self.session


@dataclass(frozen=True)
class CallingPhone:
    """The set-up phone whose cookie came with the request. A revoked one may still hand in what it holds."""

    id: str
    name: str
    school: str
    is_revoked: bool


@dataclass(frozen=True)
class OnOwnPhone:
    """Somebody signed in on a phone of their own. They may hand in what it holds; no page of the office knows them."""

    id: str
    name: str
    school: str


@dataclass(frozen=True)
class Access:
    """A declaration: `who` is anyone, staff, phone or phone_or_staff; `roles` narrows staff, empty meaning any."""

    who: str
    roles: frozenset[str] = field(default_factory=frozenset)


def anyone() -> Callable[[View], View]:
    """Open to all, signed in or not."""
    return _declare(Access("anyone"))


def staff(*roles: str) -> Callable[[View], View]:
    """Open to staff signed in to the office, with any of these roles; with none named, to all staff."""
    return _declare(Access("staff", frozenset(roles)))


def phone() -> Callable[[View], View]:
    """Open to set-up phones."""
    return _declare(Access("phone"))


def phone_or_staff() -> Callable[[View], View]:
    """Open to set-up phones, to staff signed in to the office and to staff signed in on their own phone."""
    return _declare(Access("phone_or_staff"))


def _declare(access: Access) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return decorate


def person() -> Person | None:
    """Who is signed in to the office, if anyone."""
    # Themselves, and no stand-in that only this request's own thread understands: the writer's asks who it files for.
    found = current_user._get_current_object()
    return found if isinstance(found, Person) else None


def signed_in() -> Person:
    """Who is signed in; for views that only staff reach."""
    somebody = person()
    if somebody is None:
        raise Problem("access.sign_in_needed")
    return somebody


def calling_phone() -> CallingPhone | None:
    """The set-up phone that makes this request, if any; looked up once a request."""
    if "calling_phone" not in g:
        find = current_app.extensions.get("lanyard.find_phone")
        g.calling_phone = find() if find else None
    found: CallingPhone | None = g.calling_phone
    return found


def find_phones_with(app: Flask, find: Callable[[], CallingPhone | None]) -> None:
    """Tell this module how to know the calling phone (the phones slice does)."""
    app.extensions["lanyard.find_phone"] = find


def on_own_phone() -> OnOwnPhone | None:
    """Who is signed in on the own phone that makes this request, if anybody; a school phone's cookie comes first."""
    find = current_app.extensions.get("lanyard.find_own_phone")
    found: OnOwnPhone | None = find() if find and calling_phone() is None else None
    return found


def find_own_phones_with(app: Flask, find: Callable[[], OnOwnPhone | None]) -> None:
    """Tell this module how to know who is signed in on an own phone (the accounts slice does)."""
    app.extensions["lanyard.find_own_phone"] = find


def install(app: Flask) -> None:
    """Enforce the declarations, and set the headers every answer carries."""

    @app.before_request
    def enforce() -> AnyResponse | None:
        view = app.view_functions.get(request.endpoint or "")
        return _enforce(declared_by(view)) if view is not None else None

    @app.after_request
    def protect(response: Response) -> Response:
        return _protect(response)


def declared_by(view: Callable[..., Any]) -> Access:
    """What a view declares of who may use it. Raises AttributeError where it declares nothing."""
    found: Access = view.access  # type: ignore[attr-defined]
    return found


def opens(person: Person, page: str) -> bool:
    """Whether somebody's roles open a page of the office, by its endpoint."""
    roles = declared_by(current_app.view_functions[page]).roles
    return not roles or bool(roles & person.roles)


def refuse_undeclared(app: Flask) -> None:
    """Stop the app from starting with a route that does not say who may use it."""
    silent = sorted(name for name, view in app.view_functions.items() if not hasattr(view, "access"))
    if silent:
        raise RuntimeError(f"Routes that do not declare who may use them: {', '.join(silent)}")


def _enforce(access: Access) -> AnyResponse | None:
    if request.path.startswith("/api/"):
        _refuse_foreign()
    if access.who == "anyone":
        return None
    if access.who == "staff":
        return _enforce_staff(access)
    if calling_phone() is not None or (access.who == "phone_or_staff" and _somebody_is_signed_in()):
        return None
    raise Problem("access.phone_unknown")


def _somebody_is_signed_in() -> bool:
    return person() is not None or on_own_phone() is not None


def _enforce_staff(access: Access) -> AnyResponse | None:
    somebody = person()
    if somebody is None:
        if request.path.startswith("/api/") or request.method != "GET":
            raise Problem("access.sign_in_needed")
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if somebody.must_change_password:
        if request.endpoint != CHANGE_PAGE:
            return _lead_to(CHANGE_PAGE, "access.password_ended")
    elif somebody.must_add_second_step and request.blueprint != SECOND_FACTOR_PAGES:
        return _lead_to(SECOND_FACTOR_PAGE, "access.second_step_needed")
    if access.roles and not access.roles & somebody.roles:
        current_app.logger.warning("refused: role missing at %s", request.endpoint)
        raise Problem("access.role_missing")
    return None


def _lead_to(page: str, code: str) -> AnyResponse:
    """Lead a page to another one that comes first. Raises the Problem of this code for anything that is no page."""
    if request.path.startswith("/api/") or request.method != "GET":
        raise Problem(code)
    return redirect(url_for(page, next=request.full_path.rstrip("?")))


def _refuse_foreign() -> None:
    """Stand in for a CSRF token on /api, which would go stale offline: the caller's own header and origin."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is not None and _host_of(origin) != request.host:
        raise Problem("request.foreign")
    if site not in (None, "same-origin", "none"):
        raise Problem("request.foreign")
    if request.path.startswith("/api/outbox/") and not request.headers.get("Lanyard-Client"):
        raise Problem("request.no_client")


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _protect(response: Response) -> Response:
    headers = response.headers
    if response.status_code == 304:
        # Nothing is shown of it, and a phone asks often: what protects a page came with the page.
        headers["Cache-Control"] = "no-store"
        return response
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = ON_THE_PHONE if request.path == PHONE_APP else NOWHERE_ELSE
    if current_app.config["HTTPS"]:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    return response
