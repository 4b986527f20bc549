"""Says in a line each which tests of some runs failed, and the first line of why, from what pytest wrote of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

LONGEST = 300


def failures(reports: Iterable[Path]) -> Iterator[str]:
    """One line for each test that failed or broke, from reports as `pytest --junitxml` writes them."""
    for report in reports:
        for test in ET.parse(report).iter("testcase"):  # noqa: S314 - our own pytest wrote it
            for wrong in (*test.findall("failure"), *test.findall("error")):
                why = wrong.get("message", "").split("\n")[0]
                yield f"{test.get('classname')} {test.get('name')}: {why}"[:LONGEST]


if __name__ == "__main__":
    print("\n".join(failures(map(Path, sys.argv[1:]))))
