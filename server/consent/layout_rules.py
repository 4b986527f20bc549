"""Which column of a list is what: guessed from its headings, changed by a person, kept as JSON. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.consent.answer_rules import code_of, read_targets, target_of
from server.phones.sheet_rules import NotRead, heading_key
from server.trips import identity_rules

LEFT_OUT = "left_out"
# What a column may be, besides a purpose: its code and its name.
FIELDS = {
    **identity_rules.FIELDS,
    "date_of_birth": "Date of birth",
    "type": "Kind of consent",
    "response": "Answer",
    "decided_on": "Answered on",
    "respondent": "Answered by",
    "how": "How it was answered",
    "valid_from": "Valid from",
    "valid_to": "Valid to",
    "small_print": "Conditions and notes",
}
_HEADINGS = {
    **identity_rules.HEADINGS,
    "date_of_birth": "dateofbirth dob birthdate birthday",
    "type": "consenttype typeofconsent type consent permission permissiontype consentname purpose category consentfor",
    "response": """
        response answer consentgiven given status decision granted consentstatus consentresponse reply permissiongiven
        value""",
    "decided_on": """
        date dategiven consentdate responsedate decidedon answeredon dateofresponse dateofconsent recordedon
        dateanswered dateupdated lastupdated""",
    "respondent": """
        by bywhom givenby consentgivenby answeredby respondent parent parentcarer parentname contact contactname
        signedby respondedby guardian parentguardian""",
    "how": "how method channel source howgiven consentmethod",
    "valid_from": "validfrom startdate from effectivefrom",
    "valid_to": "validto validuntil expires expiry expirydate expireson enddate until",
    "small_print": "notes note comment comments conditions smallprint remarks restrictions",
}
_FIELD_OF = {word: name for name, words in _HEADINGS.items() for word in words.split()}
# "first_name" is a purpose; over a column of first names it is meant as the pupil's own.
_MEANT = {("forename", "first_name"): "forename", ("surname", "last_name"): "surname"}
_NUMBERED = re.compile(r" \(\d+\)$")
MANY = 60


@dataclass(frozen=True)
class Layout:
    """Which column is what. `columns` gives each heading's code: one of FIELDS, a purpose such as "website/photo", or
    LEFT_OUT; a column that is not in it is left out. `types` gives the code of each kind of consent, where they stand
    in rows.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        """Whether a row is one pupil and one kind of consent."""
        return {"type", "response"} <= set(self.columns.values())

    def as_json(self) -> dict[str, Any]:
        """As it is kept, and as `--mapping` takes it."""
        return {"columns": dict(self.columns), "types": dict(self.types)}


def guess(headings: Sequence[str], kept: Layout | None = None) -> Layout:
    """What the headings seem to be; what was kept for a heading goes before the guess."""
    known = {heading_key(heading): code for heading, code in kept.columns.items()} if kept else {}
    columns = {heading: known.get(heading_key(heading)) or _guess_one(heading) for heading in headings}
    types = dict(kept.types) if kept else {}
    if not {"type", "response"} <= set(columns.values()):
        # One of the two alone is no list of kinds.
        columns = {heading: LEFT_OUT if code in {"type", "response"} else code for heading, code in columns.items()}
    return Layout(columns, types)


def _guess_one(heading: str) -> str:
    plain = _NUMBERED.sub("", heading)
    if found := _FIELD_OF.get(heading_key(plain)):
        return found
    targets = read_targets(plain)
    return code_of(targets) if targets else LEFT_OUT


def guess_type(words: str, layout: Layout) -> str:
    """The code of a kind of consent that stands in a row; LEFT_OUT where it is none of the purposes."""
    known = {heading_key(kind): code for kind, code in layout.types.items()}
    if code := known.get(heading_key(words)):
        return code
    targets = read_targets(words)
    return code_of(targets) if targets else LEFT_OUT


def layout_of(given: Any) -> Layout:
    """A layout from JSON: {"columns": {heading: code}, "types": {words: code}}, or the columns alone. Raises NotRead.

    A field may also come first: {"upn": "Pupil number"}.
    """
    if not isinstance(given, dict):
        raise NotRead('The mapping is a JSON object: {"columns": {"UPN": "upn", "Website": "website"}}.')
    is_whole = isinstance(given.get("columns"), dict)
    columns = _codes(given["columns"] if is_whole else given, turned=True)
    types = _codes(given.get("types") or {}) if is_whole else {}
    return Layout(columns, types)


def _codes(given: Any, *, turned: bool = False) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(code, str) for code in given.values()):
        raise NotRead("In the mapping every heading has one code, as text.")
    return dict(_code(heading, code, turned=turned) for heading, code in given.items())


def _code(heading: str, code: str, *, turned: bool) -> tuple[str, str]:
    code = _MEANT.get((_FIELD_OF.get(heading_key(heading), ""), code), code)
    if is_code(code):
        return heading, code
    if turned and is_code(heading):
        return code, heading
    if said := _said(code):
        return heading, said
    raise NotRead(
        f"The mapping says “{code[:MANY]}”, which is no code. Codes: {', '.join(FIELDS)}, website, press/video."
    )


def _said(words: str) -> str:
    """The code that somebody means by words such as "Date of birth" or "Website and prospectus"; "" for none."""
    # With a stroke it was meant as a code, and is a wrong one.
    targets = [] if "/" in words else read_targets(words)
    return code_of(targets) if targets else _FIELD_OF.get(heading_key(words), "")


def is_code(code: str) -> bool:
    """Whether a column can be that."""
    return code in FIELDS or code == LEFT_OUT or target_of(code) is not None


def problems_of(layout: Layout, headings: Sequence[str]) -> list[str]:
    """What has to be chosen before the rows can be read, in words; none where nothing has to."""
    used = {heading: layout.columns.get(heading, LEFT_OUT) for heading in headings}
    missing = [f"The file has no column “{name[:MANY]}”." for name in _missing(layout, headings)]
    return [*missing, *_twice(used), *_wanting(layout, set(used.values()))]


def _missing(layout: Layout, headings: Sequence[str]) -> list[str]:
    return [name for name, code in layout.columns.items() if name not in headings and code != LEFT_OUT]


def _twice(used: Mapping[str, str]) -> list[str]:
    targets: dict[str, list[str]] = {}
    for heading, code in used.items():
        for target in target_of(code) or ([(code, "")] if code != LEFT_OUT else []):
            targets.setdefault("/".join(target), []).append(heading)
    twice = Counter(tuple(headings) for headings in targets.values() if len(headings) > 1)
    return [
        f"Columns {' and '.join(f'“{heading[:MANY]}”' for heading in headings)} say the same. Leave one of them out."
        for headings in twice
    ]


def _wanting(layout: Layout, codes: set[str]) -> list[str]:
    problems = []
    has_name = "full_name" in codes or {"forename", "surname"} <= codes
    if not codes & {"upn", "admission_number"} and not (has_name and "date_of_birth" in codes):
        problems.append(
            "No column says whose answers these are: a UPN, an admission number, or name and date of birth."
        )
    if not layout.is_long and not any(target_of(code) for code in codes):
        problems.append("No column is about one of the purposes, and none gives the kind of consent with its answer.")
    if layout.is_long and any(target_of(code) for code in codes):
        problems.append("Some columns are purposes, and others give the kind of consent. A list is one or the other.")
    return problems
