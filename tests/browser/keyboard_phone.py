"""A phone, or an iPad with a keyboard before it, that nobody touches."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.keyboard import Keyboard
from tests.browser.phone import Phone
from tests.cast import address_of


class KeyboardPhone(Phone):
    """The phone app by the keyboard alone. After each press somebody has the focus: nobody starts again at the top."""

    has_pressed = False

    @property
    def keyboard(self) -> Keyboard:
        """The keyboard at the page as it is now."""
        return Keyboard(self.page)

    def goes_to_the_app(self, address: str = "/app") -> None:
        """Open the app by its address, which is typed as well."""
        super().goes_to_the_app(address)
        self.has_pressed = False

    def is_headed(self, words: str) -> None:
        """See these words in the heading, and the focus somewhere on the page."""
        super().is_headed(words)
        self.holds_the_focus()

    def holds_the_focus(self) -> None:
        """See that the last press left the focus on something."""
        if self.has_pressed:
            expect(self.page.locator(":focus")).to_have_count(1)

    def taps_link(self, name: str) -> None:
        """Follow the first link of this name that Tab comes to."""
        self.presses(self.page.get_by_role("link", name=name))

    def taps_button(self, name: str) -> None:
        """Press the button of this name."""
        self.presses(self.page.get_by_role("button", name=name, exact=True))

    def turns(self, switch: str) -> None:
        """Turn a switch with the space bar."""
        self.presses(self.page.get_by_role("switch", name=switch), "Space")

    def taps_chip(self, name: str) -> None:
        """Choose one of a form's chips by the arrows."""
        self.keyboard.chooses(self.page.get_by_role("radio", name=name, exact=True))

    def goes_to(self, screen: str) -> None:
        """Go to a screen named at the foot."""
        self.presses(self.page.get_by_role("navigation", name="Screens").get_by_role("link", name=screen))

    def goes_to_set_up(self) -> None:
        """Go to the set-up screen by the link at the foot, which is nearer backwards."""
        self.presses(self.page.get_by_role("contentinfo").get_by_role("link", name="Set up"), by="Shift+Tab")

    def fills(self, label: str, text: str) -> None:
        """Write this into the field of this label."""
        self.keyboard.goes_to(self.field(label))
        self.keyboard.writes(text)

    def tries_to_sign_in(self, role: str, password: str) -> None:
        """Follow the link to the sign-in screen, fill it in, and send it off from the last field."""
        self.taps_link("Sign in")
        self.is_headed("Who is using this phone?")
        self.fills("E-mail", address_of(role))
        self.fills("Password", password)
        self.keyboard.presses("Enter")

    def presses(self, wanted: Locator, key: str = "Enter", *, by: str = "Tab") -> None:
        """Go to one of these and press the key."""
        self.taps += 1
        self.keyboard.goes_to(wanted, by=by)
        self.keyboard.presses(key)
        self.has_pressed = True
