"""The ledger of own phones: on a page, to print, and as CSV. Each look is noted."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from server.accounts.paging import cut
from server.foundation import access, clock
from server.personal_phone import ledger, ledger_rules, reports
from server.personal_phone.ledger import READS_LEDGER, Line
from server.personal_phone.ledger_forms import LedgerForm

# A row has five cells of several lines.
A_TABLE = 50
blueprint = Blueprint("own_phone_ledger", __name__, template_folder="templates")


@blueprint.get("/office/own-phones/ledger")
@access.staff(*READS_LEDGER)
def ledger_page() -> Any:
    """Uses, agreements and school phones, matched."""
    form, lines = _asked("ledger")
    return _page("ledger", form, lines), 422 if form.errors else 200


@blueprint.get("/office/own-phones/ledger/print")
@access.staff(*READS_LEDGER)
def to_print() -> Any:
    """The same as one plain table."""
    form, lines = _asked("ledger_print")
    return _page("ledger_print", form, lines), 422 if form.errors else 200


@blueprint.get("/office/own-phones/ledger.csv")
@access.staff(*READS_LEDGER)
def as_csv() -> Any:
    """The same for a spreadsheet."""
    form, lines = _asked("ledger_csv")
    if form.errors:
        return _page("ledger", form, lines), 422
    headers = {"Content-Disposition": f'attachment; filename="own-phones-{clock.today().isoformat()}.csv"'}
    return Response(ledger.as_csv(lines), mimetype="text/csv", headers=headers)


def _asked(what: str) -> tuple[LedgerForm, list[Line]]:
    """What was asked for, and the lines of it; none where it was asked for in a way that cannot be read."""
    person = access.signed_in()
    rows = ledger.trips_for(person, request.args.get("trip", ""))
    trips = {row.id: f"{row.title}, {row.starts_on.day} {row.starts_on:%B %Y}" for row in rows}
    form = LedgerForm(request.args).offers(trips, ledger.people_for(person)).begun(clock.today())
    lines = ledger.lines_for(person, form.wanted()) if form.validate() else []
    reports.note_list(person.school, person.id, what, len(lines))
    return form, lines


def _page(name: str, form: LedgerForm, lines: list[Line]) -> str:
    page = cut(lines, size=A_TABLE) if name == "ledger" else cut(lines, size=max(1, len(lines)))
    counts = {finding: sum(finding in line.row.findings for line in lines) for finding in ledger_rules.FINDING_NAMES}
    return render_template(
        f"personal_phone/{name}.html",
        form=form,
        lines=page.rows,
        page=page,
        counts=counts,
        names=ledger_rules,
        asked=form.asked(request.args),
        now=clock.now(),
    )
