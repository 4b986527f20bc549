"""The real Caddy in front of the real server, by deploy/Caddyfile; and the units, read by systemd's own checker."""

from __future__ import annotations

import http.client
import ssl
import subprocess
import time
from contextlib import suppress

import pytest

from server.config import ROOT
from tests.cast import CLIENT
from tests.deployed import CODE, DEPLOY, Server
from tests.live_server import free_port

NAME = "lanyard.your-school.example"
ANSWERS_WITHIN_SECONDS = 30.0
ASK_AGAIN_SECONDS = 0.05


def caddy(*words, **more):
    found = subprocess.run(["tools/deployed.sh", "--path"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [found.stdout.strip(), *words]


def test_systemd_finds_no_fault_in_the_units(tmp_path):
    for unit in sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]):
        (tmp_path / unit.name).write_text(unit.read_text().replace(CODE, str(ROOT)))
    units = [str(file) for file in sorted(tmp_path.iterdir())]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)

    ours = [line for line in done.stderr.splitlines() if "lanyard" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("name", ["lanyard.service", "lanyard-doctor.service"])
def test_the_units_are_shut_off_from_what_they_do_not_need(tmp_path, name):
    (tmp_path / name).write_text((DEPLOY / name).read_text().replace(CODE, str(ROOT)))
    # Of 100, which is everything open; systemd calls up to 40 "ok".
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=40", "--no-pager", str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-200:]


def test_caddy_takes_the_file_as_it_comes(tmp_path):
    command = caddy("validate", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile")
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"HOME": str(tmp_path)})

    assert done.returncode == 0, done.stderr


@pytest.fixture
def https(tmp_path):
    """`https("GET", "/app")` asks Lanyard through Caddy, as a phone does; `.port` is Caddy's."""
    server, port = Server(tmp_path), free_port()
    given = (DEPLOY / "Caddyfile").read_text()
    file = given.replace(f"{NAME} {{", f"https://localhost:{port} {{\n\ttls internal").replace(
        "127.0.0.1:8000", f"127.0.0.1:{server.port}"
    )
    # No port of its own beside: not for its settings, not for redirects.
    options = "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n"
    (tmp_path / "Caddyfile").write_text(options + file)
    command = caddy("run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile")
    places = {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "caddy"),
        "XDG_CONFIG_HOME": str(tmp_path / "caddy"),
    }
    with server.runs(), open(tmp_path / "caddy.log", "wb") as log:
        process = subprocess.Popen(command, env=places, stdout=log, stderr=log)
        try:
            yield Asked(process, port, tmp_path / "caddy" / "caddy" / "pki" / "authorities" / "local" / "root.crt")
        finally:
            process.terminate()
            process.wait(15)


class Asked:
    """A phone that trusts Caddy's own authority."""

    def __init__(self, process, port, authority):
        self.port = port
        until = time.monotonic() + ANSWERS_WITHIN_SECONDS
        while True:
            try:
                self.trusted = ssl.create_default_context(cafile=str(authority))
                self("GET", "/sign-in")
                return
            except OSError:
                assert time.monotonic() < until, "Caddy does not answer."
                # One that ended is not waited for.
                with suppress(subprocess.TimeoutExpired):
                    raise AssertionError(f"Caddy ended with {process.wait(ASK_AGAIN_SECONDS)}.")

    def __call__(self, method, path, body=b"", **headers):
        line = http.client.HTTPSConnection("localhost", self.port, context=self.trusted, timeout=30)
        line.request(method, path, body, headers)
        answer = line.getresponse()
        answer.content = answer.read()
        line.close()
        return answer


def test_the_office_is_served_over_https_with_cookies_that_only_https_carries(https):
    page = https("GET", "/sign-in")

    assert page.status == 200
    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert all("Secure" in cookie for cookie in page.headers.get_all("Set-Cookie"))


def test_a_phone_is_let_in_under_the_schools_own_name_and_a_stranger_is_not(https):
    headers = {**CLIENT, "Content-Type": "application/json"}
    own = https("POST", "/api/outbox/manifest", b"{}", Origin=f"https://localhost:{https.port}", **headers)
    foreign = https("POST", "/api/outbox/manifest", b"{}", Origin="https://elsewhere.example", **headers)

    # Nobody has set this phone up; that it says so shows that its address was taken for the school's own.
    assert (own.status, foreign.status) == (401, 403)


def test_what_is_larger_than_anything_of_lanyards_is_refused_as_too_large(https):
    assert https("POST", "/sign-in", b"x" * 11_000_000).status == 413
