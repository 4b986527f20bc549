"""One phone, one proxy and one school for all tests of a file: starting them costs more than what is tried on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright

from tests.browser.chromium import Handset
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.phone import Phone
from tests.browser.school import School


@dataclass(frozen=True)
class Way:
    """The way from a phone to the school. Each test begins with nothing waiting, and leaves it so."""

    phone: Phone
    proxy: FaultyProxy
    school: School

    def begins(self) -> Way:
        """Mend the proxy and open the app afresh."""
        self.proxy.mends()
        self.phone.goes_to_the_app()
        self.phone.counts_in_its_outbox(0)
        return self

    def has_once(self, *texts: str) -> None:
        """Assert that the school has each of these once, opened."""
        lines = [line for line in self.school.exports() if line["state"] == "opened"]
        there = [line["body"]["what_happened"] for line in lines]
        assert [there.count(text) for text in texts] == [1] * len(texts), there


@contextmanager
def one_way(playwright: Playwright, folder: Path, *, window: bool) -> Iterator[Way]:
    """Phone 3, set up through a proxy, with a school on this folder. What its pages complained of fails at the end."""
    with School(folder) as school, FaultyProxy(school.port) as proxy:
        phone = Phone(Handset(playwright, folder.parent / "profile", window=window), proxy.url)
        phone.opens_the_app()
        phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
        yield Way(phone, proxy, school)
        phone.handset.closes()
        assert phone.complaints == []
