"""Whom a row of a list names: the parts of it, and the headings they stand under. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# What says whose row it is: its code and its name.
FIELDS = {
    "upn": "UPN",
    "admission_number": "Admission number",
    "forename": "First name",
    "surname": "Last name",
    "full_name": "Whole name",
}
HEADINGS = {
    "upn": "upn uniquepupilnumber pupilupn",
    "admission_number": """
        admissionnumber admissionno admno admissionnum admission adno pupilid studentid pupilnumber rollnumber""",
    "forename": "firstname forename forenames givenname legalforename preferredforename preferredfirstname",
    "surname": "lastname surname familyname legalsurname preferredsurname",
    "full_name": "name fullname pupilname studentname pupil student pupilfullname",
}


@dataclass(frozen=True)
class Identity:
    """Whom a row names: each part as it stands in the file, "" where it says nothing."""

    upn: str = ""
    admission_number: str = ""
    forename: str = ""
    surname: str = ""
    full_name: str = ""
    date_of_birth: date | None = None
