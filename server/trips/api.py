"""Today's list, as phones fetch it: also while locked, since only its owner's PIN opens it."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.foundation import access
from server.foundation.problems import Problem
from server.trips import packs

blueprint = Blueprint("trips_api", __name__, url_prefix="/api/packs")


@blueprint.get("/<unlock_id>")
@access.phone()
def pack(unlock_id: str) -> Response:
    """200 with the sealed list and its ETag; 304 when the phone has this one; 204 when there is none now."""
    phone = access.calling_phone()
    if phone is None:
        raise Problem("access.phone_unknown")
    found = packs.hand_out(phone, unlock_id, request.if_none_match.contains)
    if found is None:
        return Response(status=204)
    pack, is_there = found
    answer = Response(status=304) if is_there else Response(pack.sealed(), mimetype="application/octet-stream")
    answer.set_etag(pack.tag)
    return answer
