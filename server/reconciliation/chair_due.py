"""What waits for the chair, or for the vice-chair in their place: concerns about the headteacher with no outcome."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

from server.foundation.access import Person
from server.foundation.registry import DueItem
from server.incidents import head_queries


def _concerns(person: Person) -> list[DueItem]:
    """Nothing of what is in one is known before it is opened."""
    return [
        DueItem(
            title="A concern about the headteacher",
            detail="For you alone. Ring the LADO first: the number is on its page.",
            url=url_for("chair.concern", concern_id=concern_id),
            at=at,
            urgency=0,
        )
        for concern_id, at in head_queries.due(person)
    ]


SOURCES: tuple[Callable[[Person], None], ...] = ()
PARTS: tuple[Callable[[Person], list[DueItem]], ...] = (_concerns,)
