"""`flask doctor`: what is well with this server and what is not, in lines that say what to do."""

from __future__ import annotations

import json
import sys

import click
from flask import Flask

from server.config import CannotStart
from server.doctor import looks, serving
from server.doctor.looks import Found
from server.foundation.database import connected, plainly
from server.foundation.findings import OK, WRONG

_FORMATS = click.Choice(["text", "json"])


def install(app: Flask, refusal: CannotStart | None = None) -> None:
    """Add `flask doctor`; with `refusal`, to a server that cannot start."""

    @app.cli.command("doctor")
    @click.option("--format", "form", type=_FORMATS, default="text", show_default=True)
    def doctor(form: str) -> None:
        """Look at keys, backups, clock, disk, alerts, certificate and mail; say what is wrong and what to do."""
        found = _found(app, refusal)
        click.echo(_as_json(found) if form == "json" else _as_text(found))
        if any(one.finding.state == WRONG for one in found):
            sys.exit(1)


def _found(app: Flask, refusal: CannotStart | None) -> list[Found]:
    if refusal is not None:
        return [Found("start", serving.refused(refusal)), *looks.everything(app.config, can_start=False)]
    with plainly(app.config["DATABASE"]), connected():
        return list(looks.everything(app.config, can_start=True))


def _as_text(found: list[Found]) -> str:
    """A line each, what has to be done under it; then how many of each."""
    lines = []
    for one in found:
        lines.append(f"{one.finding.state:5}  {one.name}: {one.finding.says}")
        if one.finding.do:
            lines.append(f"       What to do: {one.finding.do}")
    wrong_ones, all_ok = (sum(one.finding.state == state for one in found) for state in (WRONG, OK))
    to_look_at = len(found) - wrong_ones - all_ok
    return "\n".join([*lines, "", f"{all_ok} ok, {to_look_at} to look at, {wrong_ones} wrong."])


def _as_json(found: list[Found]) -> str:
    """{wrong, findings: [{name, state, says, do}]}."""
    told = [
        {"name": one.name, "state": one.finding.state, "says": one.finding.says, "do": one.finding.do} for one in found
    ]
    return json.dumps(
        {"wrong": any(one["state"] == WRONG for one in told), "findings": told}, ensure_ascii=False, indent=1
    )
