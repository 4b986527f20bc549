"""Pages of the second step at sign-in, of staff's own devices, of who comes for some days and who can see what."""

from __future__ import annotations

from collections.abc import Iterator

from server.shell.demo_school import PASSWORD
from tests.browser.office import Office

WRONG_CODE = "ABCD-2345"


def of_the_second_step(office: Office) -> Iterator[str]:
    """Setting one up, a code refused at the next sign-in, and removing it again."""
    office.goes_to("/office/you/second-step")
    yield "office-second-step-none"
    office.goes_to("/office/you/second-step/keys")
    office.page.get_by_role("button", name="Go on").click()
    office.sees("Give it a name")
    yield "office-second-step-name-refused"
    office.page.get_by_label("What you call it").fill("Blue key on my ring")
    office.confirms("Go on")
    office.is_headed("Add “Blue key on my ring”")
    yield "office-second-step-key"
    office.goes_to("/office/you/second-step/codes")
    yield "office-second-step-codes"
    office.confirms("Make the sheet")
    office.is_headed("One-time codes")
    yield "office-second-step-sheet"
    office.goes_to("/office/you/second-step")
    yield "office-second-step"
    office.goes_to("/office/you/second-step/codes/remove")
    yield "office-second-step-remove"
    office.signs_out()
    office.tries_to_sign_in("headteacher", PASSWORD)
    office.is_headed("Second step")
    office.types_a_code(WRONG_CODE)
    office.sees("That is not a code of your sheet")
    yield "second-step-refused"


def of_staff_devices(office: Office) -> Iterator[str]:
    """The list of staff's own devices: not kept, a device refused, one listed."""
    office.goes_to("/office/staff-devices")
    yield "office-no-staff-devices"
    office.goes_to("/office/phone-rules")
    office.page.get_by_label("The school keeps a list").check()
    office.page.get_by_role("button", name="Save").click()
    office.goes_to("/office/staff-devices")
    office.page.get_by_role("button", name="Add it").click()
    office.sees("There is a problem")
    yield "office-staff-device-refused"
    office.adds_a_device_of("Sana Malik", "Pixel 7")
    yield "office-staff-devices"


def of_coming_and_going(office: Office) -> Iterator[str]:
    """Somebody here for some days, refused and with their code; who can see what, refused and signed."""
    office.goes_to("/office/staff/guests")
    office.presses("Add them")
    office.sees("Give their last day")
    yield "office-guest-refused"
    office.adds_a_guest("Mr Cover", days=5)
    yield "office-guest-code"
    office.goes_to("/office/staff/guests")
    office.sees("Code not used")
    yield "office-guests"
    yield from _of_roles(office)
    office.goes_to("/office/staff/review")
    office.presses("Sign as Ruth Adeyemi")
    office.sees("Say what was found")
    yield "office-access-review-refused"
    office.page.get_by_label("What was found, and what was changed").fill("Tom has left, and is disabled.")
    office.presses("Sign as Ruth Adeyemi")
    office.sees("Last reviewed by Ruth Adeyemi")
    yield "office-access-review"


def _of_roles(office: Office) -> Iterator[str]:
    """The roles of one person: refused for the last DSL, and one that waits for a second person."""
    office.opens_the_page_of("Daniel Okoro")
    office.page.get_by_role("link", name="Change the roles").click()
    office.is_headed("Roles of Daniel Okoro")
    yield "office-roles"
    office.page.get_by_label("DSL", exact=True).uncheck()
    office.presses("Save the roles")
    office.sees("Nobody else is DSL")
    yield "office-roles-refused"
    office.opens_the_page_of("Maeve Donnelly")
    office.page.get_by_role("link", name="Change the roles").click()
    office.page.get_by_label("Deputy DSL").uncheck()
    office.presses("Save the roles")
    office.sees("1 role waits for a second person")
    yield "office-role-waits"
