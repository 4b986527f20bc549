"""What phones call: the manifest, batches of envelopes, blobs, and the kinds a client may send."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request

from server.foundation import access, clock, registry
from server.foundation.problems import Problem
from server.intake import actions, lives, queries, rules, telling
from server.intake.actions import Sender
from server.intake.blobs import keep_blob
from server.intake.telling import Report
from server.intake.worker import Writer

LARGEST_BATCH_BYTES = 1024 * 1024 + 128 * 1024
LARGEST_MANIFEST_BYTES = 1024 * 1024

blueprint = Blueprint("intake_api", __name__, url_prefix="/api")


@blueprint.errorhandler(OSError)
def disk_failed(error: OSError) -> Response:
    """The disk would not keep or give something: nothing of it has a receipt, and the phone tries again."""
    current_app.logger.error("the disk failed at %s: %s", request.endpoint, error.strerror)
    return Problem("server.busy").as_json()


@blueprint.post("/outbox/manifest")
@access.phone_or_staff()
def manifest() -> dict[str, Any]:
    """What the phone holds -> what the school has, its keys and its card."""
    request.max_content_length = LARGEST_MANIFEST_BYTES
    sender, given = _sender(), _parsed(request.get_data())
    try:
        chains = rules.read_chains(given.get("chains"))
    except rules.Unreadable as error:
        raise Problem("request.malformed", str(error)) from error
    if sum(len(chain.pending) for chain in chains) > rules.MOST_PENDING:
        raise Problem("intake.too_many", f"At most {rules.MOST_PENDING} in one manifest.")
    report = _report(given)
    _writer().run(lambda: telling.hear(sender, chains, report))
    _writer().settle()
    return queries.manifest_answer(sender, chains)


@blueprint.post("/outbox/envelopes")
@access.phone_or_staff()
def envelopes() -> dict[str, Any]:
    """Frames -> {epoch, receipts, audit_head}, each receipt given after the commit."""
    request.max_content_length = LARGEST_BATCH_BYTES
    with _writer().hears():
        return _received(request.get_data())


def _received(content: bytes) -> dict[str, Any]:
    try:
        items = rules.read_frames(content)
    except rules.Unreadable as error:
        raise Problem("intake.unreadable_frames", str(error)) from error
    if len(items) > rules.MOST_FRAMES:
        raise Problem("intake.too_many", f"At most {rules.MOST_FRAMES} in one request.")
    for item in items:
        if item.header and item.header.type == "blob" and item.is_whole():
            keep_blob(item.sealed)
    return _stored(items)


@blueprint.put("/outbox/blobs/<blob_id>")
@access.phone_or_staff()
def blob(blob_id: str) -> dict[str, Any]:
    """One blob's bytes, its label in Lanyard-* headers -> as for frames, and the one receipt's own members."""
    item = rules.Item(rules.read_header(_blob_label(blob_id)), request.get_data())
    if not item.is_whole():
        raise Problem("intake.damaged", id=blob_id)
    keep_blob(item.sealed)
    answer = _stored([item])
    return {**answer, **answer["receipts"][0]}


@blueprint.get("/kinds")
@access.phone_or_staff()
def kinds() -> dict[str, Any]:
    """{kind: {version: JSON Schema}}."""
    return registry.current().schemas()


def _stored(items: list[rules.Item]) -> dict[str, Any]:
    sender, (epoch, n, head) = _sender(), _seen(request.headers.get("Lanyard-Seen", ""))

    def heed_and_store() -> list[dict[str, Any]]:
        lives.heed(sender.school, epoch, None if sender.is_revoked else n, head)
        return actions.store(sender, items)

    receipts = _writer().run(heed_and_store)
    _writer().settle()
    return {"receipts": receipts, **lives.told(sender.school)}


def _seen(header: str) -> tuple[str | None, int | None, str | None]:
    """`<epoch> <n> <audit_head>`; each None that cannot be read."""
    epoch, n, head = [*header.split(" "), "", "", ""][:3]
    is_number = n.isascii() and n.isdigit() and len(n) < 16
    return _label(epoch), int(n) if is_number else None, _label(head)


def _writer() -> Writer:
    writer: Writer = current_app.extensions["lanyard.writer"]
    return writer


def _sender() -> Sender:
    phone = access.calling_phone()
    if phone:
        return Sender.of(phone)
    somebody = access.on_own_phone() or access.signed_in()
    return Sender(somebody.school, "", by=somebody.id)


def _blob_label(blob_id: str) -> dict[str, Any]:
    headers = request.headers
    seq = headers.get("Lanyard-Seq", "")
    return {
        "id": blob_id,
        "type": "blob",
        "chain": headers.get("Lanyard-Chain"),
        "seq": int(seq) if seq.isascii() and seq.isdigit() and len(seq) < 16 else None,
        "trip": headers.get("Lanyard-Trip") or None,
        "kid": headers.get("Lanyard-Kid"),
        "digest": headers.get("Lanyard-Digest"),
    }


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        given = rules.parse_json(content)
    except rules.Unreadable as error:
        raise Problem("request.malformed", "The body is not JSON.") from error
    if not isinstance(given, dict):
        raise Problem("request.malformed", "The body is a JSON object.")
    return given


def _report(given: dict[str, Any]) -> Report:
    told = given.get("seen")
    seen: dict[str, Any] = told if isinstance(told, dict) else {}
    persisted, app = given.get("persisted"), given.get("app")
    return Report(
        app=str(app)[:40] if isinstance(app, str) and app.isascii() else "",
        is_persisted=persisted if isinstance(persisted, bool) else None,
        usage_bytes=_whole(given.get("usage")),
        clock_ahead_seconds=_clock_ahead(given.get("wall")),
        seen_epoch=_label(seen.get("epoch")),
        seen_n=_whole(seen.get("n")),
        audit_head=_label(seen.get("audit_head")),
    )


def _clock_ahead(wall: Any) -> int | None:
    try:
        return round((clock.from_text(wall) - clock.now()).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None


def _label(value: Any) -> str | None:
    return value if isinstance(value, str) and value.isascii() and len(value) <= rules.LONGEST_ID else None
