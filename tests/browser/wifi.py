"""Two machines on one network, as far as this one can be two: two network namespaces joined by a cable.

A namespace has an own loopback and own addresses, so that nothing in one reaches the other but by the cable; nor does
this machine see a network come or go, of which every browser on it would take notice. The browser is one whose person
trusts what they put into their own store of certificates (NSS, by certutil).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright

from tests.browser import chromium
from tests.browser.chromium import Handset
from tests.browser.phone import Phone
from tests.browser.school import School
from tests.forked import begin_flask
from tests.live_server import answers

# Of the range for measuring networks (RFC 2544): nobody's Wi-Fi. One pair for each process that tests.
_NETWORK = os.getpid() % 16_000 * 4
HERE, THERE = (f"198.{18 + _NETWORK // 65_536}.{_NETWORK // 256 % 256}.{_NETWORK % 256 + last}" for last in (1, 2))

WIFI = "wifi"


@dataclass(frozen=True)
class Network:
    """`address` is the school's on it. `name` is the namespace of the other machine and `schools` that of the school's;
    both "" where none could be made, for `why`.
    """

    address: str
    name: str
    schools: str = ""
    why: str = ""

    def is_out_of_reach(self, *, is_out: bool = True) -> None:
        """Take the school's end of the cable out, or put it in again."""
        _ip("-n", self.schools, "link", "set", WIFI, "down" if is_out else "up")


@contextmanager
def another_machine(fallback: str) -> Iterator[Network]:
    """A network with two machines on it; `fallback`, this machine's own address, where none can be made."""
    network = Network(HERE, f"lanyard-{os.getpid()}-phone", f"lanyard-{os.getpid()}-school")
    try:
        _ip("netns", "add", network.name)
    except (OSError, subprocess.CalledProcessError) as error:
        yield Network(fallback, "", why=str(getattr(error, "stderr", "") or error).strip())
        return
    try:
        _ip("netns", "add", network.schools)
        _ip("-n", network.schools, "link", "add", WIFI, "type", "veth", "peer", "name", WIFI, "netns", network.name)
        for namespace, address in ((network.schools, HERE), (network.name, THERE)):
            # An address of its own making would come late, and be a change of the network.
            _ip("-n", namespace, "link", "set", WIFI, "addrgenmode", "none")
            _ip("-n", namespace, "address", "add", f"{address}/30", "dev", WIFI)
            for link in ("lo", WIFI):
                _ip("-n", namespace, "link", "set", link, "up")
        yield network
    finally:
        # The cable goes with its ends.
        for namespace in (network.name, network.schools):
            subprocess.run(["ip", "netns", "delete", namespace], check=False, capture_output=True)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


class SchoolOnTheWifi(School):
    """`make phone` without make: the demo school at an address of the network, with HTTPS."""

    def __init__(self, folder: Path, network: Network) -> None:
        super().__init__(folder, LANYARD_HTTPS="1")
        self.address, self.network, self.page_port = network.address, network.schools, self.port + 1
        self.url, self.page_url = f"https://{self.address}:{self.port}", f"http://{self.address}:{self.page_port}/trial"

    def start(self) -> SchoolOnTheWifi:
        """Start it and wait until it has said everything."""
        words = ("serve-phones", "--address", self.address, "--port", str(self.port))
        self._process = begin_flask(words, self._environment, self.log, self.log, self.network)
        self._wait_until_it_answers(self._process)
        return self

    def _is_up(self) -> bool:
        # In a network of its own nobody here can ask it.
        is_there = bool(self.network) or answers(self.page_port, self.address)
        return is_there and "Ctrl+C stops the school." in self.said

    @property
    def said(self) -> str:
        """What it printed."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""


class HandsetElsewhere(Handset):
    """A browser on the other machine, in a home of its own."""

    def __init__(self, playwright: Playwright, folder: Path, network: Network) -> None:
        self.home = folder / "home"
        self._store = self.home / ".pki" / "nssdb"
        self._store.mkdir(parents=True)
        _certutil(self._store, "-N", "--empty-password")
        reachable = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {network.address}"
        environment = {**os.environ, "HOME": str(self.home)}
        super().__init__(playwright, folder / "profile", switches=(reachable,), env=environment)
        if network.name:
            self._program = str(_run_in(network.name, folder / "chromium-elsewhere"))

    def trusts(self, certificate: Path) -> None:
        """Do what a person does in the settings: trust this authority for web sites."""
        _certutil(self._store, "-A", "-n", "Lanyard trial", "-t", "C,,", "-i", str(certificate))

    def trusts_nothing_more(self) -> None:
        """Take it off again."""
        _certutil(self._store, "-D", "-n", "Lanyard trial")


def _run_in(namespace: str, script: Path) -> Path:
    script.write_text(f'#!/bin/sh\nexec ip netns exec {namespace} "{chromium.path()}" "$@"\n', encoding="utf-8")
    script.chmod(0o700)
    return script


def _certutil(store: Path, *words: str) -> None:
    assert shutil.which("certutil"), "Trusting a certificate needs certutil: sudo apt-get install libnss3-tools"
    subprocess.run(["certutil", "-d", f"sql:{store}", *words], check=True, capture_output=True)


def phone_elsewhere(playwright: Playwright, folder: Path, network: Network, school: SchoolOnTheWifi) -> Phone:
    """A phone that was never opened, on the other machine, its browser open."""
    phone = Phone(HandsetElsewhere(playwright, folder, network), school.url)
    phone.starts_the_browser()
    return phone
