"""A certificate for this computer's address on the school's Wi-Fi, from an authority made for nothing else (ADR 0062).

The authority's key never leaves memory and is gone once it has signed. What a phone is asked to trust can therefore
vouch for nothing further, and its name constraints (RFC 5280 section 4.2.1.10) shut out all but the one address.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.config import replace

# Short enough that a phone nobody cleaned up trusts it no longer soon; long enough for a week of trying out.
LIFE, RENEWED_BEFORE_ITS_END = timedelta(days=7), timedelta(days=1)
# A phone whose clock is behind must not find it not valid yet.
CLOCKS_DIFFER_BY = timedelta(days=1)
# No host has such a name (RFC 6761 section 6.4): naming it alone shuts every name out.
NO_NAME = x509.DNSName("lanyard-trial.invalid")
FILE = "certificate.pem"


@dataclass(frozen=True)
class Trust:
    """`file` holds the server's key with its chain; `authority` is what a phone installs."""

    file: Path
    authority: x509.Certificate

    @property
    def der(self) -> bytes:
        """The authority's certificate as phones take it."""
        return self.authority.public_bytes(serialization.Encoding.DER)

    @property
    def name(self) -> str:
        """What the certificate is called in a phone's settings."""
        return str(self.authority.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)

    @property
    def ends_at(self) -> datetime:
        """When the phone stops trusting it by itself."""
        return self.authority.not_valid_after_utc

    @property
    def fingerprint(self) -> str:
        """SHA-256 in pairs, as phones show it."""
        return self.authority.fingerprint(hashes.SHA256()).hex(" ").upper()

    def for_the_server(self) -> ssl.SSLContext:
        """What the server speaks TLS with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.file)
        context.set_alpn_protocols(["http/1.1"])
        return context


def trust_for(address: IPv4Address, folder: Path, now: datetime) -> Trust:
    """The certificate of an earlier start while it is of this address and good for another day; a new one otherwise."""
    file = folder / FILE
    kept = _kept(file, address, now)
    return Trust(file, kept or _make(address, file, now))


def _kept(file: Path, address: IPv4Address, now: datetime) -> x509.Certificate | None:
    try:
        leaf, authority = x509.load_pem_x509_certificates(file.read_bytes())
        named = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return None
    is_good = named.get_values_for_type(x509.IPAddress) == [address]
    return authority if is_good and now + RENEWED_BEFORE_ITS_END < authority.not_valid_after_utc else None


def _make(address: IPv4Address, file: Path, now: datetime) -> x509.Certificate:
    """Make both, write what the server needs, readable by its owner alone, and forget the authority's key."""
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Lanyard trial {now:%-d %b %H:%M}")])
    authority = _authority(called, authority_key, address, now)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, str(address))])
    leaf = _begun(subject, called, key.public_key(), now)
    for extension, is_critical in (
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(signs_certificates=False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.SubjectAlternativeName([x509.IPAddress(address)]), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), False),
    ):
        leaf = leaf.add_extension(extension, is_critical)
    pem = serialization.Encoding.PEM
    key_text = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    chain = leaf.sign(authority_key, hashes.SHA256()).public_bytes(pem) + authority.public_bytes(pem)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace(file, (key_text + chain).decode())
    return authority


def _authority(
    called: x509.Name, key: ec.EllipticCurvePrivateKey, address: IPv4Address, now: datetime
) -> x509.Certificate:
    only_here = [x509.IPAddress(IPv4Network(address)), NO_NAME]
    authority = _begun(called, called, key.public_key(), now)
    for extension, is_critical in (
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (_usage(signs_certificates=True), True),
        (x509.NameConstraints(permitted_subtrees=only_here, excluded_subtrees=None), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
    ):
        authority = authority.add_extension(extension, is_critical)
    return authority.sign(key, hashes.SHA256())


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    begun = begun.serial_number(x509.random_serial_number())
    return begun.not_valid_before(now - CLOCKS_DIFFER_BY).not_valid_after(now + LIFE)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
