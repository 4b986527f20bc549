"""WebKit, the iPhone's and iPad's engine, on a screen of its own: a handset that keeps what it kept, kill or no kill.

WebKitGTK is no Safari. What it lacks of an Apple device, a script says before the page's own (`APPLE`, `INSTALLED`):
it has no home-screen mode, so `navigator.standalone` is set in its place, and no touch screen. Storage of a tab and
of the installed app are two profiles here, as they are on Apple's devices.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.file_detector import UselessFileDetector
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.processes import is_killed_at_once, of_the_group, seen_to_their_end

ROOT = Path(__file__).resolve().parents[2]
SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5"
# An iPad calls itself a Mac, and is told apart by its touch screen.
IPAD = f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {SAFARI} Safari/605.1.15"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {SAFARI} Mobile/15E148 Safari/604.1"
IPAD_SIZE, IPHONE_SIZE = "820x1180", "390x844"
APPLE = "Object.defineProperty(Navigator.prototype, 'maxTouchPoints', { value: 5 });"
INSTALLED = "Object.defineProperty(Navigator.prototype, 'standalone', { value: true });"
SCREEN = "1280x1400x24"


class Display:
    """A screen that nobody sees, since WebKitGTK has no headless mode. `with Display() as display:`."""

    name: str

    def __enter__(self) -> Display:
        told, tells = os.pipe()
        command = ["Xvfb", "-displayfd", str(tells), "-screen", "0", SCREEN, "-nolisten", "tcp"]
        self._server = subprocess.Popen(command, pass_fds=[tells], stderr=subprocess.DEVNULL)
        os.close(tells)
        # It writes its number as soon as it is ready, and nothing when it is not.
        with os.fdopen(told) as number:
            self.name = f":{number.readline().strip()}"
        assert self.name != ":", "Xvfb did not start."
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait()


class WebKitHandset:
    """A WebKit browser with a profile of its own on disk. `script` runs in each page before the page's own."""

    def __init__(self, display: Display, profile: Path, *, user_agent: str, size: str, script: str) -> None:
        self._display = display
        self._log = profile.with_name(f"{profile.name}.log")
        self._words = ["--profile", str(profile), "--user-agent", user_agent, "--size", size, "--script", script]
        self.window = ""
        self._service: Service | None = None
        self._driver: WebDriver | None = None

    def opens(self) -> WebDriver:
        """Start the browser on its profile."""
        options = Options()
        options.binary_location = str(Path(__file__).with_name("webkit_browser.py"))
        for word in self._words:
            options.add_argument(word)
        self._service = Service(
            env={**os.environ, "DISPLAY": self._display.name, "NO_AT_BRIDGE": "1"},
            log_output=str(self._log),
            popen_kw={"start_new_session": True},
        )
        self._service.start()
        # Not selenium's own WebKitGTK class, which warns of itself.
        connection = RemoteConnection(client_config=ClientConfig(remote_server_addr=self._service.service_url))
        # The driver is on this machine, and has no word for taking a file from another.
        self._driver = WebDriver(command_executor=connection, options=options, file_detector=UselessFileDetector())
        return self._driver

    def turns_to(self, window: str) -> None:
        """Look at one of its tabs."""
        assert self._driver is not None, "The browser is not open."
        if self.window != window:
            self._driver.switch_to.window(window)
            self.window = window

    @property
    def is_open(self) -> bool:
        """Whether the browser runs."""
        return self._driver is not None

    def closes(self) -> None:
        """Close the browser in good order. Does nothing when it is not open."""
        with seen_to_their_end(of_the_group(self._service.process.pid) if self._service else ()):
            if self._driver is not None:
                self._driver.quit()
                self._driver = None
            if self._service is not None:
                self._service.stop()
                self._service = None

    def is_killed(self) -> None:
        """End the browser, its driver and every process of theirs at once (SIGKILL)."""
        assert self._service is not None, "The browser is not open."
        driver = self._service.process
        is_killed_at_once(of_the_group(driver.pid))
        driver.wait()
        self._driver = self._service = None
