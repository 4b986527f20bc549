"""Reports: of a trip and of an incident, the headteacher's monitoring report, the governors' pack; each to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from server.foundation import access, clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.reconciliation import governor_report, incident_report, monitoring_report, trip_report
from server.reconciliation.actions import note_report
from server.reconciliation.governor_report import Pack
from server.reconciliation.monitoring_report import Monitoring
from server.reconciliation.report_forms import PeriodForm
from server.reconciliation.report_tables import ReportTable, as_csv
from server.reconciliation.trip_report import TripReport
from server.trips.models import Trip

blueprint = Blueprint("reports", __name__, template_folder="templates")

OPENS_REPORTS = (*trip_report.READS, *monitoring_report.READS, *governor_report.READS)
TRIPS_LISTED = 20
BY_NAME = "by-name"
ACCESS_REQUESTS = "access_requests.every_request"


@blueprint.get("/office/reports")
@access.staff(*OPENS_REPORTS)
def every_report() -> str:
    """The reports that somebody may make."""
    person, today = access.signed_in(), clock.today()
    trips = Trip.select().where(Trip.school == person.school, Trip.starts_on <= today)
    reads_trips = bool(trip_report.READS & person.roles)
    return render_template(
        "reconciliation/reports.html",
        monitors=bool({*monitoring_report.READS} & person.roles),
        terms=governor_report.terms_for(person) if {*governor_report.READS} & person.roles else [],
        trips=list(trips.order_by(Trip.ends_on.desc(), Trip.title).limit(TRIPS_LISTED)) if reads_trips else [],
        reads_trips=reads_trips,
        asks_for_access=_deals_with_access(person),
        today=today,
    )


def _deals_with_access(person: Person) -> bool:
    return bool(access.declared_by(current_app.view_functions[ACCESS_REQUESTS]).roles & person.roles)


@blueprint.get("/office/reports/monitoring")
@access.staff(*monitoring_report.READS)
def monitoring() -> Any:
    """What happened over a term or some days, and what is still open."""
    form, report = _monitoring("page")
    page = render_template(
        "reconciliation/report_monitoring.html", form=form, report=report, asked=form.asked(request.args), **_made()
    )
    return page, 422 if form.errors else 200


@blueprint.get("/office/reports/monitoring.csv")
@access.staff(*monitoring_report.READS)
def monitoring_csv() -> Any:
    """Its tables."""
    form, report = _monitoring("csv")
    if report is None:
        page = render_template("reconciliation/report_monitoring.html", form=form, report=None, asked={}, **_made())
        return page, 422
    return _csv("monitoring", report.tables)


@blueprint.get("/office/reports/governors/<term>")
@access.staff(*governor_report.READS)
def governors(term: str) -> str:
    """The governors' pack of a term."""
    return render_template("reconciliation/report_governors.html", pack=_pack(term, "page"), **_made())


@blueprint.get("/office/reports/governors/<term>.csv")
@access.staff(*governor_report.READS)
def governors_csv(term: str) -> Response:
    """Its tables."""
    pack = _pack(term, "csv")
    return _csv(f"governors-{pack.term.key}", pack.tables)


@blueprint.get("/office/trips/<trip_id>/report")
@access.staff()
def trip(trip_id: str) -> str:
    """A trip's report. Its pupils are counted by class, and named where that is asked for."""
    report = _trip(trip_id, "page")
    return render_template(
        "reconciliation/report_trip.html", report=report, states=trip_report.STATE_NAMES, today=clock.today(), **_made()
    )


@blueprint.get("/office/trips/<trip_id>/report.csv")
@access.staff()
def trip_csv(trip_id: str) -> Response:
    """Its tables."""
    return _csv("trip", _trip(trip_id, "csv").all_tables)


@blueprint.get("/office/incidents/<incident_id>/report")
@access.staff()
def incident(incident_id: str) -> str:
    """An incident's report, without names unless it is asked for with them."""
    person, names = access.signed_in(), request.args.get("names", incident_report.WITHOUT)
    if names not in (incident_report.WITH, incident_report.WITHOUT):
        raise Problem("request.not_found")
    report = incident_report.report_for(person, incident_id, has_names=names == incident_report.WITH)
    note_report(person, "incident", incident_id, names=names)
    return render_template("reconciliation/report_incident.html", report=report, **_made())


def _trip(trip_id: str, form: str) -> TripReport:
    person, is_by_name = access.signed_in(), request.args.get("pupils") == BY_NAME
    report = trip_report.report_for(person, trip_id, names_pupils=is_by_name)
    note_report(person, "trip", trip_id, form=form, pupils=BY_NAME if is_by_name else "counted")
    return report


def _monitoring(form: str) -> tuple[PeriodForm, Monitoring | None]:
    """What was asked for, and the report; None where it was asked for in a way that cannot be read."""
    person = access.signed_in()
    asked = PeriodForm(request.args).offers(clock.today())
    if not asked.validate():
        return asked, None
    report = monitoring_report.report_for(person, asked.period())
    days = {"first": report.period.first.isoformat(), "last": report.period.last.isoformat()}
    read = [one.incident for one in report.lessons] if form == "page" else []
    note_report(person, "monitoring", person.school, form=form, read=read, **days)
    return asked, report


def _pack(key: str, form: str) -> Pack:
    person = access.signed_in()
    pack = governor_report.pack_for(person, governor_report.term_of_key(person, key))
    note_report(person, "governors", pack.term.key, form=form, read=pack.read if form == "page" else [])
    return pack


def _made() -> dict[str, Any]:
    """Who made it, and when: on every sheet that leaves the school."""
    person: Person = access.signed_in()
    return {"made_by": person.name, "made_at": clock.now()}


def _csv(what: str, tables: Sequence[ReportTable]) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{what}-report-{clock.today().isoformat()}.csv"'}
    return Response(as_csv(tables), mimetype="text/csv", headers=headers)
