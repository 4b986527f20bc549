"""Trips and their boards on the command line, as JSON for scripts (docs/protocol.md)."""

from __future__ import annotations

import json
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from server.accounts.commands import school_here
from server.foundation import clock
from server.foundation.database import connected
from server.foundation.problems import Problem
from server.incidents import doubles
from server.reconciliation import sign_offs
from server.reconciliation.board_numbers import doubles_seen, numbers_of
from server.reconciliation.board_sight import seen_by_all
from server.reconciliation.boards import board_of
from server.reconciliation.trip_states import state_of
from server.trips.models import Trip
from server.trips.queries import find_trip

_format = click.option("--format", "_format", type=click.Choice(["json"]), default="json")


def install(app: Flask) -> None:
    """Add `flask trip list` and `flask trip board`."""
    group = AppGroup("trip", help="Trips, and whether everything came back from them.")
    app.cli.add_command(group)

    @group.command("list")
    @_format
    def list_trips(_format: str) -> None:
        """Print every trip, one JSON object a line, the first to start first."""
        with connected():
            for line in _listed(school_here().id):
                click.echo(json.dumps(line))

    @group.command("board")
    @click.option("--trip", "trip_id", required=True, help="The trip's id, as `trip list` prints it.")
    @_format
    def board(trip_id: str, _format: str) -> None:
        """Print the numbers of a trip's board as one JSON object."""
        with connected():
            click.echo(json.dumps(_numbers(school_here().id, trip_id)))


def _listed(school: str) -> list[dict[str, Any]]:
    trips = list(Trip.select().where(Trip.school == school).order_by(Trip.starts_on, Trip.title, Trip.id))
    signed, today = sign_offs.states(school, [trip.id for trip in trips]), clock.today()
    return [
        {
            "id": trip.id,
            "title": trip.title,
            "starts_on": trip.starts_on.isoformat(),
            "ends_on": trip.ends_on.isoformat(),
            "state": state_of(trip, signed.get(trip.id), today),
        }
        for trip in trips
    ]


def _numbers(school: str, trip_id: str) -> dict[str, Any]:
    try:
        trip = find_trip(school, trip_id)
    except Problem as error:
        raise click.ClickException("No trip has that id. `flask --app server trip list` names them.") from error
    seen = seen_by_all(board_of(school, trip_id))
    pairs = doubles_seen(seen, doubles.proposed(school, trip_id))
    return {"trip": trip.id, **numbers_of(seen, trip, pairs)}
