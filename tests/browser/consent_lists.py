"""Lists of photo consent as school systems give them out: a title above, columns of other things, two layouts."""

from __future__ import annotations

import io

from openpyxl import Workbook

from server.foundation import clock
from server.shell import demo_consent
from tests.browser.consents import Going

UNCLEAR = "see notes"
# Whoever withdrew, by the end of the UPN: a yes to that is in error, and no list gives it back.
WITHDREW = f"{demo_consent.WITHDRAWN:011}"


def a_row_for_each_pupil(going: list[Going], *, is_mended: bool = True) -> bytes:
    """A CSV of yes and no in columns, as Excel saves it on a school's PC: a title, semicolons, Windows-1252."""
    lines = [
        "Wrenfield Park Primary – Data Collection – Parental Consent;;;;;;;",
        f"Printed {clock.today():%d/%m/%Y};;;;;;;",
        "UPN;Legal surname;Legal forename;Reg group;Photos: website;Photos: social media;Display in school;Paracetamol",
    ]
    for place, one in enumerate(going):
        display = {3: "", 5: UNCLEAR}.get(place, "Yes")
        outside = ["", ""] if is_mended and one.upn.endswith(WITHDREW) else ["Y", "N" if place % 4 == 0 else "Y"]
        answers = [*outside, display, "Y"]
        lines.append(";".join([one.upn, one.last_name, one.first_name, one.class_name, *answers]))
    lines.append("Z999999999999;Nobody;Nona;Heron;Y;Y;Y;Y")
    return "\r\n".join(lines).encode("cp1252")


def a_row_for_each_kind(going: list[Going]) -> bytes:
    """A workbook with a row for each pupil and kind of consent; pupils by name and date of birth alone."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Surname", "Forename", "Date of birth", "Consent type", "Consent given", "Date given", "Given by"])
    for place, one in enumerate(going):
        for kind in ("Photographs - press", "Photographs - prospectus", "School nurse"):
            given = "No" if place == 2 else "Yes"
            named = [one.last_name, one.first_name, one.born_on.strftime("%d/%m/%Y")]
            sheet.append([*named, kind, given, f"{clock.today():%d/%m/%Y}", f"Mrs {one.last_name}"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
