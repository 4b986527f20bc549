"""Every page of the office in a school of 100,000 records, and in an empty one: server time and questions asked."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import office_filled
from bench.lines import Line, Run, Section, at_most
from bench.office_school import Size
from bench.office_walk import Asked, Seen, Walk
from bench.spread import Spread, short
from server.foundation.database import db

FULL = Size(records=100_000, trips=2_000, phones=500, pupils=3_000, staff=150)
EMPTY = Size(records=260, trips=14, phones=4, pupils=40, staff=16)
MOST_MS, MOST_QUERIES = 150, 12
ASKED_A_ROUND = 8
NOTE = (
    "100,000 records in SQLite on 2,000 trips and 500 phones, beside a fresh school with one of each, in one run. "
    "Every page that is asked for with GET, by the office, the headteacher, or whoever else may; through Flask's own "
    f"client, so that the web server's threads are not in it. Each page {ASKED_A_ROUND} times a round; p95 is over all "
    "of them. Queries are statements that read or write rows, those of the sign-in and the audit log among them."
)
# A look that is itself an act: it is noted, and told to the other governor (ADR 0039).
ACTS = frozenset({"chair.concern"})


def measure(run: Run) -> list[Section]:
    """Fill both, then walk through both, round by round."""
    began = time.monotonic()
    with _walked(run.folder / "office-full", FULL) as full:
        run.say(f"office: {FULL.records:,} records filled in {time.monotonic() - began:.0f} s")
        many = _rounds(run, full, "full")
    with _walked(run.folder / "office-empty", EMPTY) as empty:
        few = {(page.endpoint, page.role): seen for page, seen in _rounds(run, empty, "empty")}
    lines = [_line(page, seen, few[page.endpoint, page.role]) for page, seen in many]
    slowest = max(p95(seen) for _page, seen in many)
    queries = max(seen.queries for page, seen in many if page.endpoint not in ACTS)
    over = sum(
        p95(seen) > MOST_MS or (seen.queries > MOST_QUERIES and page.endpoint not in ACTS) for page, seen in many
    )
    top = [
        _counted("slowest page, p95, ms", slowest, at_most(MOST_MS, " ms")),
        _counted("most queries of a page", queries, at_most(MOST_QUERIES, "")),
        _counted("pages over either", over, at_most(0, "")),
    ]
    return [Section("The office, 100,000 records beside an empty school", [NOTE], [*top, *lines])]


@contextmanager
def _walked(folder: Path, size: Size) -> Iterator[Walk]:
    app = office_filled.school(folder, size)
    # As the server does at its start; and what filling left in memory is in no server's.
    gc.collect()
    gc.freeze()
    yield Walk(app)
    db.close()
    db.close_idle()


def _rounds(run: Run, walk: Walk, which: str) -> list[tuple[Asked, Seen]]:
    pages = list(walk.pages())
    seen: list[Seen] = [walk.ask(page) for page in pages]
    for one in seen:
        one.seconds.clear()
        # What the first look alone does, such as noting that an alert was opened, is not counted.
        one.queries = 0
    for number in range(run.rounds):
        run.say(f"office: {which}, round {number + 1} of {run.rounds}")
        for page, one in zip(pages, seen, strict=True):
            again = walk.ask(page, ASKED_A_ROUND)
            one.seconds += again.seconds
            one.queries = max(one.queries, again.queries)
    return list(zip(pages, seen, strict=True))


def _most_of(page: Asked) -> float:
    return math.inf if page.endpoint in ACTS else MOST_QUERIES


def p95(seen: Seen) -> float:
    """In milliseconds: of a hundred answers five take longer."""
    ordered = sorted(seen.seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000


def _line(page: Asked, seen: Seen, empty: Seen) -> Line:
    flags: Sequence[str] = [
        *(["slow"] if p95(seen) > MOST_MS else []),
        *(["an act" if page.endpoint in ACTS else "many queries"] if seen.queries > MOST_QUERIES else []),
    ]
    name = f"{page.endpoint}, {page.role}{': ' + ', '.join(flags) if flags else ''}"
    return Line(name, _told(seen), _told(empty), Spread.of([seen.queries]))


def _told(seen: Seen) -> str:
    return f"{short(Spread.of(seen.seconds).median * 1000)} / {short(p95(seen))} ms, {seen.queries} queries"


def _counted(figure: str, value: float, reach: object) -> Line:
    return Line(figure, short(value), "", Spread.of([value]), reach)  # type: ignore[arg-type]
