"""Which addresses an alert may be sent to: the push services of the known browsers and nothing else. Pure.

A phone names the address, and the server calls it: without a list, a stolen phone cookie could have the school's own
network called from within. The grammar is narrower than a URL's on purpose, so that no second reader of the address
can find another host in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

LONGEST_ENDPOINT = 2_000
HTTPS_PORT = 443
# Chromium and Android, Firefox, Safari and iOS, Edge: a service and the hosts that are its own.
KNOWN_SERVICES = {
    "fcm": re.compile(r"fcm\.googleapis\.com"),
    "mozilla": re.compile(r"updates\.push\.services\.mozilla\.com|(?:[a-z0-9-]+\.)+push\.services\.mozilla\.com"),
    "apple": re.compile(r"(?:[a-z0-9-]+\.)+push\.apple\.com"),
    "windows": re.compile(r"(?:[a-z0-9-]+\.)+notify\.windows\.com"),
}
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# Printable ASCII but no "#" (its rest never reaches the service) and no "\" (some readers take it for "/").
_ENDPOINT = re.compile(
    rf"(?P<scheme>https?)://(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[1-9][0-9]{{0,4}}))?"
    r"(?P<path>/[!\"$-\[\]-~]*)",
    re.IGNORECASE,
)


class EndpointRefused(ValueError):
    """An address that no alert is sent to. Its words hold nothing of the address."""


@dataclass(frozen=True)
class Loopback:
    """Development and tests only: http://localhost is taken too, and some hosts are called at a local port instead."""

    instead_of: Mapping[str, int]


@dataclass(frozen=True)
class Endpoint:
    """Where a push goes. `service` is who runs it: what hangs there holds up nobody else's."""

    scheme: str
    host: str
    port: int
    path: str
    service: str

    @property
    def is_local(self) -> bool:
        """Whether it is on this computer, which only the setting for tests allows."""
        return self.scheme == "http"

    @property
    def origin(self) -> str:
        """The origin as a push service is addressed in a token: RFC 8292 section 2, the port where it is not usual."""
        usual = HTTPS_PORT if self.scheme == "https" else 80
        return f"{self.scheme}://{self.host}{'' if self.port == usual else f':{self.port}'}"


def read_endpoint(given: object, loopback: Loopback | None = None) -> Endpoint:
    """Read the address of a push subscription (RFC 8030 section 5). Raises EndpointRefused."""
    if not isinstance(given, str) or len(given) > LONGEST_ENDPOINT:
        raise EndpointRefused("The address is no text, or too long.")
    found = _ENDPOINT.fullmatch(given)
    if found is None:
        raise EndpointRefused("The address is not https://host/path, in plain letters.")
    scheme, host = found["scheme"].lower(), found["host"].lower()
    port = int(found["port"] or (HTTPS_PORT if scheme == "https" else 80))
    if loopback and _is_tests_own(scheme, host, loopback):
        return _at_home(host, port, found["path"], loopback)
    if scheme != "https" or port != HTTPS_PORT:
        raise EndpointRefused("Only https on its usual port.")
    return Endpoint(scheme, host, port, found["path"], _service_of(host))


def _is_tests_own(scheme: str, host: str, loopback: Loopback) -> bool:
    return (scheme == "http" and host == "localhost") or (scheme == "https" and host in loopback.instead_of)


def _at_home(host: str, port: int, path: str, loopback: Loopback) -> Endpoint:
    port = loopback.instead_of.get(host, port)
    return Endpoint("http", "localhost", port, path, f"localhost:{port}")


def _service_of(host: str) -> str:
    for service, hosts in KNOWN_SERVICES.items():
        if hosts.fullmatch(host):
            return service
    raise EndpointRefused("That is none of the push services that browsers use.")


def read_loopback(given: str) -> Loopback | None:
    """Read the setting: "" or "0" is off, "1" is on, "1,host=port" has that host called at a local port instead.

    Raises ValueError for anything else.
    """
    if given in {"", "0"}:
        return None
    first, *rest = given.split(",")
    if first != "1":
        raise ValueError("It begins with 1.")
    pairs = [part.partition("=") for part in rest]
    return Loopback({host: int(port) for host, _, port in pairs})


def is_public(address: str) -> bool:
    """Whether an address that a name led to is on the open internet, also when it is written as another kind's."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in (read, *_inside(read)))


def _inside(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The IPv4 addresses that an IPv6 address stands for: mapped, 6to4, Teredo and NAT64 (RFC 6052)."""
    if isinstance(address, IPv4Address):
        return []
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if int(address) >> 32 == int(IPv6Address("64:ff9b::")) >> 32:
        inside.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in inside if one is not None]
