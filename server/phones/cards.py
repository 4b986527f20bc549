"""A set-up code as a card: the code in two groups, the address, and a QR code that leads to both."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import current_app, request
from markupsafe import Markup

from server.accounts.one_time_codes import shown_code
from server.phones import rules
from server.phones.models import Phone


@dataclass(frozen=True)
class Card:
    """What is on one card. The code is here and nowhere else: the school keeps its digest only."""

    phone: Phone
    code: str
    address: str
    picture: Markup


def card(phone: Phone, code: str) -> Card:
    """A card for a phone. The code comes after the address's #, so that it reaches no server's log."""
    address = f"{school_address()}/app"
    return Card(phone, shown_code(code), address, qr_code(f"{address}#/setup/{code}"))


def qr_code(text: str) -> Markup:
    """A QR code as SVG: black on white in every theme, with the quiet edge that cameras need."""
    drawn = segno.make(text, error="m", micro=False)
    svg = drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704 - drawn by segno; no letter of the text is in it


def school_address() -> str:
    """Where this page was asked for, as a phone would type it."""
    scheme = "https" if current_app.config["HTTPS"] else request.scheme
    return f"{scheme}://{request.host}"


def address_trouble() -> str | None:
    """Why a school phone could not use this address, as in rules.address_trouble."""
    scheme, _, host = school_address().partition("://")
    hostname = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return rules.address_trouble(scheme, hostname.strip("[]"))
