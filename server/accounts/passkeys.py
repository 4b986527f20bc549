"""Passkeys and security keys (WebAuthn): adding one, and answering with one as the second step at sign-in.

py_webauthn checks what a browser answers. It takes a while to load, so only a request that needs it loads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from flask import current_app, request

from server.accounts import challenges
from server.accounts.models import Passkey, Staff
from server.accounts.rules import SECOND_STEP_WITHIN
from server.foundation import audit, clock
from server.foundation.crypto import from_base64url
from server.foundation.database import db
from server.foundation.problems import Problem

_WAIT_MS = int(SECOND_STEP_WITHIN.total_seconds() * 1000)


def of(staff: Staff) -> list[Passkey]:
    """Somebody's passkeys and security keys, the first added first."""
    return list(Passkey.select().where(Passkey.staff == staff).order_by(Passkey.added_at))


def usable_here(staff: Staff) -> list[Passkey]:
    """Those that work at the address the office is open at."""
    site = _site()
    return [key for key in of(staff) if key.site == site]


def offer_adding(staff: Staff) -> str:
    """What the browser needs to make a passkey, as JSON (PublicKeyCredentialCreationOptionsJSON)."""
    import webauthn
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = webauthn.generate_registration_options(
        rp_id=_site(),
        rp_name=f"Lanyard, {staff.school.name}",
        user_id=staff.id.encode(),
        user_name=staff.email,
        user_display_name=staff.name,
        challenge=challenges.put(staff, challenges.ADD),
        timeout=_WAIT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(from_base64url(key.credential)) for key in of(staff)],
    )
    return webauthn.options_to_json(options)


def add(staff: Staff, name: str, answer: str) -> None:
    """Keep the passkey that the browser made (its JSON). Raises Problem accounts.key_refused."""
    import webauthn

    challenge = challenges.take(staff, challenges.ADD)
    if challenge is None:
        raise Problem("accounts.key_refused")
    with _refused_as("accounts.key_refused"):
        made = webauthn.verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=_site(), expected_origin=_origin()
        )
    credential = webauthn.helpers.bytes_to_base64url(made.credential_id)
    with db.atomic():
        if Passkey.select().where(Passkey.credential == credential).exists():
            raise Problem("accounts.key_refused")
        key = Passkey.create(
            school=staff.school_id,
            staff=staff,
            name=name,
            credential=credential,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            site=_site(),
            added_at=clock.now(),
        )
        audit.write(staff.school_id, staff.id, "staff.key_added", staff.id, key=key.id)


def offer_using(staff: Staff) -> str | None:
    """What the browser needs to ask for one of their passkeys, as JSON; None where none works at this address."""
    keys = usable_here(staff)
    if not keys:
        return None
    import webauthn
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    options = webauthn.generate_authentication_options(
        rp_id=_site(),
        challenge=challenges.put(staff, challenges.USE),
        timeout=_WAIT_MS,
        allow_credentials=[PublicKeyCredentialDescriptor(from_base64url(key.credential)) for key in keys],
    )
    return webauthn.options_to_json(options)


def check(staff: Staff, answer: str) -> tuple[Passkey, int]:
    """The passkey that gave this answer (JSON), and its new count; writes nothing but that the question was answered.

    Raises Problem accounts.second_step_refused: for a question that is not open, another person's passkey, another
    address, a signature that is not the passkey's, and a count that did not go up, as a copied key's would not.
    """
    challenge = challenges.take(staff, challenges.USE)
    if challenge is None:
        raise Problem("accounts.second_step_refused")
    import webauthn
    from webauthn.helpers import parse_authentication_credential_json

    with _refused_as("accounts.second_step_refused"):
        given = parse_authentication_credential_json(answer)
    is_theirs = (Passkey.staff == staff) & (Passkey.site == _site())
    key = Passkey.get_or_none(Passkey.credential == given.id, is_theirs)
    if key is None:
        current_app.logger.warning("second step refused: no such key")
        raise Problem("accounts.second_step_refused")
    with _refused_as("accounts.second_step_refused"):
        verified = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=key.site,
            expected_origin=_origin(),
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    return key, verified.new_sign_count


def note_use(key: Passkey, count: int) -> bool:
    """Note a use, inside the caller's transaction. False when the passkey was used or removed since it was checked."""
    unchanged = (Passkey.id == key.id) & (Passkey.sign_count == key.sign_count)
    return bool(Passkey.update(sign_count=count, used_at=clock.now()).where(unchanged).execute() == 1)


def remove(key: Passkey) -> None:
    """Let somebody's own passkey open nothing more."""
    with db.atomic():
        key.delete_instance()
        audit.write(key.school_id, key.staff_id, "staff.key_removed", key.staff_id, key=key.id)


@contextmanager
def _refused_as(code: str) -> Iterator[None]:
    """Whatever the library, or the CBOR and keys beneath it, make of a browser's answer: it is a refusal."""
    try:
        yield
    except Exception as fault:
        # The kind alone: the words can hold what the browser sent.
        current_app.logger.warning("second step refused: %s", type(fault).__name__)
        raise Problem(code) from fault


def _site() -> str:
    """The host the office is open at, which passkeys are bound to (the RP id). Raises Problem request.malformed."""
    try:
        host = urlsplit(request.host_url).hostname
    except ValueError:
        host = None
    if not host:
        raise Problem("request.malformed")
    return host


def _origin() -> str:
    """The office's address as the browser names it: https where the settings or a proxy that is believed say so."""
    scheme = "https" if current_app.config["HTTPS"] else request.scheme
    return f"{scheme}://{request.host}".lower()
