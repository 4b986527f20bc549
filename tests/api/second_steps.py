"""Going through the second step at sign-in with Flask's test client."""

from __future__ import annotations

from server.shell.demo_school import PASSWORD
from tests.api.authenticator import options_of
from tests.cast import address_of

STEP = "/sign-in/second-step"


def gives_the_password(client, role="office"):
    """Give the right password, and be asked for more."""
    answer = client.post("/sign-in", data={"email": address_of(role), "password": PASSWORD})
    assert answer.location == f"{STEP}?next=/office", answer.text
    return client


def types(client, code, **more):
    """Type a code of one's sheet."""
    return client.post(f"{STEP}/code", data={"code": code}, **more)


def shows(client, answer):
    """Send what a passkey answered."""
    return client.post(f"{STEP}/key", data={"credential": answer})


def asked(client):
    """What the page asks a passkey."""
    return options_of(client.get(STEP).text)


def is_in(client):
    """Whether the office is open to this browser."""
    return client.get("/office").status_code == 200
