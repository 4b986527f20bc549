"""A list of staff beside the accounts there are: who is new, what changes, who is missing, what is wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from server.accounts.rules import ROLE_NAMES, Role
from server.phones.sheet_rules import NotRead, heading_key
from server.school.list_rules import WrongRow, clean, columns_of, mark_of, name_in, named, said, strangers
from server.trips.grid_rules import Grid

MOST_STAFF = 2_000
LONGEST_EMAIL = 254
COLUMNS = ("Name", "E-mail", "Roles")
_HEADINGS = {
    "name": "name fullname staffname staff displayname",
    "first_name": "firstname forename forenames givenname preferredforename",
    "last_name": "lastname surname familyname preferredsurname",
    "email": "email emailaddress mail workemail workemailaddress schoolemail username userprincipalname",
    "roles": "roles role lanyardroles lanyardrole",
}
_WANTED = "The list has the staff who are at school now, a row for each."
_NO_EMAIL = "No columns say who the staff are. The first line has to name the columns: Name, E-mail, Roles."
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
_BETWEEN = re.compile(r"[;,/+&|]|\band\b")
_OTHER_WORDS = {
    Role.TRIP_LEADER: "visitleader leader",
    Role.STAFF: "teacher teachingassistant ta lsa tutor classteacher",
    Role.DSL: "designatedsafeguardinglead safeguardinglead",
    Role.DEPUTY_DSL: "deputydesignatedsafeguardinglead ddsl deputysafeguardinglead",
    Role.ONLINE_SAFETY_LEAD: "osl esafetylead",
    Role.HEADTEACHER: "head headofschool principal",
    Role.CHAIR: "chairofgovernors chairofthegovernors",
    Role.VICE_CHAIR: "vicechairofgovernors vicechair",
    Role.EVC: "educationalvisitscoordinator visitscoordinator",
    Role.SLT: "seniorleadershipteam seniorleader",
    Role.OFFICE: "schooloffice administrator admin",
    Role.NETWORK_MANAGER: "itmanager ittechnician technician it",
    Role.SITE_MANAGER: "caretaker premisesmanager",
}
_ROLE_OF = {heading_key(words): role for role, words in ROLE_NAMES.items()} | {
    word: role for role, words in _OTHER_WORDS.items() for word in words.split()
}


@dataclass(frozen=True)
class Account:
    """An account as it is: the roles held, and those that wait for a second person."""

    id: str
    name: str
    email: str
    roles: frozenset[str]
    is_active: bool


@dataclass(frozen=True)
class Outcome:
    """What becomes of a row: whose it is (None for somebody new), their name, and the roles they would have besides."""

    line: int
    said: str
    staff: str | None = None
    name: str = ""
    email: str = ""
    roles: frozenset[str] = frozenset()
    was_named: str = ""
    problem: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether it changes an account that is there."""
        return bool(self.staff and (self.roles or self.was_named) and not self.problem)


@dataclass(frozen=True)
class Plan:
    """What would become of a whole list. With anything wrong nothing of it is done. `missing` are not in the file."""

    outcomes: Sequence[Outcome]
    missing: Sequence[Account]
    ignored: Sequence[str]

    @property
    def wrong(self) -> list[Outcome]:
        """The rows in error."""
        return [one for one in self.outcomes if one.problem]

    @property
    def added(self) -> list[Outcome]:
        """The rows of people who have no account yet."""
        return [one for one in self.outcomes if not one.problem and one.staff is None]

    @property
    def changed(self) -> list[Outcome]:
        """The rows that change an account."""
        return [one for one in self.outcomes if one.is_changed]

    @property
    def unchanged(self) -> int:
        """How many rows change nothing."""
        return sum(1 for one in self.outcomes if one.staff and not one.problem and not one.is_changed)

    @property
    def mark(self) -> str:
        """The same for two plans that do the same."""
        return mark_of([(one.line, one.staff, one.name, one.email, sorted(one.roles)) for one in self.outcomes])


def plan(grid: Grid, accounts: Collection[Account], elsewhere: Collection[str]) -> Plan:
    """What would become of a list. `elsewhere` are addresses that another school's account has. Raises NotRead."""
    codes = columns_of(grid, _HEADINGS, _WANTED, MOST_STAFF)
    has_name = "name" in codes or {"first_name", "last_name"} <= set(codes)
    if "email" not in codes or not has_name:
        raise NotRead(_NO_EMAIL)
    known, lines = {one.email: one for one in accounts}, dict[str, int]()
    outcomes = [_read(row, codes, known, (lines, elsewhere)) for row in grid.rows]
    missing = [one for one in accounts if one.is_active and one.email not in lines]
    return Plan(outcomes, missing, strangers(grid, codes))


def _read(
    row: tuple[int, Sequence[str]],
    codes: Sequence[str | None],
    known: Mapping[str, Account],
    before: tuple[dict[str, int], Collection[str]],
) -> Outcome:
    line, cells = row
    lines, elsewhere = before
    try:
        found = named(codes, cells)
        name, email, roles = _name(found), _email(found), _roles(found.get("roles", ""))
        if email in lines:
            raise WrongRow(f"Line {lines[email]} has the same e-mail address")
        lines[email] = line
        if email in elsewhere:
            raise WrongRow("That e-mail address is of an account that does not stay, or of another school")
        return _placed(Outcome(line, said(cells), name=name, email=email, roles=roles), known.get(email))
    except WrongRow as wrong:
        return Outcome(line, said(cells), problem=str(wrong))


def _placed(one: Outcome, account: Account | None) -> Outcome:
    if account is None:
        return Outcome(one.line, one.said, None, one.name, one.email, one.roles or frozenset({Role.STAFF}))
    if not account.is_active:
        raise WrongRow("That account is disabled. Enable it under Staff, or take the row out")
    was_named = account.name if clean(account.name) != one.name else ""
    more = one.roles - account.roles
    return Outcome(one.line, one.said, account.id, one.name, one.email, more, was_named)


def _name(cells: Mapping[str, str]) -> str:
    if "name" in cells:
        return name_in(cells, "name", "name")
    return f"{name_in(cells, 'first_name', 'first name')} {name_in(cells, 'last_name', 'last name')}"


def _email(cells: Mapping[str, str]) -> str:
    email = cells.get("email", "").lower()
    if not email:
        raise WrongRow("The e-mail address is missing")
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise WrongRow(f"“{email[:60]}” is no e-mail address")
    return email


def _roles(cell: str) -> frozenset[str]:
    if (whole := _ROLE_OF.get(heading_key(cell))) or not cell:
        return frozenset({whole}) if whole else frozenset()
    parts = [part.strip() for part in _BETWEEN.split(cell) if part.strip()]
    unknown = [part for part in parts if heading_key(part) not in _ROLE_OF]
    if unknown:
        raise WrongRow(f"“{unknown[0][:40]}” is no role here. The roles: {', '.join(ROLE_NAMES.values())}")
    return frozenset(_ROLE_OF[heading_key(part)] for part in parts)
