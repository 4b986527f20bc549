"""Forms as they are drawn: what was typed stays, mistakes lead to an input that exists, nothing malformed fails."""

from __future__ import annotations

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, PasswordField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from server.accounts import widgets
from server.accounts.widgets import DayField, mistake_links

CHOICES = [SelectChoice("ready", "Ready"), SelectChoice("away", "Away <i>today</i>")]


class Everything(Form):
    """One field of each sort."""

    name = StringField("Name", [InputRequired("Give a name")], widget=widgets.Text(), description="As on its <label>")
    password = PasswordField("Password", widget=widgets.Password())
    notes = TextAreaField("Notes", widget=widgets.TextArea())
    state = SelectField("State", choices=CHOICES, widget=widgets.Select())
    one = RadioField("Which one", choices=CHOICES, widget=widgets.Radios())
    several = SelectMultipleField("Which ones", choices=CHOICES, widget=widgets.Checkboxes())
    when = DayField("When")


def sent(**typed):
    """The form as a browser sends it; names have a dash where Python has two underscores."""
    form = Everything(MultiDict({name.replace("__", "-"): value for name, value in typed.items()}))
    form.validate()
    return form


@pytest.fixture(autouse=True)
def drawing(app):
    with app.test_request_context():
        yield


def test_what_was_typed_is_kept_and_escaped():
    assert 'value="Phone &lt;3&gt; &#34;big&#34;"' in sent(name='Phone <3> "big"').name()


def test_a_password_is_never_sent_back():
    assert "castle-visit" not in sent(password="castle-visit").password()


def test_several_lines_come_back_as_they_were():
    assert ">\n\n  one\n    two &lt;/textarea&gt;</textarea>" in sent(notes="\n  one\n    two </textarea>").notes()


def test_a_mistake_stands_beside_its_input_and_is_read_with_it():
    drawn = sent().name()
    assert 'aria-describedby="name-hint name-error"' in drawn
    assert "Give a name" in drawn


def test_a_hint_is_text_not_markup():
    assert "As on its &lt;label&gt;" in sent().name()


def test_the_choices_made_are_marked():
    form = sent(state="away", one="away", several=["ready", "away"])
    assert '<option value="away" selected>' in form.state()
    assert form.one().count(" checked") == 1
    assert form.several().count(" checked") == 2


def test_a_choices_words_are_escaped():
    assert "Away &lt;i&gt;today&lt;/i&gt;" in sent().one()


@pytest.mark.parametrize("field", ["state", "one", "several"])
def test_a_choice_that_is_not_offered_is_a_mistake_not_a_failure(field):
    form = sent(name="Phone 3", **{field: ["nonsense"]})
    assert form.errors[field]
    assert form[field]()


@pytest.mark.parametrize("field", ["name", "state", "one", "when"])
def test_each_line_of_the_summary_leads_to_an_input_that_exists(field):
    form = sent(state="nonsense", one="nonsense", when__day="x")
    links = {link["href"].removeprefix("#") for link in mistake_links(form)}
    drawn = str(form[field]())
    target = f"{field}-day" if field == "when" else field
    assert target in links
    assert f'id="{target}" name=' in drawn


def test_a_date_is_read_from_three_boxes():
    assert sent(when__day="3", when__month="11", when__year="2026").when.data == date(2026, 11, 3)


def test_an_empty_date_is_no_mistake():
    form = sent(name="Phone 3", when__day=" ")
    assert form.when.data is None
    assert "when" not in form.errors


@pytest.mark.parametrize(
    "boxes",
    [
        ("1", "", ""),
        ("31", "2", "2026"),
        ("x", "11", "2026"),
        ("٣", "11", "2026"),
        ("0", "0", "0"),
        ("3", "11", "99999"),
    ],
)
def test_a_malformed_date_is_a_mistake_and_stays_in_its_boxes(boxes):
    form = sent(when__day=boxes[0], when__month=boxes[1], when__year=boxes[2])
    assert form.errors["when"]
    assert all(f'value="{box}"' in form.when() for box in boxes)


def test_a_date_in_one_box_of_the_plain_name_is_ignored():
    assert sent(when="1").when.data is None


def test_a_form_opened_with_a_date_shows_its_parts():
    assert 'value="2026"' in Everything(data={"when": date(2026, 11, 3)}).when()
