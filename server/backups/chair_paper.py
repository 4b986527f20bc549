"""`flask chair-key`: the chair's private key on paper, which is in no backup, and back again (ADR 0056)."""

from __future__ import annotations

import click
from flask import Flask

from server.accounts.models import School
from server.backups import paper_form, paper_rules
from server.foundation import audit, crypto
from server.foundation.chair_keys import ChairKeys, KeyIsAway
from server.foundation.crypto import SchoolKey
from server.foundation.database import connected, db

PRINTED, BROUGHT = "chair_key.printed", "chair_key.brought"
COMMAND_LINE = "command line"


def install(app: Flask) -> None:
    """Add `flask chair-key`."""

    @app.cli.command("chair-key")
    @click.option("--bring", is_flag=True, help="Type it in from its paper, on a server that was restored.")
    def chair_key(bring: bool) -> None:
        """Print the chair’s key twice: for the chair of governors and for the vice-chair."""
        ring: ChairKeys = app.extensions["lanyard.keys"].chair
        _bring(ring) if bring else _print(ring)


def _print(ring: ChairKeys) -> None:
    try:
        keys = ring.private_keys()
    except KeyIsAway as error:
        raise click.ClickException("The file chair_keys.json is not here: whoever has it has the key.") from error
    for key in keys:
        _note(PRINTED, key.kid)
        click.echo(paper_form.for_chair(key.kid, paper_rules.groups_of(crypto.scalar_of(key))))


def _bring(ring: ChairKeys) -> None:
    key = paper_form.asked(_from_paper)
    try:
        was_away = ring.bring(key)
    except KeyError as error:
        raise click.ClickException(f"That is key {key.kid}, to which nothing is locked here.") from error
    if was_away:
        _note(BROUGHT, key.kid)
    click.echo(f"That is key {key.kid}. " + ("It opens again." if was_away else "It was here already."))


def _from_paper(typed: str) -> SchoolKey:
    scalar = paper_rules.key_of(typed)
    try:
        return crypto.key_of_scalar(scalar, "chair")
    except ValueError as error:
        raise paper_rules.Misread(["That is the paper of another kind of key."]) from error


def _note(what: str, kid: str) -> None:
    with connected(), db.atomic():
        for school in School.select(School.id):
            audit.write(school.id, COMMAND_LINE, what, kid)
