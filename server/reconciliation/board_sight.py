"""What of a board somebody may see. Whoever may see a trip sees what its phones owe; the rest goes by its own rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from server.accounts.rules import Role
from server.consent.check_pages import READS_CHECKS
from server.custody import rules as custody_rules
from server.foundation.access import Person
from server.incidents import rules as incident_rules
from server.incidents.paper import ENTERS
from server.personal_phone import report_rules
from server.personal_phone.report_rules import About, Reader
from server.personal_phone.use_queries import officer_of
from server.phones.pages import KEEPS_PHONES
from server.photos.rules import may_look
from server.reconciliation.board_items import Held, Matter
from server.reconciliation.board_sql import NOT_COME
from server.reconciliation.boards import TripBoard
from server.reconciliation.rules import CHECKERS, may_read_held

INCIDENT, USE, ALERT, CHECK, NO, SHEET = "incident", "use", "alert", "check", "no", "sheet"
ITEM = "item"


@dataclass(frozen=True)
class Sight:
    """Somebody before a board. `leads`: they lead its trip; `is_officer`: own-phone reports go to them."""

    staff: str
    roles: frozenset[str]
    leads: bool = False
    is_officer: bool = False

    @property
    def sees_incidents(self) -> bool:
        """Whether any incident shows to them at all."""
        return incident_rules.may_see(None, self.roles, leads_the_trip=self.leads)

    @property
    def sees_uses(self) -> bool:
        """The same of calls with own phones."""
        return self.is_officer or bool(self.roles & set(report_rules.SEES))

    @property
    def reader(self) -> Reader:
        """The same person as the rules of own-phone reports have them."""
        return Reader(self.staff, self.roles, self.is_officer)

    @property
    def sees_checks(self) -> bool:
        """The same of checks before photos."""
        return bool(self.roles & set(READS_CHECKS))

    @property
    def sees_items(self) -> bool:
        """The same of items taken and kept."""
        return custody_rules.may_see(self.roles, leads_the_trip=self.leads)

    def reads_item(self, row: Matter) -> bool:
        """Whether they write what became of an item: of one that belongs to reports, only who reads those."""
        categories = enumerate(row.facts["reports"])
        reports = {str(place): None if one == NOT_COME else self.reads(one) for place, one in categories}
        return custody_rules.may_read(self.roles, reports, leads_the_trip=self.leads)

    @property
    def may_look(self) -> bool:
        """Whether they may open its photos."""
        return may_look(self.roles, leads_the_trip=self.leads)

    @property
    def keeps_phones(self) -> bool:
        """Whether they hand phones out and take them back."""
        return bool(self.roles & set(KEEPS_PHONES))

    @property
    def enters_paper(self) -> bool:
        """Whether they type in what came back on paper from its trip."""
        return self.leads or bool(ENTERS & self.roles)

    def reads(self, category: str | None) -> bool:
        """Whether they read an incident of this category, and so write how it ended."""
        return incident_rules.may_read(category, self.roles, leads_the_trip=self.leads)

    def may_decide(self, held: Held) -> bool:
        """Whether they open a held item and decide of it."""
        is_read = held.contents is None or may_read_held(held.contents, self.roles)
        return is_read and bool(CHECKERS & self.roles)


def sight_of(person: Person, leaders: frozenset[str] | None = None) -> Sight:
    """Somebody's sight of a trip that these people lead."""
    is_known = bool(person.roles & {Role.OFFICE, Role.SLT, Role.HEADTEACHER})
    is_officer = not is_known and officer_of(person.school) == person.id
    return Sight(person.id, person.roles, leads=person.id in (leaders or ()), is_officer=is_officer)


def seen_by(sight: Sight, board: TripBoard) -> TripBoard:
    """The board with what they may see, and nothing that tells how much else there is."""
    kept = {
        what: [row for row in rows if _MAY_SEE.get(what, _anybody)(sight, row)] for what, rows in board.matters.items()
    }
    return replace(board, matters=kept)


def seen_by_all(board: TripBoard) -> TripBoard:
    """The board as the school's own count has it: all but what is about the headteacher."""
    rest = [row for row in board.of(USE) if not row.facts["is_heads"]]
    return replace(board, matters={**board.matters, USE: rest})


def _incident(sight: Sight, row: Matter) -> bool:
    return incident_rules.may_see(row.facts["category"], sight.roles, leads_the_trip=sight.leads)


def _use(sight: Sight, row: Matter) -> bool:
    return report_rules.may_see(sight.reader, About(row.facts["staff"], bool(row.facts["is_heads"])))


def _alert(sight: Sight, row: Matter) -> bool:
    """Whoever was told; and, of what is about no member of staff, whoever would see such a report in a list."""
    facts = row.facts
    if facts["is_theirs"]:
        return True
    if facts["is_about_staff"] or not sight.sees_incidents:
        return False
    return incident_rules.may_see(facts["category"], sight.roles, leads_the_trip=sight.leads)


def _item(sight: Sight, _row: Matter) -> bool:
    return sight.sees_items


def _check(sight: Sight, _row: Matter) -> bool:
    return sight.sees_checks


def _anybody(_sight: Sight, _row: Matter) -> bool:
    return True


_MAY_SEE: dict[str, Callable[[Sight, Matter], bool]] = {
    INCIDENT: _incident,
    USE: _use,
    ALERT: _alert,
    ITEM: _item,
    CHECK: _check,
    NO: _check,
}
