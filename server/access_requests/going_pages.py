"""What goes out, exactly as it does; the two who let it go; and the sealed file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, render_template, send_file, url_for

from server.access_requests import actions, queries, releasing, rules
from server.access_requests.forms import SeenForm
from server.access_requests.queries import Case
from server.accounts.queries import staff_names
from server.foundation import access
from server.foundation.access import Person

blueprint = Blueprint(
    "access_going", __name__, template_folder="templates", url_prefix="/office/access-requests/<request_id>"
)


@blueprint.get("/preview")
@access.staff(*rules.DECIDES)
def preview(request_id: str) -> str:
    """What goes out, word for word."""
    person = access.signed_in()
    case = queries.find(person, request_id)
    actions.note_look(person, case.request, "previewed")
    out = queries.going(case, queries.items_of(case.request))
    return render_template("access_requests/preview.html", case=case, **releasing.about(case.request, out))


@blueprint.get("/release")
@access.staff(*rules.DECIDES)
def release(request_id: str) -> str:
    """What is still in the way, and the signature."""
    person = access.signed_in()
    return _page(person, queries.find(person, request_id), [])


@blueprint.post("/release/first")
@access.staff(*rules.DECIDES)
def signed_first(request_id: str) -> Any:
    """The first of two says that it is ready."""
    person, seen = access.signed_in(), SeenForm().seen.data or ""
    refused = releasing.agree(person, request_id, seen)
    if refused:
        return _page(person, queries.find(person, request_id), refused), 422
    flash("Signed. Somebody else looks now, and lets it go.", "success")
    return redirect(url_for("access_requests.one", request_id=request_id))


@blueprint.post("/release/second")
@access.staff(*rules.DECIDES)
def signed_second(request_id: str) -> Any:
    """The second lets it go: the passphrase is on the answer, and nowhere else."""
    person, seen = access.signed_in(), SeenForm().seen.data or ""
    passphrase, refused = releasing.release(person, request_id, seen)
    case = queries.find(person, request_id)
    if refused:
        return _page(person, case, refused), 422
    return render_template("access_requests/sealed.html", case=case, passphrase=passphrase)


@blueprint.get("/file")
@access.staff(*rules.DECIDES)
def file(request_id: str) -> Any:
    """The sealed file, whose name says nothing."""
    content = releasing.fetch(access.signed_in(), request_id)
    return send_file(BytesIO(content), "application/zip", as_attachment=True, download_name="records.zip")


def _page(person: Person, case: Case, refused: list[str]) -> str:
    items = queries.items_of(case.request)
    out, first = queries.going(case, items), rules.agreed(case.log)
    return render_template(
        "access_requests/release.html",
        case=case,
        out=out,
        refused=refused,
        in_the_way=queries.in_the_way(person, case, items, out),
        first=first,
        first_name=staff_names(person.school, [first.by]).get(first.by, "Somebody") if first else "",
        not_second=rules.why_not_second(first, person.id, person.roles, out.digest) if first else "",
    )
