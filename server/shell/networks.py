"""Which address of this computer a phone on the same Wi-Fi can reach."""

from __future__ import annotations

import socket
from contextlib import suppress
from ipaddress import IPv4Address

import click

# Nothing is sent: choosing the way there names the address this computer would be seen by (RFC 5737).
SOMEWHERE_ELSE = ("198.51.100.1", 9)


def address_of_this_computer(given: str) -> IPv4Address:
    """The address given, or the one that this computer is seen by on its network. Raises ClickException."""
    found = given or _seen_by()
    if not found:
        raise click.ClickException(
            "This computer is on no network. Join the Wi-Fi, or name the address: make phone ADDRESS=192.168.1.20"
        )
    try:
        address = IPv4Address(found)
    except ValueError as error:
        raise click.ClickException(f"{found!r} is no IPv4 address, such as 192.168.1.20.") from error
    if address.is_loopback or address.is_unspecified or address.is_multicast:
        raise click.ClickException(f"No phone can reach {address}. Name this computer's address on the Wi-Fi.")
    if not address.is_private:
        raise click.ClickException(
            f"{address} is an address of the internet. The demo school is for a network of one's own."
        )
    return address


def listening(address: IPv4Address, port: int) -> socket.socket:
    """Take a port of this address and of no other. Raises ClickException."""
    try:
        return socket.create_server((str(address), port))
    except OSError as error:
        raise click.ClickException(
            f"Port {port} of {address} cannot be had ({error.strerror}). "
            f"Another port: make phone PHONE_PORT=9443. Another address: make phone ADDRESS=192.168.1.20"
        ) from error


def _seen_by() -> str:
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(SOMEWHERE_ELSE)
        return str(probe.getsockname()[0])
    return ""
