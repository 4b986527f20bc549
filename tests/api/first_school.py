"""A school begun by hand on an empty server, and lists brought into it; for tests of the server."""

from __future__ import annotations

import html
import io
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

PASSWORD = "harbour lantern quickstep"
FIRST = {"name": "Mabel Ansah", "email": "m.ansah@thornby.example", "roles": ["network_manager", "office"]}
SECOND = {"name": "Gethin Parry", "email": "g.parry@thornby.example", "roles": ["headteacher"]}
SCHOOL = "Thornby Bridge Primary School"


def new_code(app: Flask) -> str:
    """A server code, as whoever runs the server gets it."""
    return str(app.test_cli_runner().invoke(args=["first-run-code"]).output.strip())


def typed(code: str, **changed: Any) -> dict[str, Any]:
    """What goes into the first page."""
    people = {
        f"{which}_{part}": value for which, one in (("first", FIRST), ("second", SECOND)) for part, value in one.items()
    }
    return {"code": code, "school": SCHOOL, "password": PASSWORD, **people, **changed}


def begin(app: Flask, **changed: Any) -> tuple[FlaskClient, str]:
    """Begin the school. Returns the first administrator's browser, and the second one's code."""
    client = app.test_client()
    page = client.post("/first-run", data=typed(new_code(app), **changed))
    assert page.status_code == 200, page.text
    return client, code_on(page)


def code_on(page: TestResponse) -> str:
    """The first code that a page shows."""
    found = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", page.text)
    assert found, page.text
    return found[0]


def comes_in(app: Flask, email: str, code: str) -> FlaskClient:
    """Choose a password with a code and sign in with it."""
    client = app.test_client()
    chosen = client.post("/sign-in/forgotten", data={"email": email, "code": code, "new": PASSWORD})
    assert chosen.status_code == 302, chosen.text
    assert client.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 302
    return client


def second_of(app: Flask, code: str) -> FlaskClient:
    """The second administrator's browser."""
    return comes_in(app, str(SECOND["email"]), code)


def looks_at(client: FlaskClient, at: str, content: bytes | str) -> TestResponse:
    """Choose a list at /office/<at>/import."""
    content = content.encode() if isinstance(content, str) else content
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(content), "list.csv")})
    return client.post(f"/office/{at}/import", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def carried(page: TestResponse) -> dict[str, str]:
    """What the preview carries to the second step."""
    fields = re.findall(r'<input type="hidden" name="(mark|list)" value="([^"]*)">', page.text)
    return {name: html.unescape(value) for name, value in fields}


def imports(client: FlaskClient, at: str, content: bytes | str) -> TestResponse:
    """Look at a list, then do it."""
    page = looks_at(client, at, content)
    assert page.status_code == 200, page.text
    done = client.post(f"/office/{at}/import/take-in", data=carried(page))
    assert done.status_code == 302, done.text
    return done
