"""The paper that two people keep: what is printed on it, and typing it in again group by group."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from server.backups import paper_rules
from server.backups.offline_keys import OfflineKey
from server.foundation import clock

A_LINE = 2
Key = TypeVar("Key")


def for_backups(key: OfflineKey, groups: list[str]) -> str:
    """Both papers of the key for backups, one below the other. age's own form of it stands below the groups."""
    told = [
        "Opens every backup of the school. It is printed once and kept nowhere else.",
        "Closed up, in another building than the other paper.",
    ]
    below = ["For age without Lanyard, in one line:", str(key.identity)]
    titles = [f"key for backups {key.kid}, made {_now()}. Paper {copy} of 2" for copy in (1, 2)]
    return "\n".join(_paper(title, told, groups, below) for title in titles)


def for_chair(kid: str, groups: list[str]) -> str:
    """The papers of one of the chair's keys, for the two who may open with it."""
    told = [
        "Opens what was reported about the headteacher, once a backup was restored.",
        "Closed up, opened by nobody else, and apart from the papers for backups.",
    ]
    titles = [f"key {kid}, printed {_now()}. For the {who} of governors" for who in ("chair", "vice-chair")]
    return "\n".join(_paper(title, told, groups, []) for title in titles)


def _now() -> str:
    return clock.in_words(clock.now())


def _paper(title: str, told: list[str], groups: list[str], below: list[str]) -> str:
    numbered = [f"{place:>6}  {group}" for place, group in enumerate(groups, start=1)]
    lines = ["".join(numbered[at : at + A_LINE]) for at in range(0, len(numbered), A_LINE)]
    rule = "#" + "-" * 78
    return "\n".join(
        [
            rule,
            f"# Lanyard: {title}.",
            *(f"# {line}" for line in told),
            "#",
            *lines,
            "#",
            "# No letter in it is I, L or O: what looks like one is 1 or 0.",
            *(f"# {line}" for line in below),
            "# Kept by: ____________________   Where: ____________________",
            rule,
            "",
        ]
    )


def asked(read: Callable[[str], Key]) -> Key:
    """Ask for the groups, one at a time; one that is wrong is asked for again. `read` makes a key of them all."""
    click.echo("Type the groups as they stand on the paper. Capitals do not matter.")
    while True:
        groups = [_asked_group(place) for place in range(1, paper_rules.GROUPS + 1)]
        try:
            return read(" ".join(groups))
        except paper_rules.Misread as misread:
            click.echo("\n".join(misread.faults), err=True)


def _asked_group(place: int) -> str:
    while True:
        typed: str = click.prompt(f"Group {place}", prompt_suffix=": ")
        group = "".join(typed.split())
        fault = paper_rules.fault_of(place, group)
        if not fault:
            return group
        click.echo(fault, err=True)
