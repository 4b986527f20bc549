"""The paper that two people keep: what is printed on it, and typing it in again group by group."""

from __future__ import annotations

import click

from server.backups import offline_keys, paper_rules
from server.foundation import clock
from server.foundation.crypto import SchoolKey

COPIES, A_LINE = 2, 2


def as_text(kid: str, groups: list[str]) -> str:
    """Both papers, one below the other."""
    return "\n".join(_paper(copy, kid, groups) for copy in range(1, COPIES + 1))


def _paper(copy: int, kid: str, groups: list[str]) -> str:
    numbered = [f"{place:>6}  {group}" for place, group in enumerate(groups, start=1)]
    lines = ["".join(numbered[at : at + A_LINE]) for at in range(0, len(numbered), A_LINE)]
    rule = "#" + "-" * 68
    return "\n".join(
        [
            rule,
            f"# Lanyard: key for backups {kid}, made {clock.in_words(clock.now())}. Paper {copy} of {COPIES}.",
            "# Opens every backup of the school. It is printed once and kept nowhere else.",
            "# In a closed envelope, in another building than the other paper.",
            "#",
            *lines,
            "#",
            "# No letter in it is I, L or O: what looks like one is 1 or 0.",
            "# Kept by: ____________________   Where: ____________________",
            rule,
            "",
        ]
    )


def asked() -> SchoolKey:
    """Ask for the groups, one at a time; one that is wrong is asked for again."""
    click.echo("Type the groups as they stand on the paper. Capitals do not matter.")
    while True:
        groups = [_asked_group(place) for place in range(1, paper_rules.GROUPS + 1)]
        try:
            return offline_keys.from_paper(" ".join(groups))
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
