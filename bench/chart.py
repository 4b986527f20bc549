"""Each ratio that must be reached, as a picture: a bar from what is asked to what was seen, and the range it had."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from pathlib import Path

from bench.lines import Line, Section

LATEST = Path(__file__).with_name("latest.svg")
ROW, TOP, LEFT, WIDTH, RIGHT = 30, 46, 400, 300, 60
# How many times better or worse than asked the picture reaches, as powers of ten.
SPAN = 1.0
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #0b0c0c }
.quiet { fill: #505a5f }
.asked { stroke: #0b0c0c; stroke-width: 1.5 }
.range { stroke: #505a5f; stroke-width: 2 }
.good { fill: #00703c } .bad { fill: #d4351c }
.ground { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #f3f2f1 } .quiet { fill: #b1b4b6 } .asked { stroke: #f3f2f1 } .range { stroke: #b1b4b6 }
  .good { fill: #5ec48f } .bad { fill: #ff8a75 } .ground { fill: #0b0c0c }
}
"""


def drawn(sections: Sequence[Section]) -> str:
    """The picture: right of the upright line is better than asked, each step ten times."""
    lines = [line for section in sections for line in section.lines if line.reach and line.ratio and line.reach.bound]
    width, height = LEFT + WIDTH + RIGHT, TOP + ROW * len(lines) + 16
    middle = LEFT + WIDTH / 2
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            'role="img" aria-label="Each ratio with its range, against what it must reach">'
        ),
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{width}" height="{height}"/>',
        f'<text x="{middle}" y="18" text-anchor="middle">what must be reached</text>',
        f'<text class="quiet" x="{LEFT}" y="36">10 times worse</text>',
        f'<text class="quiet" x="{LEFT + WIDTH}" y="36" text-anchor="end">10 times better</text>',
        f'<line class="asked" x1="{middle}" y1="24" x2="{middle}" y2="{height - 8}"/>',
    ]
    parts += [part for number, line in enumerate(lines) for part in _row(line, TOP + ROW * number)]
    return "\n".join([*parts, "</svg>\n"])


def _row(line: Line, y: int) -> list[str]:
    assert line.ratio is not None
    assert line.reach is not None
    seen = line.ratio
    at, least, most = (_at(line, value) for value in (seen.median, seen.least, seen.most))
    kind = "good" if line.reach.meets(seen.median) else "bad"
    return [
        f'<text x="{LEFT - 12}" y="{y + 15}" text-anchor="end">{escape(line.figure)}</text>',
        f'<line class="range" x1="{least:.1f}" y1="{y + 11}" x2="{most:.1f}" y2="{y + 11}"/>',
        f'<circle class="{kind}" cx="{at:.1f}" cy="{y + 11}" r="5"/>',
        f'<text class="quiet" x="{LEFT + WIDTH + 8}" y="{y + 15}">{escape(str(line.reach))}</text>',
    ]


def _at(line: Line, value: float) -> float:
    """Where a value stands: the middle is what is asked, to the right is better."""
    assert line.reach is not None
    times = math.log10(max(value, 1e-9) / line.reach.bound) * (-1 if line.reach.is_most else 1)
    return LEFT + WIDTH / 2 + max(-SPAN, min(SPAN, times)) * WIDTH / 2 / SPAN
