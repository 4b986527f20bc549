"""Alerts, as phones fetch them: also while locked, since only their owner's PIN opens them."""

from __future__ import annotations

from flask import Blueprint, Response, json, request

from server.foundation import access
from server.foundation.problems import Problem
from server.phones import alert_inboxes

blueprint = Blueprint("alert_api", __name__, url_prefix="/api/alerts")


@blueprint.get("")
@access.phone()
def alerts() -> Response:
    """200 {tag, needs, people: [{unlock, version, sealed}]} with its ETag; 304 when the phone has this one.

    `needs` is how many nobody has taken up yet; `sealed` is base64url.
    """
    phone = access.calling_phone()
    if phone is None:
        raise Problem("access.phone_unknown")
    found = alert_inboxes.inboxes_on(phone)
    is_there = request.if_none_match.contains(found.tag)
    answer = Response(status=304) if is_there else Response(_body(found), mimetype="application/json")
    answer.set_etag(found.tag)
    return answer


def _body(found: alert_inboxes.Inboxes) -> str:
    people = [{"unlock": one.seal.id, "version": one.version, "sealed": one.sealed()} for one in found.of]
    return json.dumps({"tag": found.tag, "needs": found.needs, "people": people})
