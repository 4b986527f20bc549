"""From the name of a push service to a connection: every address that it leads to must be on the open internet.

The address that was checked is the one connected to. Asking for it a second time could be answered otherwise.
"""

from __future__ import annotations

import socket
import ssl
from functools import cache
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

from server.alerts.endpoint_rules import Endpoint, EndpointRefused, is_public

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
MOST_ADDRESSES_TRIED = 3
LOCAL = "127.0.0.1"


def checked_addresses(host: str, port: int) -> list[str]:
    """The addresses of a push service. Raises EndpointRefused when one of them is not public, OSError without any."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(map(is_public, found)):
        raise EndpointRefused("Its name leads to an address that is not on the open internet.")
    return list(dict.fromkeys(found))


def _connected(addresses: list[str], port: int) -> socket.socket:
    failure = OSError("It has no address.")
    for address in addresses[:MOST_ADDRESSES_TRIED]:
        try:
            line = socket.create_connection((address, port), timeout=CONNECT_SECONDS)
        except OSError as error:
            failure = error
        else:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return line
    raise failure


class _Pinned(HTTPSConnection):
    """HTTPS to an address that was checked; the name stays what the certificate is held against."""

    def _new_conn(self) -> socket.socket:
        return _connected(checked_addresses(self.host, self.port or 443), self.port or 443)


class _Local(HTTPConnection):
    """Plain HTTP to this computer, for tests."""

    def _new_conn(self) -> socket.socket:
        return _connected([LOCAL], self.port or 80)


def connection_to(endpoint: Endpoint) -> HTTPConnection:
    """A connection that follows no redirect and tries nothing twice. It is made with the first request."""
    if endpoint.is_local:
        return _Local(endpoint.host, endpoint.port, timeout=ANSWER_SECONDS)
    return _Pinned(endpoint.host, endpoint.port, timeout=ANSWER_SECONDS, ssl_context=_trusted())


@cache
def _trusted() -> Any:
    return ssl.create_default_context()
