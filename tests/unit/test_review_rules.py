"""When the policy is reviewed again, which day of a newer text holds, and when one is to be expected."""

from __future__ import annotations

from datetime import date

import pytest

from server.policy.review_rules import a_year_after, a_year_before, due_problem, expected_since, text_problem

TODAY = date(2026, 11, 28)


def test_a_year_is_a_year_in_leap_years_too():
    assert a_year_after(TODAY) == date(2027, 11, 28)
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("next_due", "said"),
    [
        (date(2026, 11, 28), "after today"),
        (date(2027, 11, 29), "within a year"),
        (date(2027, 11, 28), ""),
        (date(2026, 11, 29), ""),
    ],
)
def test_the_next_review_is_after_today_and_within_a_year(next_due, said):
    problem = due_problem(next_due, TODAY)
    assert (said in problem, bool(problem)) == (True, bool(said))


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        (date(1999, 12, 31), "from 2000"),
        (date(2026, 11, 29), "still to come"),
        (date(2025, 9, 1), "later day"),
        (date(2026, 9, 1), ""),
        (TODAY, ""),
    ],
)
def test_a_newer_text_is_newer_and_not_of_a_day_to_come(dated, said):
    problem = text_problem(dated, date(2025, 9, 1), TODAY)
    assert (said in problem, bool(problem)) == (True, bool(said))


@pytest.mark.parametrize(
    ("dated", "month", "today", "since"),
    [
        (date(2025, 9, 1), 9, TODAY, date(2026, 9, 1)),
        (date(2025, 9, 1), 9, date(2026, 8, 31), None),
        (date(2025, 9, 1), 9, date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 9, 1), 9, TODAY, None),
        (date(2020, 9, 1), None, TODAY, None),
    ],
)
def test_a_text_that_comes_each_september_is_expected_from_september_on(dated, month, today, since):
    assert expected_since(dated, month, today) == since
