"""The office in somebody's browser: what they do there and what they see, in sentences."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from server.foundation import clock
from server.shell.demo_school import PASSWORD
from tests.browser.chromium import PATIENCE_MS, SCHOOL_PLACE, listen
from tests.browser.school import School
from tests.cast import address_of


class Office:
    """A browser window in the office, with its own cookies. `more` goes to Playwright's `new_context`.

    `complaints` is what the console says against the pages.
    """

    def __init__(self, browser: Browser, school: School, **more: object) -> None:
        self.school = school
        self.url = school.url
        self.context: BrowserContext = browser.new_context(**SCHOOL_PLACE, **more)
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        listen(self.page, self.complaints)

    def goes_to(self, address: str) -> None:
        """Open one of the office's pages, once all that came is opened: a phone has its receipt before that."""
        self.school.has_opened_everything()
        self.page.goto(self.url + address)

    def reloads(self) -> None:
        """Look at the page anew, likewise."""
        self.school.has_opened_everything()
        self.page.reload()

    def signs_in_as(self, role: str) -> None:
        """Sign the demo school's person in this role in."""
        self.tries_to_sign_in(role, PASSWORD)
        self.is_headed("To do")

    def tries_to_sign_in(self, role: str, password: str) -> None:
        """Fill in the sign-in form and send it off."""
        self.goes_to("/sign-in")
        self.page.get_by_label("E-mail address").fill(address_of(role))
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def sees_the_trip(self, title: str, *, announced: int, arrived: int, missing: int) -> None:
        """Open a trip and see how many items its phones told of, how many are here, how many are not."""
        self.goes_to_the_trip(title)
        for name, number in (("announced", announced), ("arrived", arrived), ("missing", missing)):
            expect(self.figure(name)).to_have_text(str(number))

    def goes_to_the_trip(self, title: str) -> None:
        """Open a trip from the list of trips, today's before others of its name."""
        self.goes_to("/office/trips")
        self.page.get_by_role("link", name=title).first.click()
        self.is_headed(title)

    def figure(self, name: str) -> Locator:
        """The number under a figure's name."""
        return self.page.locator("dl.figures > div").filter(has=self.page.locator("dt", has_text=name)).locator("dd")

    def reads_the_incident(self, kind: str) -> None:
        """Open the only incident of this kind listed on the page."""
        link = self.page.get_by_role("main").get_by_role("link", name=kind)
        expect(link).to_have_count(1)
        link.click()
        self.is_headed(kind)

    def makes_a_code_for(self, phone: str) -> str:
        """Make a set-up code for a phone and read it off the page."""
        self.goes_to("/office/phones")
        self.page.get_by_role("button", name=f"Make a set-up code for {phone}").click()
        self.is_headed(f"Set-up code for {phone}")
        return self.page.locator(".code").inner_text()

    def goes_to_who_joins_today(self) -> None:
        """Open today's trip, and in it who joins it from outside the staff."""
        self.goes_to_the_trip("Castle visit")
        self.page.get_by_role("link", name="Supply teachers and helpers").click()
        self.is_headed("Joining Castle visit")

    def adds_to_todays_trip(self, name: str, part: str) -> str:
        """Add somebody who joins today's trip. Returns a supply teacher's code; a helper has none."""
        self.goes_to_who_joins_today()
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label(part).check()
        self.page.get_by_role("button", name="Add them").click()
        code = self.page.locator(".code")
        expect(self.page.get_by_text(name).first).to_be_visible()
        return code.inner_text() if code.count() else ""

    def disables(self, name: str) -> None:
        """Shut somebody out on the list of staff."""
        self.goes_to("/office/staff")
        self.page.get_by_role("button", name=f"Disable {name}").click()
        self.sees("Disabled. They are signed out everywhere")

    def adds_a_guest(self, name: str, *, days: int) -> str:
        """Add somebody who is here for so many days more, and answer their code."""
        last = clock.today() + timedelta(days=days)
        self.goes_to("/office/staff/guests")
        self.page.get_by_label("Name").fill(name)
        for part, number in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
            self.page.get_by_label(part, exact=True).fill(str(number))
        self.presses("Add them")
        self.is_headed(f"Code for {name}")
        return self.page.locator(".code").inner_text()

    def is_headed(self, words: str) -> None:
        """See these words in the page's heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def chooses_the_file(self, text: str) -> None:
        """Choose a CSV file of this text and ask what it would change."""
        file = {"name": "phones.csv", "mimeType": "text/csv", "buffer": text.encode()}
        self.page.get_by_label("CSV file").set_input_files(file)
        self.page.get_by_role("button", name="Show what would change").click()
        self.is_headed("What would change")

    def opens_the_consent_of(self, letters: str, place: int) -> None:
        """Find a pupil of the demo school by their UPN, which tells their place on the roll, and open their page."""
        self.goes_to("/office/consent")
        self.page.get_by_label("Name, UPN or admission number").fill(f"{letters}{place:011}")
        self.page.get_by_role("button", name="Find").click()
        self.page.get_by_role("table").get_by_role("link").click()
        self.sees("What counts today")

    def chooses_the_list(self, text: str) -> None:
        """Choose a list of answers of this text, and see which column is what."""
        self.goes_to("/office/consent/import")
        self.chooses_this_list("autumn.csv", text.encode())

    def chooses_this_list(self, name: str, content: bytes) -> None:
        """The same, of these bytes, on the page that asks for one."""
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.get_by_label("CSV file or Excel workbook").set_input_files(file)
        self.page.get_by_role("button", name="Go on").click()
        self.is_headed("Which column is what")

    def adds_a_device_of(self, name: str, make_and_model: str) -> None:
        """Note a device of somebody's own, which SLT agreed to long ago."""
        self.page.get_by_label("Whose is it?").select_option(name)
        self.page.get_by_label("Make and model").fill(make_and_model)
        self.page.get_by_label("Who agreed to it?").select_option("Beatriz Costa")
        for part, number in (("Day", "3"), ("Month", "11"), ("Year", "2025")):
            self.page.get_by_label(part, exact=True).fill(number)
        self.page.get_by_role("button", name="Add it").click()
        self.sees("Added.")

    def marks_as_lost(self, phone: str) -> None:
        """Press "This phone is lost" on its page."""
        self.goes_to("/office/phones")
        self.page.get_by_role("link", name=f"Details of {phone}").click()
        self.page.get_by_role("button", name="This phone is lost").click()
        self.sees("Marked as lost.")

    def notes_charges(self, **percents: str) -> None:
        """Note how full phones are; "full" ticks the box. Phone_3="96" is Phone 3."""
        self.goes_to("/office/phones")
        self.page.get_by_role("link", name="Note how full they are").click()
        for name, percent in percents.items():
            phone = name.replace("_", " ")
            if percent == "full":
                self.page.get_by_role("checkbox", name=phone).check()
            else:
                self.page.get_by_label(f"Charge of {phone}").fill(percent)
        self.page.get_by_role("button", name="Note it").click()

    def opens_the_phones_page_of(self, phone: str) -> None:
        """Open a phone's page from the list of phones."""
        self.goes_to("/office/phones")
        self.page.get_by_role("link", name=f"Details of {phone}").click()
        self.is_headed(phone)

    def sees_nothing_of(self, words: str) -> None:
        """See these words nowhere on the page."""
        expect(self.page.get_by_text(words)).to_have_count(0)

    def sees(self, words: str) -> None:
        """See these words on the page."""
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def signs_out(self) -> None:
        """Sign out with the button on every page."""
        self.presses("Sign out")

    def is_shut_out(self) -> None:
        """Ask for the office and be asked to sign in."""
        self.goes_to("/office")
        self.is_headed("Sign in to the office")

    def opens_the_page_of(self, name: str) -> None:
        """Open somebody's page from the list of staff."""
        self.goes_to("/office/staff")
        self.page.get_by_role("link", name=name).click()
        self.is_headed(name)

    def makes_a_reset_code_for(self, name: str) -> str:
        """Reset somebody's password and read the code off the page."""
        self.opens_the_page_of(name)
        self.page.get_by_role("button", name="Reset password").click()
        self.is_headed(f"Reset code for {name}")
        return self.page.locator(".code").inner_text()

    def tries_a_reset_code(self, role: str, code: str, password: str) -> None:
        """Go from the sign-in page to the one for a forgotten password, fill it in and send it off."""
        self.goes_to("/sign-in")
        self.page.get_by_role("link", name="Forgotten your password?").click()
        self.page.get_by_label("E-mail address").fill(address_of(role))
        self.page.get_by_label("Reset code").fill(code)
        self.page.get_by_label("New password").fill(password)
        self.page.get_by_role("button", name="Set new password").click()

    def changes_their_password(self, current: str, new: str) -> None:
        """Change one's own password from one's own page."""
        self.goes_to("/office/you")
        self.page.get_by_role("button", name="Change your password").click()
        self.page.get_by_label("Current password").fill(current)
        self.page.get_by_label("New password").fill(new)
        self.page.get_by_role("button", name="Change password").click()

    def presses(self, button: str) -> None:
        """Press the button of this name, which sends a form off, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()

    def confirms(self, button: str) -> None:
        """Give the password once more and press the button of this name."""
        self.page.get_by_label("Your password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name=button).click()

    def types_a_code(self, code: str) -> None:
        """Type a code of one's printed sheet at sign-in and go on."""
        self.page.get_by_label("One-time code").fill(code)
        self.page.get_by_role("button", name="Go on").click()
