"""Prints Lighthouse's scores of the phone app and the office's sign-in, on a phone: `make lighthouse`.

Performance is the median of some runs, since it swings with whatever else the machine does; accessibility and best
practices do not swing, and end this with a failure when they are below 100.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser import chromium
from tests.browser.school import School

ROOT = Path(__file__).resolve().parents[1]
LIGHTHOUSE = "tools/lighthouse/node_modules/lighthouse/cli/index.js"
PAGES = {"The phone app": "/app", "The office's sign-in": "/sign-in"}
SWINGING, STEADY = "performance", ("accessibility", "best-practices")
RUNS = 5
FULL = 100
# Nothing but this machine is reachable, as in the browser tests.
FLAGS = [
    "--only-categories=performance,accessibility,best-practices",
    "--no-enable-error-reporting",
    "--quiet",
    "--output=json",
    "--chrome-flags=--headless=new " + " ".join(re.sub("=(.*)", r"='\1'", flag) for flag in chromium.ARGUMENTS),
]

Report = dict[str, Any]


def report_on(address: str) -> Report:
    """One run of Lighthouse, with its own settings for a phone on slow 4G."""
    done = subprocess.run(
        ["tools/with_node.sh", "node", LIGHTHOUSE, address, *FLAGS],
        cwd=ROOT,
        env={**os.environ, "CHROME_PATH": chromium.path()},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"Lighthouse did not finish: {done.stderr[-2000:]}")
    report: Report = json.loads(done.stdout)
    return report


def score(report: Report, category: str) -> int:
    """A category's score, of 100."""
    return round(report["categories"][category]["score"] * FULL)


def short_of_full(report: Report) -> list[str]:
    """What counts towards a score and is not full."""
    weighed = [part for category in report["categories"].values() for part in category["auditRefs"] if part["weight"]]
    audits = [report["audits"][part["id"]] for part in weighed]
    return [
        f"{audit['title']}: {audit.get('displayValue') or audit['score']}"
        for audit in audits
        if audit["score"] is not None and audit["score"] < 1
    ]


def prints_a_page(name: str, reports: list[Report]) -> bool:
    """Print one page's figures. Whether those that do not swing are full."""
    speeds = sorted(score(report, SWINGING) for report in reports)
    steady = {category: min(score(report, category) for report in reports) for category in STEADY}
    print(f"{name}\n  performance     {statistics.median_low(speeds):3}  (of {speeds})")
    for category, lowest in steady.items():
        print(f"  {category:15} {lowest:3}")
    median = next(report for report in reports if score(report, SWINGING) == statistics.median_low(speeds))
    for line in short_of_full(median):
        print(f"    {line}")
    return all(lowest == FULL for lowest in steady.values())


def main() -> None:
    """Serve a demo school, and look at each page some times."""
    with tempfile.TemporaryDirectory() as folder:
        school = School(Path(folder) / "school")
        school.flask("demo")
        with school:
            full = [
                prints_a_page(name, [report_on(school.url + path) for _ in range(RUNS)]) for name, path in PAGES.items()
            ]
    sys.exit(not all(full))


if __name__ == "__main__":
    main()
