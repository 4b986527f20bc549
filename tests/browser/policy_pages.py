"""The school's policy in the office: every setting, one changed after a look, what waits, the log, the presets."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.office import Office
from tests.browser.retention_pages import of_retention

POLICY = "/office/policy"


def of_the_policy(office: Office) -> Iterator[str]:
    """What headteacher and DSL see of it."""
    office.signs_in_as("headteacher")
    office.page.get_by_role("navigation").get_by_role("link", name="Policy").click()
    office.is_headed("The school’s policy")
    yield "office-policy"
    yield from _of_one(office)
    office.page.get_by_role("link", name="What was changed, by whom and why").click()
    office.sees("16.2")
    yield "office-policy-changes"
    yield from _of_presets(office)
    yield from _of_the_review(office)
    office.signs_out()
    office.signs_in_as("dsl")
    office.goes_to(POLICY)
    office.page.get_by_role("link", name="Look at it, and decide on Photos are off the phones by").click()
    office.presses("Refuse it")
    office.sees("Say why not")
    yield "office-policy-waits-refused"
    office.presses("I agree: put it in force")
    office.sees("Agreed. It counts from now on")
    office.signs_out()
    yield from of_retention(office)


def changes_a_setting(office: Office, label: str, field: str, value: str) -> None:
    """From the page of the whole policy, as far as what it would do."""
    office.goes_to(POLICY)
    office.page.get_by_role("link", name=f"Change {label}").click()
    office.page.get_by_label(field).fill(value)
    office.page.get_by_label("Where it says so").fill("16.2")
    office.page.get_by_label("Why?").fill("Governors agreed to it")
    office.presses("Look at what it does")


def _of_one(office: Office) -> Iterator[str]:
    lock = "A phone on a trip locks itself after"
    changes_a_setting(office, lock, lock, "31")
    office.sees("from 2 to 30")
    yield "office-policy-setting-refused"
    office.page.get_by_label(lock).fill("5")
    office.presses("Look at what it does")
    office.is_headed("Before it counts")
    yield "office-policy-preview"
    office.presses("Make this change")
    office.sees("Saved.")
    off = "Photos are off the phones by"
    changes_a_setting(office, off, off, "15:00")
    office.sees("A second person must agree")
    yield "office-policy-preview-for-two"
    office.presses("Ask a second person to agree")
    office.sees("It waits for a second person")
    yield "office-policy-waiting"


def _of_presets(office: Office) -> Iterator[str]:
    office.goes_to(POLICY)
    office.page.get_by_role("link", name="Presets to begin from").click()
    office.is_headed("Presets")
    yield "office-policy-presets"
    office.page.get_by_role("link", name="Photographs with care").click()
    office.presses("Take up what is ticked")
    office.sees("Say why the school takes it up")
    yield "office-policy-preset"
    office.goes_to(f"{POLICY}/presets")
    office.page.get_by_role("link", name="A policy from a file").click()
    office.presses("Look at what it does")
    office.sees("Choose a file")
    yield "office-policy-file"


def _of_the_review(office: Office) -> Iterator[str]:
    office.goes_to(POLICY)
    office.page.get_by_role("link", name="National texts").click()
    office.is_headed("National texts")
    yield "office-policy-texts"
    office.page.get_by_role("link", name="The school has read a newer one").nth(1).click()
    office.presses("Note it")
    office.sees("Give the day on it")
    yield "office-policy-text-refused"
    office.goes_to(POLICY)
    office.page.get_by_role("link", name="Yearly review").click()
    office.is_headed("Yearly review of the policy")
    yield "office-policy-review"
    office.presses("Sign as Ruth Adeyemi")
    office.sees("Say what was looked at, and what was agreed")
    yield "office-policy-review-refused"
    office.page.get_by_label("It stays as it is").check()
    office.page.get_by_label("What was looked at, and what was agreed").fill("Own phones and photos. It holds.")
    office.presses("Sign as Ruth Adeyemi")
    office.sees("Reviewed.")
    yield "office-policy-review-signed"
