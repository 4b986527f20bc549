"""Behind a proxy, on the real server: its word on who calls is heard only when the setting says that it is there."""

from __future__ import annotations

import http.client
from urllib.parse import urlencode

import pytest

from server.accounts.rules import MOST_TRIES_AN_ADDRESS
from tests.live_server import LiveServer


def signs_in_badly(server, caller, n):
    """One wrong password, as a proxy passes it on; returns the status."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("GET", "/sign-in", headers={"X-Forwarded-For": caller})
        page = connection.getresponse()
        cookie = page.getheader("Set-Cookie", "").partition(";")[0]
        token = page.read().decode().partition('name="csrf_token" value="')[2].partition('"')[0]
        body = urlencode({"email": f"nobody{n}@wrenfield.example", "password": "x", "csrf_token": token})
        headers = {"X-Forwarded-For": caller, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/sign-in", body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(("proxies", "status"), [("1", 401), ("0", 429)])
def test_callers_are_told_apart_only_when_the_proxy_is_believed(data_folder, proxies, status):
    with LiveServer(data_folder, LANYARD_PROXIES=proxies) as server:
        for n in range(MOST_TRIES_AN_ADDRESS):
            signs_in_badly(server, "198.51.100.1", n)

        assert signs_in_badly(server, "198.51.100.2", 0) == status
