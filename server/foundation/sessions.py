"""Sessions of the office, kept in a signed cookie as Flask does; phones have none, and ask more often than anybody."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class Sessions(SecureCookieSessionInterface):
    """Flask's own, but for a caller without a session: nothing is made ready to check a signature that is not there."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session that came with the request, or an empty one."""
        if not request.cookies.get(self.get_cookie_name(app)):
            return self.session_class()
        return super().open_session(app, request)
