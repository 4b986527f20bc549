"""Forms of own-phone agreements and of the school's rules about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wtforms import HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from server.accounts.forms import TypedForm
from server.accounts.models import Staff
from server.accounts.widgets import Radios, Select, TextArea
from server.personal_phone import own_phone_rules
from server.personal_phone.agreement_rules import INTERNET, KINDS
from server.personal_phone.agreements import Wanted
from server.personal_phone.own_phone_rules import DESIGNATED_OFFICER, OwnPhoneChoice
from server.trips.models import Trip

LONGEST_REASON, LONGEST_ASSESSMENT = 500, 2000
YES = "yes"


def _words(label: str, wanted: str, most: int, description: str = "") -> StringField:
    return StringField(
        label,
        [*([DataRequired(wanted)] if wanted else []), Length(max=most, message=f"Use at most {most} characters")],
        filters=[lambda typed: typed.strip() if typed else ""],
        description=description,
        widget=TextArea(rows=3),
    )


class AgreementForm(TypedForm):
    """Agreeing to the use of somebody's own phone. Call `offers` before anything else."""

    kind = RadioField(
        "What is it for?",
        [InputRequired("Choose one")],
        choices=[SelectChoice(kind, words) for kind, words in KINDS.items()],
        widget=Radios(),
    )
    trip = SelectField(
        "On which trip?",
        [InputRequired("Choose a trip")],
        widget=Select(),
        description="It ends with it. A trip that is over is there for a call that was made: it is agreed afterwards",
    )
    staff = SelectField("Whose phone?", [InputRequired("Choose whose phone it is")], widget=Select())
    reason = _words(
        "Why?", "Say why", LONGEST_REASON, "For calls: why no school phone is available. No pupil’s name, no number"
    )
    risk_assessment = _words("Risk assessment", "", LONGEST_ASSESSMENT)

    def offers(
        self, trips: tuple[Sequence[Trip], Sequence[Trip]], people: Sequence[Staff], going: Collection[str] = ()
    ) -> AgreementForm:
        """Take up what can be chosen: trips to come, today's among them, and trips over; staff, `going` first."""
        to_come, over = trips
        self.over = {trip.id for trip in over}
        listed = [SelectChoice(trip.id, f"{trip.title}, {_on(trip)}") for trip in to_come]
        listed += [SelectChoice(trip.id, f"{trip.title}, {_on(trip)}, over") for trip in over]
        self.trip.choices = [SelectChoice("", "Choose"), *listed]
        first = sorted(people, key=lambda person: person.id not in going)
        named = [SelectChoice(one.id, f"{one.name}, on this trip" if one.id in going else one.name) for one in first]
        self.staff.choices = [SelectChoice("", "Choose"), *named]
        return self

    def goes_by(self, chosen: OwnPhoneChoice, by: str, held: Collection[tuple[str, str, str]]) -> AgreementForm:
        """Take up the school's rules, who asks, and the (kind, trip, staff) of what was agreed and not revoked."""
        self.rules, self.by, self.held = chosen, by, held
        asked = "ask for one" if chosen.needs_risk_assessment else "ask for none"
        self.risk_assessment.description = (
            f"In writing: what could go wrong, and what is done about it. The school’s rules {asked}"
        )
        return self

    def validate_trip(self, field: SelectField) -> None:
        """Only a call is agreed afterwards; and only afterwards where nobody uses their own phone."""
        if own_phone_rules.is_only_afterwards(self.rules) and field.data not in self.over:
            raise ValidationError(
                "The school’s policy has nobody use their own phone. A call that was made is agreed after its trip"
            )
        if self.kind.data == INTERNET and field.data in self.over:
            raise ValidationError("That trip is over. Afterwards only a call can be agreed")

    def validate_staff(self, field: SelectField) -> None:
        """Nobody's own, and nobody twice."""
        if field.data == self.by:
            raise ValidationError(own_phone_rules.not_ones_own(self.rules))
        if (self.kind.data, self.trip.data, field.data) in self.held:
            raise ValidationError("They have such an agreement for this trip already: revoke that first")

    def validate_risk_assessment(self, field: StringField) -> None:
        """There is one, where the school's rules ask for it."""
        if self.rules.needs_risk_assessment and not field.data:
            raise ValidationError("Write the risk assessment: the school’s rules ask for one")

    @property
    def is_afterwards(self) -> bool:
        """Whether the trip is over, and what is agreed was done already."""
        return self.trip.data in self.over

    def wanted(self) -> Wanted:
        """What was given."""
        return Wanted(
            kind=str(self.kind.data),
            staff=str(self.staff.data),
            trip=str(self.trip.data),
            reason=self.reason.data or "",
            risk_assessment=self.risk_assessment.data or "",
        )


def _on(trip: Trip) -> str:
    return f"{trip.starts_on.day} {trip.starts_on:%B %Y}"


class RevokeForm(TypedForm):
    """Revoking one: why, and then once more that it is meant."""

    reason = _words("Why is it revoked?", "Say why", LONGEST_REASON)
    sure = HiddenField()


class OwnPhoneRulesForm(TypedForm):
    """Who agrees, whether a risk assessment is needed, who is told. Call `offers` before anything else."""

    agrees = RadioField(
        "Who may agree that somebody uses their own phone?",
        [InputRequired("Choose one")],
        choices=[SelectChoice(code, words) for code, words in own_phone_rules.AGREES.items()],
        description="Nobody ever agrees to the use of their own",
        widget=Radios(),
    )
    assessment = RadioField(
        "Is a risk assessment in writing needed each time?",
        [InputRequired("Choose one")],
        choices=[SelectChoice("no", "No"), SelectChoice("yes", "Yes")],
        widget=Radios(),
    )
    reports_to = RadioField(
        "Who is told of every use, the same day?",
        [InputRequired("Choose one")],
        choices=[SelectChoice(code, words) for code, words in own_phone_rules.REPORTS_TO.items()],
        description="A use by the headteacher is told to the chair of governors",
        widget=Radios(),
    )
    officer = SelectField("Designated officer", [Optional()], widget=Select(), description="Where one is told")

    def offers(self, people: Sequence[Staff]) -> OwnPhoneRulesForm:
        """Take up who can be named."""
        self.officer.choices = [SelectChoice("", "Nobody"), *(SelectChoice(one.id, one.name) for one in people)]
        return self

    def validate_reports_to(self, field: RadioField) -> None:
        """A designated officer has a name."""
        if field.data == DESIGNATED_OFFICER and not self.officer.data:
            raise ValidationError("Name the designated officer below")

    def chosen(self) -> OwnPhoneChoice:
        """What was chosen."""
        is_officer = self.reports_to.data == DESIGNATED_OFFICER
        return OwnPhoneChoice(
            agrees=str(self.agrees.data),
            needs_risk_assessment=self.assessment.data == "yes",
            reports_to=str(self.reports_to.data),
            designated_officer=str(self.officer.data) if is_officer else None,
        )
