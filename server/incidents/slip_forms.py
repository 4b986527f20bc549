"""The form of a bumped-head slip: one child, and words in which no other pupil is named.

Whoever is or was on the trip is found by any part of the name, the rest of the school by the whole of it; where there
was no trip, everybody by any part.
"""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length

from server.accounts.widgets import DayField, Select, TextArea
from server.incidents.follow_up_forms import clock_time
from server.incidents.slip_rules import children_named, is_of_several, names_in
from server.trips.models import Pupil
from server.trips.paper_forms import line
from server.trips.record_forms import WhenForm

# So that the slip stays one sheet of A5.
LONGEST_WORDS = 400
SOMEBODY_ELSE = "other"
# A school may have twenty of one surname.
MOST_NAMED = 3


def _words(label: str, description: str, missing: str = "") -> StringField:
    too_long = Length(max=LONGEST_WORDS, message=f"Use at most {LONGEST_WORDS} characters: the slip is one small sheet")
    needed = [DataRequired(missing)] if missing else []
    return StringField(label, [*needed, too_long], description=description, widget=TextArea(rows=3))


class SlipForm(WhenForm):
    """A slip for one family. Call `offers` before anything else."""

    child = SelectField("Whose slip is it?", default="", widget=Select())
    child_name = line("If the name is not in the list: the child’s name")
    on = DayField("On which day?")
    at = clock_time()
    what_happened = _words(
        "What happened?",
        "For the family to read. Name no other child: “another child” is enough",
        "Write what happened",
    )
    what_was_done = _words("What was done?", "Such as a cold pack, and watched for an hour")

    pupils: Sequence[Pupil]
    near: Sequence[tuple[str, str]]
    roll: Sequence[tuple[str, str]]

    def offers(self, pupils: Sequence[Pupil], roll: Sequence[tuple[str, str, bool]] = ()) -> SlipForm:
        """Take up the pupils of the trip; and, to check what was typed, everybody's first and last name, with whether
        any part of it may mean them.
        """
        self.pupils = pupils
        self.roll = [(first, last) for first, last, _is_near in roll]
        self.near = [(first, last) for first, last, is_near in roll if is_near]
        named = [SelectChoice(one.id, f"{one.first_name} {one.last_name}") for one in pupils]
        self.child.choices = [SelectChoice("", "Choose"), *named, SelectChoice(SOMEBODY_ELSE, "Somebody else")]
        return self

    @property
    def name(self) -> str:
        """The child's name as it stands on the slip; empty where nobody was chosen."""
        chosen = {one.id: f"{one.first_name} {one.last_name}" for one in self.pupils}
        return chosen.get(self.child.data or "", self.child_name.data or "")

    def validate_child(self, field: SelectField) -> None:
        """One child, chosen or typed, and not both."""
        if not field.data or (field.data == SOMEBODY_ELSE and not self.child_name.data):
            raise ValidationError("Choose the child, or choose “Somebody else” and type the name")

    def validate_child_name(self, field: StringField) -> None:
        """One name, and none beside one that was chosen."""
        if field.data and self.child.data != SOMEBODY_ELSE:
            raise ValidationError("Choose “Somebody else” above to use this name, or empty this line")
        if is_of_several(field.data or "", self.near):
            raise ValidationError("A slip is for one child alone. Make one for each")

    def _names_nobody_else(self, field: StringField) -> None:
        words = field.data or ""
        whole = children_named(words, self.roll, but_for=self.name)
        named = list(dict.fromkeys([*whole, *names_in(words, self.near, self.name)]))
        if len(named) > MOST_NAMED:
            named[MOST_NAMED:] = [f"{len(named) - MOST_NAMED} more"]
        if named:
            who = " and ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)
            raise ValidationError(f"This names {who}. Name no other child: write “another child”")

    validate_what_happened = validate_what_was_done = _names_nobody_else
