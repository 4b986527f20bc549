"""The screens of a head count, and of adding to a report."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.phone import Phone

ADDS_ONE = "Count one more"


def of_both(phone: Phone) -> Iterator[str]:
    """The one after the other."""
    yield from of_counting(phone)
    yield from of_adding(phone)


def of_counting(phone: Phone) -> Iterator[str]:
    """Unlocked, with a list: whom to count, one too many, by name, who is missing, somebody missing."""
    phone.goes_to("Today")
    phone.taps_link("Head count")
    phone.says("Whom do you count?")
    yield "phone-count"
    phone.page.get_by_role("button", name="Everyone").click()
    phone.page.get_by_text("It should not be 32").click()
    phone.fills("How many should there be?", "1")
    for _ in range(2):
        phone.taps_button(ADDS_ONE)
    phone.says("2 of 1: one more than the list.")
    yield "phone-count-over"
    phone.fills("How many should there be?", "32")
    phone.taps_button("Tick names off instead (starts again)")
    phone.page.get_by_role("checkbox").first.check()
    yield "phone-count-by-name"
    phone.taps_button("Tap instead, from 1")
    phone.taps_button("Done")
    phone.page.get_by_role("checkbox").first.check()
    yield "phone-count-who"
    phone.taps_button("Save this count")
    phone.says("and 30 more")
    yield "phone-count-short"
    phone.taps_button("Another count")


def of_adding(phone: Phone) -> Iterator[str]:
    """From a report just saved: the form with all that it asks, and what follows."""
    phone.reports_a_grazed_knee()
    phone.taps_link("Add to this report")
    phone.is_headed("Add to the report of ")
    phone.answers("When was that?", "Another time")
    phone.answers("Was a parent or carer told?", "No: risk to the child")
    phone.says("The DSL and the deputy DSL alone")
    yield "phone-add-risk"
    phone.answers("Was a parent or carer told?", "Yes")
    phone.says("Not filled in: when it was, who was told.")
    yield "phone-add"
    phone.taps_button("Save follow-up")
    phone.says("Your follow-up is in the Outbox.")
    yield "phone-added"
    phone.goes_to("Today")
