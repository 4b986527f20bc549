"""The school's policy on the command line, and the presets: each setting with its clause and its rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from server.accounts.commands import school_here
from server.foundation import registry
from server.foundation.database import connected
from server.policy import presets, versions
from server.policy.policy_rules import Said
from server.policy.presets import UnreadableError
from server.policy.setting_forms import MOST_BYTES


def install(app: Flask) -> None:
    """Add `flask policy show`."""
    group = app.cli.commands.get("policy")
    if not isinstance(group, AppGroup):
        group = AppGroup("policy", help="What the school has decided.")
        app.cli.add_command(group)

    @group.command("show")
    @click.option("--preset", help="A preset instead of what is in force.")
    @click.option("--file", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A policy file.")
    @click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
    def show(preset: str | None, file: Path | None, form: str) -> None:
        """Print every setting: its value, the school's sentence and clause, its rules, and who changes it."""
        try:
            said = _said(preset, file)
        except UnreadableError as unreadable:
            raise click.ClickException(unreadable.words) from unreadable
        for line in _lines(said, form):
            click.echo(line)


def _said(preset: str | None, file: Path | None) -> Mapping[str, Said]:
    here = registry.current()
    if preset:
        return presets.load(preset, here.settings, here.clashes).said
    if file:
        return presets.read(presets.text_of(file.read_bytes(), MOST_BYTES), here.settings, here.clashes).said
    with connected():
        return versions.in_force(school_here().id).said


def _lines(said: Mapping[str, Said], form: str) -> list[str]:
    lines = []
    for code, one in registry.current().settings.items():
        # A preset says nothing of what is the school's own words alone.
        mine = said.get(code, Said(one.usual))
        whole = {
            "setting": code,
            "value": mine.value,
            "sentence": mine.sentence,
            "clause": mine.clause,
            "rules": list(one.rules),
            "changed_by": list(one.changed_by),
            "two_people": one.needs_two,
            "what_it_does": one.does,
        }
        clause = f"  “{mine.sentence}” ({mine.clause})" if mine.sentence else ""
        text = f"{code}: {one.kind.in_words(mine.value, {})} [{', '.join(one.rules)}]{clause}"
        lines.append(json.dumps(whole, ensure_ascii=False) if form == "json" else text)
    return lines
