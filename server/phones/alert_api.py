"""Alerts, as phones fetch them: also while locked, since only their owner's PIN opens them."""

from __future__ import annotations

from flask import Blueprint, Response, json, request

from server.foundation import access
from server.foundation.access import CallingPhone
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
    tag = alert_inboxes.tag_on(phone)
    is_there = request.if_none_match.contains(tag)
    answer = Response(status=304) if is_there else Response(_body(phone, tag), mimetype="application/json")
    answer.set_etag(tag)
    return answer


def _body(phone: CallingPhone, tag: str) -> str:
    found = alert_inboxes.inboxes_on(phone)
    people = [{"unlock": one.seal.id, "version": one.version, "sealed": one.sealed()} for one in found]
    return json.dumps({"tag": tag, "needs": alert_inboxes.needs(found), "people": people})
