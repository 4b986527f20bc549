"""`flask serve-phones` without a phone: what it refuses, what the authority may vouch for, what plain http gives."""

from __future__ import annotations

import plistlib
import socket
import stat
from contextlib import closing
from datetime import timedelta
from ipaddress import IPv4Address

import click
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from server.accounts.models import School, Staff
from server.foundation import clock
from server.shell import demo_school, local_authority, networks, trial_pages
from server.shell.local_authority import LIFE, trust_for
from server.shell.trial_pages import Trial
from tests.cast import PASSWORD, address_of

HERE, NEXT_DOOR = IPv4Address("192.168.1.20"), IPv4Address("192.168.1.21")
APP, PAGE = "https://192.168.1.20:8443", "http://192.168.1.20:8444/trial"


@pytest.fixture
def trust(tmp_path):
    return trust_for(HERE, tmp_path / "certificate", clock.now())


@pytest.fixture
def on_trial(app, trust):
    """The app while `flask serve-phones` runs: (environ, start_response) for plain http, and the app itself."""
    app.extensions[trial_pages.EXTENSION] = Trial(trust, APP, PAGE)
    return app


def chain_of(trust):
    return x509.load_pem_x509_certificates(trust.file.read_bytes())


def is_believed(leaf, authority, address) -> bool:
    """Whether a browser that trusts this authority believes this certificate at this address."""
    verifier = PolicyBuilder().store(Store([authority])).build_server_verifier(x509.IPAddress(address))
    try:
        verifier.verify(leaf, [])
    except VerificationError:
        return False
    return True


def signed_for(address, key):
    """A certificate that whoever had the authority's key could make."""
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    authority = local_authority._authority(called, key, HERE, clock.now())
    leaf = local_authority._begun(called, called, ec.generate_private_key(ec.SECP256R1()).public_key(), clock.now())
    for extension in (
        x509.SubjectAlternativeName([x509.IPAddress(address)]),
        x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()),
    ):
        leaf = leaf.add_extension(extension, critical=False)
    return leaf.sign(key, hashes.SHA256()), authority


def test_the_certificate_is_believed_at_its_address_and_nowhere_else(trust):
    leaf, authority = chain_of(trust)

    assert is_believed(leaf, authority, HERE)
    assert not is_believed(leaf, authority, NEXT_DOOR)


def test_even_with_its_key_the_authority_could_vouch_for_no_other_address():
    key = ec.generate_private_key(ec.SECP256R1())

    assert is_believed(*signed_for(HERE, key), HERE)
    assert not is_believed(*signed_for(NEXT_DOOR, key), NEXT_DOOR)


def test_no_name_is_within_the_authoritys_bounds(trust):
    bounds = trust.authority.extensions.get_extension_for_class(x509.NameConstraints)

    assert bounds.critical
    assert [str(one.value) for one in bounds.value.permitted_subtrees] == [f"{HERE}/32", "lanyard-trial.invalid"]


def test_the_authoritys_key_is_kept_nowhere(trust):
    leaf, authority = chain_of(trust)
    kept = serialization.load_pem_private_key(trust.file.read_bytes(), password=None)

    assert kept.public_key() == leaf.public_key() != authority.public_key()
    assert trust.file.read_text().count("PRIVATE KEY") == 2
    assert stat.S_IMODE(trust.file.stat().st_mode) == 0o600
    assert [one.name for one in trust.file.parent.iterdir()] == [trust.file.name]


def test_a_week_is_all_it_lives(trust):
    assert trust.ends_at - clock.now() <= LIFE
    assert all(one.not_valid_after_utc == trust.ends_at for one in chain_of(trust))


@pytest.mark.parametrize(
    ("address", "days_later", "is_same"), [(HERE, 5, True), (HERE, 6, False), (NEXT_DOOR, 0, False)]
)
def test_a_phone_need_not_trust_again_until_the_address_or_the_week_is_over(trust, address, days_later, is_same):
    again = trust_for(address, trust.file.parent, clock.now() + timedelta(days=days_later))

    assert (again.fingerprint == trust.fingerprint) is is_same


def test_a_spoilt_file_is_made_anew(trust):
    trust.file.write_text("nothing")

    assert trust_for(HERE, trust.file.parent, clock.now()).fingerprint != trust.fingerprint


@pytest.mark.parametrize("path", trial_pages.OVER_PLAIN_HTTP[:3])
def test_without_a_trial_there_is_no_certificate_to_be_had(client, path):
    assert client.get(path).status_code == 404


def test_the_page_says_what_to_tap_on_each_kind_of_phone_and_how_to_take_it_off(on_trial):
    page = on_trial.test_client().get("/trial").text

    for words in ("Certificate Trust Settings", "VPN &amp; Device Management", "Install anyway", "Remove Profile"):
        assert words in page
    assert f'href="{APP}/app"' in page
    assert "guest Wi-Fi" in page


def test_the_profile_holds_the_certificate_and_goes_when_it_ends(on_trial, trust):
    profile = plistlib.loads(on_trial.test_client().get("/lanyard-trial.mobileconfig").data)

    assert profile["PayloadContent"][0]["PayloadContent"] == trust.der
    assert profile["RemovalDate"] == trust.ends_at.replace(tzinfo=None)
    assert on_trial.test_client().get("/lanyard-trial.crt").data == trust.der


@pytest.mark.parametrize("path", ["/", "/office", "/sign-in", "/app", "/app/start.json", "/api/outbox/manifest"])
def test_plain_http_gives_nothing_but_the_certificate_and_its_page(on_trial, path):
    told = []
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "wsgi.url_scheme": "http", "HTTP_HOST": "192.168.1.20"}
    trial_pages.these_pages_alone(on_trial)(environ, lambda status, headers: told.append((status, dict(headers))))

    assert told[0][0].startswith("302")
    assert told[0][1]["Location"].endswith("/trial")


def test_everybodys_password_is_new_and_their_own_at_each_start(app, client, as_role, run):
    signed_in = as_role("office")
    school = School.get()
    with app.app_context():
        first, second = demo_school.fresh_passwords(school), demo_school.fresh_passwords(school)

    assert len({password for _, password in second.values()}) == len({email for email, _ in second.values()})
    assert not {password for _, password in first.values()} & {password for _, password in second.values()}
    assert not demo_school.has_known_passwords(school)
    assert "the one that make phone printed last" in run("demo").output
    assert signed_in.get("/office").status_code == 302
    assert client.post("/sign-in", data={"email": address_of("office"), "password": PASSWORD}).status_code != 302
    email, password = second["office"]
    assert client.post("/sign-in", data={"email": email, "password": password}).status_code == 302


def test_a_live_school_is_refused_and_nothing_in_it_changes(app, in_app, run, monkeypatch):
    app.config["HTTPS"] = True
    School.update(is_demo=False).execute()
    before = [row.password_hash for row in Staff.select().order_by(Staff.id)]
    monkeypatch.setattr(networks, "listening", lambda *_: None)
    done = run("serve-phones", "--address", str(HERE))

    assert done.exit_code != 0
    assert "live school" in done.output
    assert [row.password_hash for row in Staff.select().order_by(Staff.id)] == before


def test_without_https_it_names_the_command_that_has_it(run):
    done = run("serve-phones")

    assert done.exit_code != 0
    assert "make phone" in done.output


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "8.8.8.8", "fe80::1", "my-laptop", "224.0.0.1"])
def test_an_address_that_no_phone_on_the_wifi_should_use_is_refused(address):
    with pytest.raises(click.ClickException):
        networks.address_of_this_computer(address)


def test_a_port_in_use_is_told_before_any_password_changes(app, in_app, run, monkeypatch):
    app.config["HTTPS"] = True
    monkeypatch.setattr(networks, "address_of_this_computer", lambda _: IPv4Address("127.0.0.1"))
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        done = run("serve-phones", "--port", str(taken.getsockname()[1]))

    assert done.exit_code != 0
    assert "PHONE_PORT=" in done.output
    assert demo_school.has_known_passwords(School.get())
