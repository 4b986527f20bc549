"""A phone killed while it sends, wherever the request was cut: what it filed is at school once, or still on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.browser.faulty_proxy import Cut
from tests.browser.one_way import Way, one_way

RECORDS = "/api/outbox/envelopes"
# In the length, in the label, in the sealed bytes, one byte short, and whole.
WHOLE = 1_000_000
CUTS = (0, 3, 150, 900, -1, WHOLE)


@pytest.fixture(scope="module")
def way(playwright: Playwright, copy_of_the_demo: Callable[[], Path]) -> Iterator[Way]:
    """One way for this file."""
    with one_way(playwright, copy_of_the_demo(), window=False) as way:
        yield way


@pytest.mark.parametrize("at", CUTS)
def test_a_phone_killed_in_the_middle_of_sending_loses_and_doubles_nothing(way: Way, at: int) -> None:
    text = f"Cut after {at} bytes."
    way.begins()
    stored = way.school.counts_what_is_stored()
    way.proxy.breaks(RECORDS, Cut(at))
    with way.proxy.hears(f"CUT {RECORDS}"):
        way.phone.reports_a_grazed_knee(text)
    way.phone.is_killed()
    way.proxy.mends()
    way.phone.opens_again()
    way.phone.counts_in_its_outbox(0)
    assert way.school.counts_what_is_stored() == stored + 1


def test_after_all_the_cuts_each_report_is_there_once_and_nothing_else(way: Way) -> None:
    way.school.has_exactly_once(*(f"Cut after {at} bytes." for at in CUTS))
