"""Which addresses a phone may have the server call: push services of known browsers, over https, and nothing inside."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.alerts import resolving
from server.alerts.endpoint_rules import (
    KNOWN_SERVICES,
    EndpointRefused,
    Loopback,
    is_public,
    read_endpoint,
    read_loopback,
)

KNOWN = {
    "https://fcm.googleapis.com/fcm/send/abc:APA91b": "fcm",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA": "mozilla",
    "https://eu.push.services.mozilla.com/wpush/v2/gAAA": "mozilla",
    "https://web.push.apple.com/QGuQyavXutnMH": "apple",
    "https://db5p.notify.windows.com/w/?token=BQYAAA%3d": "windows",
    "https://FCM.googleapis.com:443/fcm/send/abc": "fcm",
}
REFUSED = [
    "http://fcm.googleapis.com/fcm/send/abc",
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "https://169.254.169.254/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://localhost/",
    "http://localhost:5432/",
    "https://fcm.googleapis.com@10.0.0.1/",
    "https://user:pw@fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com:pw@10.0.0.1/",
    "https://fcm.googleapis.com:22/fcm/send/abc",
    "https://fcm.googleapis.com:8080/",
    "https://fcm.googleapis.com:0443/",
    "https://evil.example#.push.apple.com",
    "https://evil.example/#.push.apple.com",
    "https://evil.example?.push.apple.com",
    "https://evil.example\\.push.apple.com/",
    "https://web.push.apple.com\\@evil.example/",
    "https://web.push.apple.com.evil.example/",
    "https://evilpush.apple.com/",
    "https://push.apple.com.evil.example/x",
    "https://fcm.googleapis.com./fcm/send/abc",
    "https://fcm%2egoogleapis.com/fcm",
    "https://fcm。googleapis。com/fcm",
    "https://ｆcm.googleapis.com/fcm",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com/a b",
    "https://fcm.googleapis.com/a\r\nHost: evil.example",
    "https://fcm.googleapis.com/a\n",
    " https://fcm.googleapis.com/a",
    "//fcm.googleapis.com/a",
    "file:///etc/passwd",
    "gopher://fcm.googleapis.com/a",
    "https://jmt17.google.com/fcm/send/abc",
    "https://fcm.googleapis.com/" + "a" * 2_000,
    "",
    None,
    7,
    ["https://fcm.googleapis.com/"],
]


@pytest.mark.parametrize(("endpoint", "service"), KNOWN.items())
def test_the_push_services_of_known_browsers_are_taken(endpoint, service):
    read = read_endpoint(endpoint)

    assert (read.service, read.scheme, read.port, read.is_local) == (service, "https", 443, False)


@pytest.mark.parametrize("endpoint", REFUSED)
def test_an_address_that_is_no_known_push_service_is_refused(endpoint):
    with pytest.raises(EndpointRefused):
        read_endpoint(endpoint)


@given(st.text(max_size=80))
def test_nothing_written_before_or_around_a_host_makes_another_one_known(text):
    for endpoint in (f"https://{text}", f"https://{text}.push.apple.com/x", f"https://fcm.googleapis.com{text}"):
        try:
            read = read_endpoint(endpoint)
        except EndpointRefused:
            continue
        # Whatever was written, the request goes to a host of a known service and the path holds no way out of it.
        assert KNOWN_SERVICES[read.service].fullmatch(read.host)
        assert not set(read.path) & set("#\\\r\n \t")


def test_the_setting_for_tests_takes_this_computer_and_nothing_inside_the_network():
    loopback = Loopback({"jmt17.google.com": 9000})

    assert read_endpoint("http://localhost:8123/wpush/a", loopback).origin == "http://localhost:8123"
    assert read_endpoint("https://jmt17.google.com/fcm/send/a", loopback).origin == "http://localhost:9000"
    for inside in (
        "http://127.0.0.1:8123/",
        "http://10.0.0.1/",
        "http://localhost.evil.example/",
        "https://localhost/",
    ):
        with pytest.raises(EndpointRefused):
            read_endpoint(inside, loopback)


def test_the_setting_for_tests_is_read():
    assert (read_loopback(""), read_loopback("0")) == (None, None)
    assert read_loopback("1") == Loopback({})
    assert read_loopback("1,jmt17.google.com=9000") == Loopback({"jmt17.google.com": 9000})
    for odd in ("yes", "2", "1,jmt17.google.com"):
        with pytest.raises(ValueError):
            read_loopback(odd)


@pytest.mark.parametrize(
    "inside",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
        "2002:7f00:1::", "64:ff9b::a00:1", "64:ff9b::7f00:1", "2001:db8::1", "not an address",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public(inside):
    assert not is_public(inside)


@pytest.mark.parametrize("outside", ["142.250.180.10", "17.57.146.20", "2a00:1450:4009:81f::200a"])
def test_an_address_on_the_open_internet_is(outside):
    assert is_public(outside)


def leads_to(monkeypatch, *addresses):
    """Every name leads to these addresses, the next time to others: `asked` counts."""
    asked = []

    def answer(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(resolving.socket, "getaddrinfo", answer)
    return asked


def test_a_known_name_that_leads_inside_is_refused(monkeypatch):
    leads_to(monkeypatch, "142.250.180.10", "10.0.0.1")

    with pytest.raises(EndpointRefused):
        resolving.checked_addresses("fcm.googleapis.com", 443)


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch):
    asked = leads_to(monkeypatch, "142.250.180.10")
    reached = []

    def connect(address, timeout):
        reached.append((address, len(asked)))
        raise OSError("nobody there")

    monkeypatch.setattr(resolving.socket, "create_connection", connect)
    line = resolving.connection_to(read_endpoint("https://fcm.googleapis.com/fcm/send/abc"))
    with pytest.raises(OSError, match="nobody there"):
        line.request("POST", "/fcm/send/abc")

    assert reached == [(("142.250.180.10", 443), 1)]
    # The certificate and the Host header go by the name.
    assert line.host == "fcm.googleapis.com"
