"""A trip of today with Phone 3 alone, and the office's way through its check-off."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.foundation import clock
from server.phones.models import Phone as SchoolPhone
from server.trips.models import TripPhone
from tests.cast import Phone, grazed_knee, receipts


def goes_alone(trip: str) -> None:
    """Leave Phone 3 as the only phone of a trip."""
    others = SchoolPhone.select(SchoolPhone.id).where(SchoolPhone.name != "Phone 3")
    TripPhone.delete().where(TripPhone.trip == trip, TripPhone.phone.in_(others)).execute()


def files_and_sends(phone: Phone, trip: str | None, **body: Any) -> None:
    """File a small incident, send it, and tell that nothing waits any more."""
    receipts(phone.sends(phone.files(grazed_knee(trip, **body))))
    phone.pending.clear()
    assert phone.reports().status_code == 200


class Desk:
    """Somebody in the office who checks one trip off."""

    def __init__(self, client: FlaskClient, trip: str) -> None:
        self.client = client
        self.address = f"/office/trips/{trip}/check-off"

    def looks(self) -> str:
        """The page as text."""
        answer = self.client.get(self.address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def says_it_is_back(self, **more: str) -> TestResponse:
        """Say that it came back this minute."""
        now = clock.now().astimezone(clock.SCHOOL_TIME)
        day = {"day-day": str(now.day), "day-month": str(now.month), "day-year": str(now.year)}
        return self.client.post(f"{self.address}/back", data={**day, "time": f"{now:%H:%M}", **more})

    def explains(self, words: str = "It stayed in the office all day.", page: str | None = None) -> TestResponse:
        """Explain everything that is open on the page, as it is now or was."""
        marks = re.findall(r'name="gap" type="checkbox" value="(\w+)"', page or self.looks())
        return self.client.post(f"{self.address}/explain", data={"gap": marks, "words": words})

    def to_sign(self) -> dict[str, str]:
        """What the page would have signed."""
        page = self.looks()
        found = {name: re.search(rf'name="{name}"[^>]* value="(\w*)"', page) for name in ("seen", "number")}
        return {name: value.group(1) if value else "" for name, value in found.items()}

    def signs(self, what: dict[str, str] | None = None) -> str:
        """Sign what is on the page, or was; the page that follows, as text."""
        what = what or self.to_sign()
        answer = self.client.post(f"{self.address}/sign", data=what, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text


AtDesk = Callable[[str], Desk]
