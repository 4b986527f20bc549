"""The README's ten minutes, as a newcomer goes through them, end as the README says."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Playwright

from tests.browser import ten_minutes
from tests.browser.chromium import Handset
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School

ROOT = Path(__file__).resolve().parents[2]


def test_a_newcomers_ten_minutes_end_as_the_readme_says(
    playwright: Playwright, school: School, office: Office, tmp_path: Path
) -> None:
    phone = Phone(Handset(playwright, tmp_path / "phone"), school.url)
    seen: list[str] = []
    ten_minutes.follow(lambda _page, name: seen.append(name), phone, office, school)
    phone.handset.closes()
    assert phone.complaints == []
    pictures = ROOT / "docs" / "pictures" / "ten-minutes"
    assert sorted(picture.stem for picture in pictures.iterdir()) == seen
