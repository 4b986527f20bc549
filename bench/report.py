"""What was seen, as tables in bench/latest.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.lines import Line, Section

LATEST = Path(__file__).with_name("latest.md")
HEAD = "| Figure | Ours | The other | Ratio, or count | To reach | Reached |\n|---|---|---|---|---|---|"


def text(sections: Sequence[Section], about: Sequence[str], missing: Sequence[str]) -> str:
    """The whole page."""
    parts = ["# Figures side by side", "Made by `make bench`; nothing here is written by hand.", _list(about)]
    if missing:
        parts += ["## Left out", _list(missing)]
    held = [line for section in sections for line in section.lines if line.reach]
    if held:
        parts += ["## What must be reached", f"{HEAD}\n" + "\n".join(map(_row, held))]
        parts.append('<img src="latest.svg" alt="Each ratio with its range and what it must reach" width="760">')
    for section in sections:
        parts += [f"## {section.title}", _list(section.notes), f"{HEAD}\n" + "\n".join(map(_row, section.lines))]
    return "\n\n".join(parts) + "\n"


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _row(line: Line) -> str:
    cells = (line.figure, line.ours, line.other, line.ratio or "", line.reach or "", line.verdict)
    return f"| {' | '.join(map(str, cells))} |"
