"""Every way the server says no: a dotted code, never reused, with its status and title (RFC 9457).

`docs/problems.md` explains each to whoever writes a client; a guard holds the two lists together.
"""

from __future__ import annotations

import traceback
from typing import Any

from flask import Flask, Response, json, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from server.foundation.database import BUSY

PROBLEMS: dict[str, tuple[int, str]] = {
    "request.malformed": (400, "The request could not be read."),
    "request.no_client": (400, "The Lanyard-Client header is missing."),
    "request.foreign": (403, "The request came from another site."),
    "request.too_large": (413, "The request is too large."),
    "request.not_found": (404, "There is nothing at this address."),
    "request.not_allowed": (405, "This address does not take that kind of request."),
    "request.refused": (400, "The request was refused."),
    "access.phone_unknown": (401, "This phone is not set up, or needs setting up again."),
    "access.sign_in_needed": (401, "Sign in first."),
    "access.role_missing": (403, "Your role does not open this."),
    "accounts.sign_in_refused": (401, "That e-mail address and password do not go together."),
    "access.password_ended": (403, "Your password is too old. Change it first."),
    "accounts.too_many_tries": (429, "Too many wrong tries."),
    "access.second_step_needed": (403, "Your role needs a second step at sign-in. Set one up first."),
    "accounts.second_step_refused": (401, "That was not accepted as your second step."),
    "accounts.key_refused": (422, "That passkey or security key could not be added."),
    "accounts.code_refused": (401, "That code is not one of ours, or was used on another phone, or has ended."),
    "accounts.reset_refused": (401, "That e-mail address and reset code do not go together, or the code is too old."),
    "enrolment.code_wrong": (404, "That code is not one of ours."),
    "enrolment.code_used": (409, "That code has been used on another phone."),
    "enrolment.code_expired": (410, "That code is too old."),
    "enrolment.canary_unopened": (422, "The school could not open the test message from this phone."),
    "unlock.sign_in_first": (401, "Sign in on this phone first; then choose a PIN."),
    "unlock.unknown": (404, "Nobody has that PIN on this phone, or not any more."),
    "unlock.pin_wrong": (403, "That is not the PIN."),
    "unlock.locked": (403, "Five wrong PINs: the rescue code or a new sign-in opens it."),
    "unlock.not_signed": (403, "The change is not signed by the person whose PIN it is."),
    "unlock.phone_lost": (403, "This phone is marked as lost."),
    "intake.unreadable_frames": (400, "The frames could not be told apart. Nothing was stored."),
    "intake.damaged": (422, "The bytes do not match their digest. Nothing was stored for this item."),
    "intake.too_many": (413, "Too many items in one request."),
    "policy.same_person": (403, "Whoever wished for it is not the second person: somebody else agrees."),
    "access_request.closed": (409, "That request is closed. Nothing more can be done about it."),
    "access_request.changed": (409, "What goes out was changed since it was let go. Two people sign again."),
    "push.endpoint_refused": (422, "Alerts are not sent to that address."),
    "push.keys_bad": (422, "Those keys are not those of a browser."),
    "push.key_unknown": (409, "That is none of the school's keys for alerts. Ask for the key and subscribe again."),
    "push.not_subscribed": (404, "This phone has not said where its alerts go."),
    "server.failed": (500, "The server failed. Nothing you filed is lost."),
    "server.busy": (503, "The server could not store this just now. Try again."),
}


class Problem(Exception):
    """A refusal with a code of PROBLEMS. `detail` is for the caller and never holds personal data.

    `retry_after_seconds` goes out as the header Retry-After.
    """

    def __init__(
        self, code: str, detail: str | None = None, *, retry_after_seconds: int | None = None, **more: Any
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status, self.title = PROBLEMS[code]
        self.detail = detail
        self.more = more
        self.headers = {} if retry_after_seconds is None else {"Retry-After": str(retry_after_seconds)}

    def as_json(self) -> Response:
        """The answer as application/problem+json."""
        body = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            **({"detail": self.detail} if self.detail else {}),
            **self.more,
        }
        return Response(json.dumps(body), status=self.status, headers=self.headers, mimetype="application/problem+json")


_BY_STATUS = {404: "request.not_found", 405: "request.not_allowed", 413: "request.too_large"}


def install(app: Flask) -> None:
    """Answer every refusal and failure in the caller's own form: JSON under /api, a page elsewhere."""

    @app.errorhandler(Problem)
    def refused(problem: Problem) -> AnyResponse | tuple[str, int, dict[str, str]]:
        return _answer(problem)

    @app.errorhandler(HTTPException)
    def http_refusal(error: HTTPException) -> AnyResponse | tuple[str, int, dict[str, str]]:
        if error.code is None or error.code < 400:
            return error.get_response()
        if isinstance(error, RequestEntityTooLarge):
            return _answer(Problem("request.too_large"))
        code = _BY_STATUS.get(error.code, "request.refused" if error.code < 500 else "server.failed")
        return _answer(Problem(code))

    @app.errorhandler(UnicodeEncodeError)
    @app.errorhandler(RecursionError)
    def unreadable(_error: Exception) -> AnyResponse | tuple[str, int, dict[str, str]]:
        # Half a character, which can be neither looked up nor kept; or JSON nested without end.
        return _answer(Problem("request.malformed"))

    @app.errorhandler(Exception)
    def failed(error: Exception) -> AnyResponse | tuple[str, int, dict[str, str]]:
        # Where it failed, not with what: an error's own words can hold what somebody typed.
        where = "".join(traceback.format_tb(error.__traceback__))
        app.logger.error("a request failed at %s: %s\n%s", request.endpoint, type(error).__name__, where)
        return _answer(Problem("server.busy" if isinstance(error, BUSY) else "server.failed"))


def _answer(problem: Problem) -> AnyResponse | tuple[str, int, dict[str, str]]:
    if request.path.startswith("/api/"):
        return problem.as_json()
    return render_template("shell/problem.html", problem=problem), problem.status, problem.headers
