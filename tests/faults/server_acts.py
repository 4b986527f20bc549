"""What people do at the school's end: save and restore the database, turn keys, revoke phones, shut accounts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from server.accounts import actions as accounts
from server.accounts.models import Staff
from server.foundation import clock
from server.foundation.database import connected, db
from server.personal_phone import agreements
from server.personal_phone.agreement_rules import OWN_PHONE
from server.personal_phone.agreements import Wanted
from server.phones import actions as phones
from server.phones import unlocks
from server.phones.models import Phone, Unlock

if TYPE_CHECKING:
    from tests.faults.server_under_test import SchoolServer

KEPT = ("database", "copy", "blobs")


def code(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """A one-time code with which a phone is set up again."""
    with server.app.app_context(), connected():
        return {"code": phones.make_code(Phone.get_by_id(asked["phone"]), "office")}


def revoke(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """Take a phone out of use. What it holds must still arrive."""
    with server.app.app_context(), connected():
        Phone.update(revoked_at=clock.now()).where(Phone.id == asked["phone"]).execute()
    return {}


def disable(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """Shut somebody's account."""
    with server.app.app_context(), connected():
        accounts.disable(Staff.get_by_id(asked["staff"]), "office")
    return {}


def pin(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """Somebody's PIN on a phone, chosen before this world began: {unlock, staff, name}."""
    keys = {name: json.dumps(asked[name]) for name in ("seal_key", "sign_key")}
    with server.app.app_context(), connected():
        staff, phone = Staff.get_by_id(asked["staff"]), Phone.get_by_id(asked["phone"])
        rest = {"salt": "", "rounds": 0, "proof_hash": "", "share": "", "made_at": clock.now()}
        unlock = Unlock.create(school=phone.school_id, staff=staff, phone=phone, **keys, **rest)
    return {"unlock": unlock.id, "staff": staff.id, "name": staff.name}


def end_pins(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """End every PIN on a phone."""
    with server.app.app_context(), connected(), db.atomic():
        unlocks.end_all_on(asked["phone"], "ended by the office")
    return {}


def rotate(server: SchoolServer, _asked: dict[str, Any]) -> dict[str, Any]:
    """Make a new school key, as the command does; the older ones stay in the ring."""
    assert server.app.test_cli_runner().invoke(args=["keys", "rotate"]).exit_code == 0
    return {}


def redeploy(server: SchoolServer, _asked: dict[str, Any]) -> dict[str, Any]:
    """Stop the server in good order and start it anew."""
    server.start()
    return {}


def tick(server: SchoolServer, _asked: dict[str, Any]) -> dict[str, Any]:
    """What the writer's own thread does every half minute."""
    with server.app.app_context():
        server.app.extensions["lanyard.writer"].settle()
    return {}


def save(server: SchoolServer, _asked: dict[str, Any]) -> dict[str, Any]:
    """Take a backup of everything but the keys."""
    server.close()
    shutil.rmtree(server.saved, ignore_errors=True)
    for part in KEPT:
        shutil.copytree(server.live / part, server.saved / part)
    return {}


def restore(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """Put the backup of the database in place; the second copy is kept, gone, or goes back in time as well."""
    server.close()
    for part in KEPT if asked["copy"] == "back" else KEPT[:1]:
        shutil.rmtree(server.live / part)
        shutil.copytree(server.saved / part, server.live / part)
    if asked["copy"] == "gone":
        shutil.rmtree(server.live / "copy")
        (server.live / "copy").mkdir()
    server.start_again()
    return {}


def agree(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """Agree to the use of somebody's own phone on a trip: {agreement}."""
    wanted = Wanted(OWN_PHONE, asked["staff"], asked["trip"], "No school phone is left.", "")
    with server.app.app_context(), connected():
        return {"agreement": agreements.give(Staff.get_by_id(asked["staff"]).school_id, wanted, asked["by"]).id}


def take_back(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """Revoke an agreement."""
    with server.app.app_context(), connected():
        school = Staff.get_by_id(asked["by"]).school_id
        agreements.revoke(agreements.find(school, asked["agreement"]), "A school phone was found.", asked["by"])
    return {}


ACTS: dict[str, Callable[[SchoolServer, dict[str, Any]], dict[str, Any]]] = {
    act.__name__: act
    for act in (code, revoke, disable, pin, end_pins, agree, take_back, rotate, redeploy, tick, save, restore)
}
