"""The office imports a list of phones with a row in error: nothing goes in until the file is mended."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.office import Office

HEADINGS = "Name,Make and model,Its own number\n"
SOUND = "Phone 3,Samsung A15,07700 900333\n"
ROTTEN = "Phone 9,Fairphone 5,7700900309\n"
MENDED = "Phone 9,Fairphone 5,07700 900309\n"


def test_a_bad_row_stops_the_whole_file_until_it_is_mended(office: Office) -> None:
    office.signs_in_as("office")
    office.goes_to("/office/phones")
    office.page.get_by_role("link", name="Import from CSV").click()
    office.chooses_the_file(HEADINGS + SOUND + ROTTEN)
    office.sees("Nothing is imported: 1 row in error")
    office.sees("Line 3, Phone 9: A number begins with 0 or +.")
    office.chooses_the_file(HEADINGS + SOUND + MENDED)
    office.sees("Make and model: nothing becomes Samsung A15")
    office.page.get_by_role("button", name="Import: add 1, change 1").click()
    office.sees("1 added, 1 changed.")
    office.page.get_by_role("link", name="Details of Phone 9").click()
    expect(office.page.get_by_label("Its own number")).to_have_value("07700 900309")


def test_what_is_downloaded_changes_nothing_when_it_comes_back(office: Office, tmp_path: Path) -> None:
    office.signs_in_as("office")
    office.goes_to("/office/phones")
    with office.page.expect_download() as download:
        office.page.get_by_role("link", name="Download as CSV").click()
    kept = tmp_path / "phones.csv"
    download.value.save_as(kept)
    office.goes_to("/office/phones/import")
    office.chooses_the_file(kept.read_text(encoding="utf-8"))
    office.sees("Nothing would change.")
    office.sees("Unchanged: 6")
