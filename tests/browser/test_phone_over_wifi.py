"""A real phone on the same Wi-Fi, as near as a machine without one comes: `make phone`, opened from another machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Error, Playwright
from zxingcpp import read_barcodes

from server.config import ROOT
from server.shell import networks
from tests.browser.phone import AT_SCHOOL, GRAZED_KNEE, WAITING, Phone
from tests.browser.wifi import Network, SchoolOnTheWifi, another_machine, phone_elsewhere

# Upper half, lower half: whether each is light.
_HALVES = {" ": (0, 0), "▀": (255, 0), "▄": (0, 255), "█": (255, 255)}
_PIXELS = 6


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    """Another machine beside this one."""
    with another_machine(str(networks.address_of_this_computer(""))) as network:
        yield network


@pytest.fixture
def school_on_wifi(data_folder: Path, network: Network) -> Iterator[SchoolOnTheWifi]:
    """The demo school as `make phone` serves it."""
    with SchoolOnTheWifi(data_folder, network) as school:
        yield school


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path, network: Network, school_on_wifi: SchoolOnTheWifi) -> Iterator[Phone]:
    """A phone on the other machine that trusts nothing yet."""
    phone = phone_elsewhere(playwright, tmp_path / "elsewhere", network, school_on_wifi)
    yield phone
    phone.closes()
    assert phone.complaints == []


def qr_codes_in(said: str) -> list[str]:
    """What a camera reads off a terminal's window, from the top."""
    lines = [line for line in said.splitlines() if set(line) <= set(_HALVES) and len(line) > 20]
    width = max(len(line) for line in lines)
    picture = Image.new("L", (width, len(lines) * 2), 0)
    for at, line in enumerate(lines):
        for column, letter in enumerate(line):
            for half in range(2):
                picture.putpixel((column, at * 2 + half), _HALVES[letter][half])
    scaled = picture.resize((picture.width * _PIXELS, picture.height * _PIXELS), Image.Resampling.NEAREST)
    found = read_barcodes(scaled)
    return [one.text for one in sorted(found, key=lambda one: one.position.top_left.y)]


def takes_the_certificate(phone: Phone, page_url: str, folder: Path) -> Path:
    """Open the plain page and download what Android installs."""
    phone.page.goto(page_url)
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="Download the certificate", exact=True).click()
    download.value.save_as(folder / download.value.suggested_filename)
    return folder / download.value.suggested_filename


def refused(phone: Phone, url: str) -> str:
    """How the browser refuses to open an address, in a tab of its own: a refusal is a page, and takes its time."""
    tab = phone.context.new_page()
    with pytest.raises(Error) as told:
        tab.goto(url)
    tab.close()
    return told.value.message


def test_a_phone_on_the_same_wifi_files_out_of_reach_and_delivers(
    phone: Phone,
    school_on_wifi: SchoolOnTheWifi,
    network: Network,
    tmp_path: Path,
    tells: Callable[[str], None],
) -> None:
    school = school_on_wifi
    page_url, app_url = qr_codes_in(school.said)
    assert page_url == school.page_url
    assert "ERR_CERT_AUTHORITY_INVALID" in refused(phone, app_url)

    certificate = takes_the_certificate(phone, page_url, tmp_path)
    # Over plain http one of the headers means nothing, and Chromium says so.
    phone.complaints.clear()
    phone.closes()
    phone.handset.trusts(certificate)
    phone.starts_the_browser()

    address, code = app_url.removeprefix(school.url).split("#/setup/")
    phone.keeps_the_app(through=address)
    phone.is_set_up_with(code)
    phone.is_headed("Today: Castle visit, 32 pupils")

    is_in_reach(network, school, tells, is_in=False)
    phone.reloads()
    phone.reports_a_grazed_knee()
    phone.says(WAITING)
    phone.counts_in_its_outbox(1)
    is_in_reach(network, school, tells, is_in=True)
    phone.goes_to("Outbox")
    phone.says(AT_SCHOOL)
    school.has_exactly_once(GRAZED_KNEE)
    school.proves_its_audit_log()

    phone.closes()
    phone.handset.trusts_nothing_more()
    phone.starts_the_browser()
    assert "ERR_CERT_AUTHORITY_INVALID" in refused(phone, f"{school.url}/office")


def is_in_reach(network: Network, school: SchoolOnTheWifi, tells: Callable[[str], None], *, is_in: bool) -> None:
    """Walk out of the Wi-Fi, or back; where there is no second machine the server goes and comes instead."""
    if network.name:
        network.is_out_of_reach(is_out=not is_in)
    elif is_in:
        school.start()
    else:
        tells(f"make phone: tried from this machine's own address, as no other could be made here: {network.why}")
        school.kill()


def test_make_phone_is_that_command_with_https_and_a_folder_of_its_own(tmp_path: Path) -> None:
    """`-o build`: what is built is built. An address that no phone can reach is refused before anything is made."""
    folder = tmp_path / "own"
    given = {**os.environ, "LANYARD_DATA": str(folder), "LANYARD_KEYS": str(tmp_path / "a school's")}
    words = ["make", "-o", "build", "phone", "ADDRESS=127.0.0.1"]
    done = subprocess.run(words, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert "No phone can reach 127.0.0.1" in done.stderr
    assert (folder / "keys").is_dir()
    assert not (tmp_path / "a school's").exists()
