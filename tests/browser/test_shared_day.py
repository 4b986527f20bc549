"""A day with a shared phone, as docs/shared-phones.md tells it in pictures."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Playwright

from tests.browser import shared_day
from tests.browser.chromium import Handset
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_a_day_with_a_shared_phone_goes_as_its_page_says(
    playwright: Playwright, school: School, office: Office, tmp_path: Path
) -> None:
    phone = Phone(Handset(playwright, tmp_path / "phone"), school.url)
    seen: list[str] = []
    shared_day.follow(lambda _page, name: seen.append(name), phone, office, school)
    phone.handset.closes()
    assert phone.complaints == []
    told = (DOCS / "shared-phones.md").read_text(encoding="utf-8")
    assert re.findall(r"pictures/shared-phone/([\w-]+)\.webp", told) == seen
    assert sorted(picture.stem for picture in (DOCS / "pictures" / "shared-phone").iterdir()) == seen
