"""When the policy is reviewed again, who reviews it, and when a newer national text is to be expected. Pure."""

from __future__ import annotations

from datetime import date

from server.accounts.rules import Role

# Who answers for the policy, and signs that it was reviewed.
REVIEWS = (Role.HEADTEACHER, Role.SLT, Role.CHAIR, Role.VICE_CHAIR)
# Who says that the school has read a newer text: those whose work it is to know them, and the office for them.
READS_TEXTS = (Role.HEADTEACHER, Role.SLT, Role.DSL, Role.DEPUTY_DSL, Role.ONLINE_SAFETY_LEAD, Role.OFFICE)
OUTCOMES = {
    "stays": "It stays as it is",
    "changed": "It was changed, as listed above",
    "to_change": "It is to change: what, by whom and by when is written below",
}
LONGEST_WORDS = 1000
EARLIEST_TEXT = date(2000, 1, 1)


def a_year_after(day: date) -> date:
    """The same day next year; of 29 February the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def a_year_before(day: date) -> date:
    """The same day last year; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def due_problem(next_due: date, today: date, what: str = "the policy") -> str:
    """What is wrong with a day for the next review, in words; "" where nothing is."""
    if next_due <= today:
        return "Give a day after today"
    return f"Give a day within a year: {what} is reviewed each year" if next_due > a_year_after(today) else ""


def text_problem(dated: date, known: date, today: date) -> str:
    """What is wrong with the day of a newer text than the one known, in words; "" where nothing is."""
    if dated < EARLIEST_TEXT:
        return f"Give a day from {EARLIEST_TEXT.year} on"
    if dated > today:
        return "Give the day it was published or came into force, not one that is still to come"
    return "One of that day or a later one is known already: give a later day" if dated <= known else ""


def expected_since(dated: date, month: int | None, today: date) -> date | None:
    """Since when a newer one is to be expected of a text that comes anew in a month of each year; None if it is not."""
    if month is None:
        return None
    last = date(today.year, month, 1)
    if last > today:
        last = date(today.year - 1, month, 1)
    return last if dated < last else None
