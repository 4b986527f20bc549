"""What a person does on a school phone, in words that hold for a finger, for WebKit and for the keyboard alone.

Each phone brings the small words; what is made of them is here, once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from server.shell.demo_school import PASSWORD
from tests.cast import address_of

WAITING = "Saved on this phone, not sent yet"
AT_SCHOOL = "The school has it"
PATIENCE_MS = 10_000
# A PIN is stretched so that a try takes long; on a machine that does more besides, much longer.
STRETCHING_MS = 60_000
GRAZED_KNEE = "Grazed knee on the gravel by the moat, cleaned and plastered."


PIN = "274913"
# Their names, and those of the places that Chromium keeps apart.
DATABASES = """async () => {
  const databases = (await indexedDB.databases()).map(({ name }) => name);
  return [...databases, ...((await navigator.storageBuckets?.keys()) ?? [])];
}"""
# Looks at each frame, since the form draws what became of it; false once the time is over.
UNTIL_KEPT = """async ([text, withinMs, field]) => {
  const end = performance.now() + withinMs;
  const isKept = () => {
    const form = document.querySelector("form[data-kept='yes']");
    return form?.querySelector(`#${field}`)?.value === text;
  };
  while (!isKept() && performance.now() < end) await new Promise(resolve => requestAnimationFrame(resolve));
  return isKept();
}"""


class PhoneWords(ABC):
    """A phone app in somebody's hand. `url` is where the school's server is, or a proxy before it."""

    url: str
    taps: int

    @abstractmethod
    def opens_the_app(self, *, through: str = "/app") -> None:
        """Open the browser and in it the app, and wait until the app is kept on the phone."""

    @abstractmethod
    def starts_the_browser(self) -> None:
        """Open the browser, with nothing in it yet."""

    @abstractmethod
    def keeps_the_app(self, *, through: str = "/app") -> None:
        """Open the app in the browser that is open, and wait until the app is kept on the phone."""

    @abstractmethod
    def moves_to(self, url: str) -> None:
        """Be a phone that was never opened, of another school: another origin, no cookies, one empty tab."""

    @abstractmethod
    def opens_again(self) -> None:
        """Open the browser after it was killed or closed, and in it the app."""

    @abstractmethod
    def closes(self) -> None:
        """Close the browser in good order. Does nothing when it is not open."""

    @abstractmethod
    def is_killed(self) -> None:
        """Lose the browser in the middle of whatever it does."""

    @abstractmethod
    def reloads(self) -> None:
        """Load the app afresh."""

    @abstractmethod
    def opens_another_tab(self) -> PhoneWords:
        """The same phone, seen through a second tab."""

    @abstractmethod
    def comes_to_the_front(self) -> None:
        """Be the tab that somebody looks at."""

    @abstractmethod
    def closes_other_tabs(self) -> None:
        """Close every tab but this one."""

    @abstractmethod
    def complained_of_nothing(self) -> None:
        """Assert that the console was silent since this was asked last, where the engine tells."""

    @abstractmethod
    def goes_to_the_app(self, address: str = "/app") -> None:
        """Open the app in the browser that is open, and wait until it has read what it keeps."""

    @abstractmethod
    def goes_to(self, screen: str) -> None:
        """Go to a screen named at the foot: Today or Outbox."""

    @abstractmethod
    def goes_to_set_up(self) -> None:
        """Go to the set-up screen by the link at the foot."""

    @abstractmethod
    def taps_link(self, name: str) -> None:
        """Tap the first link of this name."""

    @abstractmethod
    def taps_button(self, name: str) -> None:
        """Tap the button of this name."""

    @abstractmethod
    def taps_chip(self, name: str) -> None:
        """Tap one of a form's chips."""

    @abstractmethod
    def fills(self, label: str, text: str) -> None:
        """Write this, and nothing else, into the field of this label."""

    @abstractmethod
    def is_headed(self, words: str) -> None:
        """See these words in the screen's heading."""

    @abstractmethod
    def says(self, words: str, *, within_ms: float | None = None) -> None:
        """See these words on the screen."""

    @abstractmethod
    def says_nothing_of(self, words: str) -> None:
        """See these words nowhere on the screen."""

    @abstractmethod
    def counts_in_its_outbox(self, number: int) -> None:
        """See the number beside "Outbox" at the foot; none stands there for 0."""

    @abstractmethod
    def lists_at_school(self, number: int) -> None:
        """Go to the outbox and see this many items that the school has, and none waiting."""

    @abstractmethod
    def chooses_a_file(self, part: str, file: Path) -> None:
        """Hand a file to this input, as the handset's own camera does."""

    @abstractmethod
    def asks(self, script: str, argument: Any = None) -> Any:
        """What a function of script answers in the page, awaited; for looking below the surface."""

    def is_set_up_with(self, code: str, *, trip: str = "Castle visit") -> None:
        """Type a set-up code that works, go back to today and see the trip there."""
        self.types_code(code)
        self.is_headed(" is ready")
        self.taps_link("Go to today")
        self.is_headed(f"Today: {trip}")

    def types_code(self, code: str) -> None:
        """Type a set-up code and send it off."""
        self.goes_to_set_up()
        self.fills("Set-up code", code)
        self.taps_button("Set up this phone")

    def signs_in_as(self, role: str) -> None:
        """Say who uses the phone now: the demo school's person in this role."""
        self.tries_to_sign_in(role, PASSWORD)
        self.is_headed("Choose your PIN")
        self.taps_link("Not now")
        self.is_headed("Today")

    def chooses_a_pin_as(self, role: str, pin: str = PIN) -> None:
        """Sign in once and choose a PIN for this phone, which it then is open with."""
        self.tries_to_sign_in(role, PASSWORD)
        self.is_headed("Choose your PIN")
        self.keeps_as_a_pin(pin)
        self.says("Using this phone", within_ms=STRETCHING_MS)
        self.is_headed("Today")

    def keeps_as_a_pin(self, pin: str) -> None:
        """Give these six figures, twice, where the phone asks for a PIN."""
        self.fills("PIN", pin)
        self.fills("The same again", pin)
        self.taps_button("Keep this PIN")

    def has_a_line_again(self) -> None:
        """Tell the app that the line is back: it asks the school, whatever screen it then goes to."""
        self.asks("() => { dispatchEvent(new Event('online')); }")

    def tries_to_unlock_as(self, name: str, pin: str = PIN) -> None:
        """Tap a name and give a PIN."""
        self.goes_to_the_app("/app#/")
        self.goes_to_the_app("/app#/unlock")
        self.taps_button(name)
        self.is_headed(name)
        self.fills("Your PIN", pin)
        self.taps_button("Open")

    def unlocks_as(self, name: str, pin: str = PIN) -> None:
        """Take the phone with a PIN chosen before."""
        self.tries_to_unlock_as(name, pin)
        self.says("Using this phone", within_ms=STRETCHING_MS)
        self.is_headed("Today")

    def locks(self) -> None:
        """Lock it, as whoever lays it down should."""
        self.taps_button("Lock")
        self.says("Locked.")

    def signs_in_on_ones_own_as(self, role: str) -> None:
        """Say that this is one's own phone, and sign in on it."""
        self.goes_to_the_app("/app#/sign-in/own")
        self.is_headed("Sign in on your own phone")
        self.fills("E-mail", address_of(role))
        self.fills("Password", PASSWORD)
        self.taps_button("Sign in")
        self.is_headed("Today")
        self.says("Your own phone.")

    def tries_to_sign_in(self, role: str, password: str) -> None:
        """Fill in the sign-in screen and send it off."""
        self.goes_to_the_app("/app#/sign-in")
        self.fills("E-mail", address_of(role))
        self.fills("Password", password)
        self.taps_button("Sign in")

    def begins_a_report(self, text: str) -> None:
        """Tap for a report, say it is an injury, and write."""
        self.taps_link("Report an incident")
        self.taps_chip("Injury")
        self.fills("What happened?", text)

    def waits_until_kept(self, text: str, field: str = "what_happened") -> None:
        """Wait until what is on the form, this text, lies on the phone; sealed, so that nobody can look."""
        assert self.asks(UNTIL_KEPT, [text, PATIENCE_MS, field]), f"The form was never kept with: {text}"

    def keeps_a_share(self) -> bool:
        """Whether there is still a place for what opens the phone without the school."""
        return "unlock" in self.asks(DATABASES)

    def reports_a_grazed_knee(self, text: str = GRAZED_KNEE) -> None:
        """Report a small injury in one sentence, and see that the phone has it."""
        self.begins_a_report(text)
        self.taps_button("Save report")
        self.is_headed("Report saved")
