"""`python -m bench`: measure everything, or what ONLY names, and write bench/latest.md and bench/latest.svg."""

from __future__ import annotations

import argparse
import os
import platform
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import (
    alerts,
    chart,
    check,
    cut,
    drain,
    filing,
    intake_lines,
    memory,
    office,
    photos,
    report,
    shell_bytes,
    start,
    syncs,
    unlock,
)
from bench.lines import Run, Section

PARTS: dict[str, Callable[[Run], list[Section]]] = {
    "intake": intake_lines.measure,
    "syncs": syncs.measure,
    "memory": memory.measure,
    "filing": filing.measure,
    "drain": drain.measure,
    "cut": cut.measure,
    "start": start.measure,
    "unlock": unlock.measure,
    "check": check.measure,
    "photos": photos.measure,
    "alerts": alerts.measure,
    "office": office.measure,
    "bytes": shell_bytes.measure,
}


def main() -> None:
    """Run the parts asked for, one after the other."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rounds", type=int, default=5)
    given.add_argument("--only", default="", help=f"comma-separated: {', '.join(PARTS)}")
    asked = given.parse_args()
    # So that what was started is stopped, however the run ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    chosen = asked.only.split(",") if asked.only else list(PARTS)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="lanyard-bench-", dir=_disk()) as folder:
        seed = int(time.time())
        run = Run(asked.rounds, Path(folder), random.Random(seed), _say)
        sections = [section for name in chosen for section in PARTS[name](run)]
        about = _about(asked.rounds, seed, time.monotonic() - began)
        page = report.text(sections, about, run.missing)
    report.LATEST.write_text(page, encoding="utf-8")
    chart.LATEST.write_text(chart.drawn(sections), encoding="utf-8")
    print(page)


def _disk() -> str | None:
    """A place on a real disk: /tmp may be memory, where a sync costs nothing."""
    return "/var/tmp" if os.access("/var/tmp", os.W_OK) else None


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _about(rounds: int, seed: int, seconds: float) -> list[str]:
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], check=False, capture_output=True, text=True)
    commit = asked.stdout.strip() or "unknown"
    return [
        f"{datetime.now(UTC):%d %B %Y}, commit {commit}. {rounds} rounds, {seconds / 60:.0f} minutes, seed {seed}.",
        (
            f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
            f", SQLite {sqlite3.sqlite_version}; load at the end {os.getloadavg()[0]:.1f}."
        ),
        (
            "Ratios are ours over the other's, taken within a round, where every target ran in shuffled order; figures "
            "are `median [least..most]`. A throughput figure has failed only if its whole range lies under in two runs."
        ),
    ]


if __name__ == "__main__":
    main()
