"""Every screen of the phone in every window: nothing cut off, nothing too small for a glove, nothing under a bar."""

from __future__ import annotations

import pytest

from tests.browser.phone import Phone
from tests.browser.walks import Walk, faults_in_every_window


def test_every_screen_fits_every_window(walked_phone: Walk) -> None:
    assert len(walked_phone.sizes) >= 25
    assert {name: found for name, found in walked_phone.sizes.items() if found} == {}


TOO_WIDE = "main.append(Object.assign(new Image(), { width: 2000 }))"
TOO_SMALL = "sign_in.className = ''"
TOO_NEAR = "dock.append(sign_in.cloneNode(true))"
TOO_HIGH = "dock.firstElementChild.append('Long '.repeat(120))"
COVERED = "document.styleSheets[0].insertRule('html { scroll-padding: 0 !important }', 0)"


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        (TOO_WIDE, "off the side"),
        (TOO_SMALL, '"Sign in"'),
        (TOO_NEAR, "0 px between"),
        (TOO_HIGH, "the bars take"),
        (COVERED, "covered"),
    ],
)
def test_the_measure_finds_what_is_planted(phone: Phone, planted: str, fault: str) -> None:
    parts = "const [main, dock, sign_in] = ['main', '.dock', '.who a'].map(found => document.querySelector(found));"
    phone.asks(f"() => {{ {parts} {planted}; }}")
    found = faults_in_every_window(phone.page)
    assert any(fault in line for lines in found.values() for line in lines), found
