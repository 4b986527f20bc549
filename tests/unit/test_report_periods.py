"""Terms and weeks of reports: every day is in one term and in one week of it, whatever the clocks do."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from server.reconciliation.report_chart_rules import chart
from server.reconciliation.report_period_rules import chosen_days, term_at, terms_until

DAYS = st.dates(date(2001, 1, 1), date(2900, 1, 1))
LONDON = ZoneInfo("Europe/London")


@given(DAYS)
def test_a_day_is_in_its_term_and_terms_leave_no_day_out(day):
    term, earlier = terms_until(day, 2)
    assert term.first <= day <= term.last
    assert earlier.last + timedelta(days=1) == term.first
    assert term_at(term.last) == term_at(term.first) == term


@given(DAYS, st.integers(0, 400))
def test_weeks_hold_every_day_once_and_begin_on_mondays(first, length):
    weeks = chosen_days(first, first + timedelta(days=length)).weeks()
    assert (weeks[0][0], weeks[-1][1]) == (first, first + timedelta(days=length + 1))
    assert all(after == begins for (_, after), (begins, _) in itertools.pairwise(weeks))
    assert all(begins.weekday() == 0 for begins, _ in weeks[1:])


def test_a_day_on_which_clocks_change_has_its_own_hours():
    since, until = chosen_days(date(2026, 10, 25), date(2026, 10, 25)).between(LONDON)
    assert (until.timestamp() - since.timestamp()) / 3600 == 25
    assert terms_until(date(2026, 11, 27), 2)[1].key == "2026-summer"


def test_bars_are_as_long_as_their_numbers_and_say_them():
    drawn = chart("Incidents", ["Minor", "Serious"], [("May", [3, 1]), ("June", [0, 2]), ("July", [0, 0])])
    assert [[(part.place, part.start, part.width) for part in bar.parts] for bar in drawn.bars] == [
        [(0, "0.00%", "75.00%"), (1, "75.00%", "25.00%")],
        [(1, "0.00%", "50.00%")],
        [],
    ]
    assert [bar.words for bar in drawn.bars] == ["4: 3 minor, 1 serious", "2: 2 serious", "None"]
    assert chart("None", ["Minor"], [("May", [0])]).bars[0].words == "None"
