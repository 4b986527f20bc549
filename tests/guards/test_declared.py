"""What slices must declare: who may use a route, what a record must hold, and whose school a row belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import peewee
import pytest
from flask import Flask

from server import create_app
from server.accounts.rules import Role
from server.foundation import access, problems
from tests.guards.sources import hold

# Only what the phone itself supplies may be required: a person's half-filled form is filed all the same (promise 2).
SUPPLIED_BY_THE_PHONE = {
    *("started_at", "latitude", "longitude", "accuracy_metres", "record", "until"),
    *("list_as_at", "openers", "rings", "not_well", "version"),
    *("medium", "pupils", "out", "outcome", "way", "checked_at", "pupil", "change", "changed_at", "check"),
    *("alert", "act", "acted_at"),
    "step",
    *("incident", "written_at", "closed_at", "agreed_at", "action", "done_at", "made_at"),
    *("item", "taken_at", "width", "height", "photo", "digest", "erased_at", "opened_at", "called_at"),
    "counted_at",
}
# The school itself, and what belongs to the machine and to no school.
WITHOUT_SCHOOL = {"school", "second_copy", "backup_made"}


def test_every_route_declares_who_may_use_it(app: Flask) -> None:
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    hold(app.view_functions, silent, "Every route declares who may use it (server/foundation/access.py).")


def test_a_route_that_does_not_declare_stops_the_start(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    install = problems.install

    def install_and_plant(planted: Flask) -> None:
        install(planted)
        planted.add_url_rule("/planted", "planted", lambda: "")

    monkeypatch.setattr(problems, "install", install_and_plant)
    with pytest.raises(RuntimeError, match="planted"):
        create_app({"DATA_DIR": app.config["DATA_DIR"]})


def test_declared_roles_are_roles_that_somebody_can_hold(app: Flask) -> None:
    named = [
        (name, role)
        for name, view in app.view_functions.items()
        for role in getattr(view, "access", access.Access("anyone")).roles
    ]
    broken = [f"{name}: {role}" for name, role in named if role not in set(Role)]
    hold(named, broken, "A route names roles of server/accounts/rules.py.")


def test_a_record_requires_only_what_the_phone_supplies(app: Flask) -> None:
    schemas = app.extensions["lanyard.registry"].schemas()
    required = [
        (f"{kind} {version}", member)
        for kind, versions in schemas.items()
        for version, schema in versions.items()
        for member in _required(schema)
    ]
    broken = [f"{kind}: {member}" for kind, member in required if member not in SUPPLIED_BY_THE_PHONE]
    hold(required, broken, "Filing never waits for a complete form.")


def _required(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("required", []) if isinstance(schema.get("required", []), list) else []
        for part in schema.values():
            yield from _required(part)
    if isinstance(schema, list):
        for part in schema:
            yield from _required(part)


def test_every_row_belongs_to_a_school(app: Flask) -> None:
    tables = {model._meta.table_name: model for model in _models(peewee.Model)}
    broken = [
        name for name, model in tables.items() if name not in WITHOUT_SCHOOL and "school" not in model._meta.fields
    ]
    hold(tables, broken, "Every table is keyed by school, so that one server can serve several.")


def _models(parent: type[peewee.Model]) -> Iterator[type[peewee.Model]]:
    for model in parent.__subclasses__():
        if model.__module__.startswith("server.") and model.__name__ != "Table":
            yield model
        yield from _models(model)
