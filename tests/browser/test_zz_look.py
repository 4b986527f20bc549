import re
from pathlib import Path
from tests.browser import busy_day, custody_pages, screens
from tests.browser.office import Office
from tests.browser.school import School

OUT = Path("/tmp/olook")
SIZES = {"390": (390, 844), "820": (820, 1180), "1280": (1280, 800)}
WANTED = re.compile(r"policy|coverage|preset|agency|text|review|incident-closed|custody|sign-again|agreement|incident$|wish|setting|file")

def test_look(browser, copy_of_the_demo):
    OUT.mkdir(exist_ok=True)
    with School(copy_of_the_demo()) as school:
        busy_day.happens_at(school)
        custody_pages.are_kept_at(school)
        office = Office(browser, school.url)
        page = office.page
        names = []
        for number, name in enumerate(screens.of_the_office(office)):
            names.append(name)
            if not WANTED.search(name):
                continue
            was = page.viewport_size
            for size, (w, h) in SIZES.items():
                page.set_viewport_size({"width": w, "height": h})
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    page.screenshot(path=str(OUT / f"{number:03}-{name}-{size}-{scheme}.png"), full_page=size != "820")
            page.emulate_media(color_scheme="light")
            if was: page.set_viewport_size(was)
        (OUT / "names.txt").write_text("\n".join(names))
