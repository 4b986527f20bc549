"""Bringing lists of photo consent in, as docs/consent.md tells it in pictures."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser import list_day
from tests.browser.office import Office
from tests.browser.school import School

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_lists_out_of_two_systems_go_in_as_their_page_says(office: Office, school: School) -> None:
    seen: list[str] = []
    list_day.follow(lambda _page, name: seen.append(name), office, school)
    told = (DOCS / "consent.md").read_text(encoding="utf-8")
    assert re.findall(r"pictures/consent/([\w-]+)\.webp", told) == seen
    assert sorted(picture.stem for picture in (DOCS / "pictures" / "consent").iterdir()) == seen
