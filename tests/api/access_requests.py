"""Somebody at an access request: opening it, looking, deciding, signing, and opening what was sealed."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.access_requests.models import AccessAct, AccessItem
from server.trips.models import Pupil
from tests.api.opened_zip import opened

REQUESTS = "/office/access-requests"
PASSPHRASE = re.compile(r'<p class="code code--long">([A-Z2-9-]+)</p>')
STEPS = ("who", "chair")


def asked_for(pupil: Pupil | None, **more: Any) -> dict[str, Any]:
    """The form of a request that came on 3 November 2026."""
    name = f"{pupil.first_name} {pupil.last_name}" if pupil else "Somebody Gone"
    came = {"received-day": "3", "received-month": "11", "received-year": "2026"}
    chosen = {"pupil": pupil.id if pupil else "none"}
    return {"asked_by": "Mrs Whitlock", "asker": "parent", "name": name, **came, **chosen, **more}


def opens(client: FlaskClient, pupil: Pupil | None, **more: Any) -> str:
    """Open a request; its address."""
    answer = client.post(f"{REQUESTS}/new", data=asked_for(pupil, **more))
    assert answer.status_code == 302, answer.text
    return answer.location


def looks(client: FlaskClient, address: str) -> dict[str, AccessItem]:
    """Look through everything; what was found, by key."""
    assert client.post(f"{address}/found/look").status_code == 302
    request = address.rsplit("/", 1)[1]
    return {row.key: row for row in AccessItem.select().where(AccessItem.request == request)}


def decides(client: FlaskClient, address: str, item: AccessItem, decision: str, **more: Any) -> TestResponse:
    """Decide of one thing, as it reads now."""
    sent = {"decision": decision, "digest": item.digest, **more}
    return client.post(f"{address}/found/{item.number}", data=sent)


def takes(client: FlaskClient, address: str, step: str, words: str = "Noted", **more: Any) -> TestResponse:
    """Take one step."""
    return client.post(f"{address}/step/{step}", data={"words": words, **more})


def is_ready(dsl: FlaskClient, head: FlaskClient, address: str) -> None:
    """Take every step but decisions and signatures."""
    for client, step in ((dsl, "who"), (dsl, "chair"), (head, "head")):
        assert takes(client, address, step).status_code == 302


def everything_goes_out(address: str, *clients: FlaskClient) -> None:
    """Each lets out what they see that is undecided."""
    request = address.rsplit("/", 1)[1]
    for client in clients:
        done = {act.item for act in AccessAct.select().where(AccessAct.request == request)}
        for item in AccessItem.select().where(AccessItem.request == request, AccessItem.number.not_in(done)):
            if client.get(f"{address}/found/{item.number}").status_code == 200:
                assert decides(client, address, item, "goes_out").status_code == 302


def signs(client: FlaskClient, address: str, which: str, seen: str | None = None) -> TestResponse:
    """Sign, for what the page shows."""
    page = client.get(f"{address}/release").text
    shown = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    return client.post(f"{address}/release/{which}", data={"seen": seen or (shown[1] if shown else "")})


def sealed_by(first: FlaskClient, second: FlaskClient, address: str) -> dict[str, bytes]:
    """Two people let it go; what is in the sealed file, by name."""
    assert signs(first, address, "first").status_code == 302
    answer = signs(second, address, "second")
    assert answer.status_code == 200, answer.text
    passphrase = PASSPHRASE.search(answer.text)
    assert passphrase
    file = second.get(f"{address}/file")
    assert file.mimetype == "application/zip"
    return opened(file.data, passphrase[1])
