"""The office's page of how safe what came is: in a second copy, and in verified backups."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.backups import queries, setting_up
from server.backups.rules import SEES_BACKUPS, is_late
from server.foundation import access, clock

blueprint = Blueprint("backups", __name__, template_folder="templates")
MOST_SHOWN = 20


@blueprint.get("/office/backups")
@access.staff(*SEES_BACKUPS)
def overview() -> str:
    """How far, and the last backups."""
    now = queries.standing()
    return render_template(
        "backups/backups.html",
        safe=queries.how_safe(access.signed_in().school),
        made=queries.latest(MOST_SHOWN),
        standing=now,
        is_late=is_late(now.last, clock.now(), is_out=now.is_out),
        next_step=setting_up.next_step(),
    )
