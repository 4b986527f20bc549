"""How forms are drawn: WTForms fields through govuk-frontend's macros, with their hints and mistakes.

A form that is sent back keeps what was typed (passwords excepted), and each line of the error summary leads to an
input that exists. A value that cannot be read is a mistake to show, never an exception.
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import current_app
from markupsafe import Markup
from wtforms import Field, Form

DATE_PARTS = ("day", "month", "year")
_NOT_NUMBERS = "Give the day, the month and the year as numbers, such as 3 11 2026"
_NO_SUCH_DAY = "There is no such day in the calendar"


class Text:
    """One line of text. `kind` is the input's type; other named values are the macro's own parameters."""

    def __init__(self, kind: str = "text", **params: Any) -> None:
        self.params = {"type": kind, "autocomplete": "off", **params}

    def __call__(self, field: Field, **_: Any) -> Markup:
        """The input with its label, hint and mistakes, as HTML."""
        return _draw("input", "govukInput", {**_about(field), **self.params, "value": _typed(field)})


class Password:
    """A password, with a Show button where JavaScript runs. Never sent back to the page."""

    def __init__(self, **params: Any) -> None:
        self.params = {"autocomplete": "current-password", **params}

    def __call__(self, field: Field, **_: Any) -> Markup:
        """The input with its label, hint and mistakes, as HTML."""
        return _draw("password-input", "govukPasswordInput", {**_about(field), **self.params, "value": ""})


class TextArea:
    """Several lines of text."""

    def __init__(self, **params: Any) -> None:
        self.params = {"autocomplete": "off", **params}

    def __call__(self, field: Field, **_: Any) -> Markup:
        """The box with its label, hint and mistakes, as HTML."""
        # HTML drops a newline right after the tag, so one more keeps the first that was typed.
        typed = _typed(field)
        value = f"\n{typed}" if typed.startswith(("\n", "\r")) else typed
        return _draw("textarea", "govukTextarea", {**_about(field), **self.params, "value": value})


class File:
    """A file to choose. `kinds` is what the browser offers first, such as .csv."""

    def __init__(self, kinds: str) -> None:
        self.kinds = kinds

    def __call__(self, field: Field, **_: Any) -> Markup:
        """The chooser with its label, hint and mistakes, as HTML."""
        return _draw("file-upload", "govukFileUpload", {**_about(field), "attributes": {"accept": self.kinds}})


class Select:
    """One of a list, folded away.

    Its options are drawn by themselves: a list of trips or people has hundreds, each slow in GOV.UK's own macro.
    """

    def __call__(self, field: Any, **_: Any) -> Markup:
        """The list with its label, hint and mistakes, as HTML."""
        template = current_app.jinja_env.get_template("accounts/options.html")
        options: Markup = cast("Any", template.module).options(field.iter_choices())
        end = Markup("</select>")
        return _draw("select", "govukSelect", _about(field)).replace(end, options + end)


class Radios:
    """One of a few, all in view."""

    def __call__(self, field: Field, **_: Any) -> Markup:
        """The group with its legend, hint and mistakes, as HTML."""
        return _draw("radios", "govukRadios", {**_about_group(field), "items": _choices(field, "checked")})


class Checkboxes:
    """Any of a few, all in view."""

    def __call__(self, field: Field, **_: Any) -> Markup:
        """The group with its legend, hint and mistakes, as HTML."""
        return _draw("checkboxes", "govukCheckboxes", {**_about_group(field), "items": _choices(field, "checked")})


class DateParts:
    """A date as three boxes: day, month, year."""

    def __call__(self, field: DayField, **_: Any) -> Markup:
        """The group with its legend, hint and mistakes, as HTML."""
        items = [
            {
                "name": part,
                "label": part.capitalize(),
                "id": f"{field.id}-{part}",
                "value": field.typed[part],
                "autocomplete": "off",
                "classes": "govuk-input--width-4" if part == "year" else "govuk-input--width-2",
            }
            for part in DATE_PARTS
        ]
        about = {**_about_group(field), "id": field.id, "namePrefix": field.name}
        return _draw("date-input", "govukDateInput", {**about, "items": items})


class DayField(Field):
    """A date typed as day, month and year in boxes `<name>-day`, `<name>-month`, `<name>-year`.

    `data` is a date, or None when nothing was typed or it could not be read; `typed` keeps the boxes as they were.
    """

    widget = DateParts()
    typed: dict[str, str]

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Read the three boxes; what cannot be read becomes a mistake of this field."""
        super().process(None, *args, **kwargs)
        self.typed = {part: str(getattr(self.data, part, "")) for part in DATE_PARTS}
        if formdata is None:
            return
        self.typed = {part: "".join(formdata.getlist(f"{self.name}-{part}")[:1]) for part in DATE_PARTS}
        self.raw_data = [text for text in self.typed.values() if text.strip()]
        try:
            self.data = _read_day([self.typed[part].strip() for part in DATE_PARTS])
        except ValueError as mistake:
            self.data = None
            self.process_errors = [*self.process_errors, str(mistake)]


def mistake_links(form: Form) -> list[dict[str, str]]:
    """The lines of the error summary: each with its text, and the address of the input it is about."""
    links = [{"text": str(field.errors[0]), "href": f"#{_first_input(field)}"} for field in form if field.errors]
    return [*links, *({"text": str(error)} for error in form.form_errors)]


def _first_input(field: Field) -> str:
    return f"{field.id}-{DATE_PARTS[0]}" if isinstance(field, DayField) else str(field.id)


def _read_day(boxes: list[str]) -> date | None:
    if not any(boxes):
        return None
    if not all(box.isascii() and box.isdigit() and len(box) <= 4 for box in boxes):
        raise ValueError(_NOT_NUMBERS)
    try:
        return date(int(boxes[2]), int(boxes[1]), int(boxes[0]))
    except ValueError:
        raise ValueError(_NO_SUCH_DAY)


def _typed(field: Field) -> str:
    """What was typed, if this is a form sent back; otherwise what the form was opened with."""
    if field.raw_data:
        return str(field.raw_data[0])
    return "" if field.data is None else str(field.data)


def _about(field: Field) -> dict[str, Any]:
    about: dict[str, Any] = {"id": field.id, "name": field.name, "label": {"text": field.label.text}}
    if field.description:
        about["hint"] = {"text": field.description}
    if field.errors:
        about["errorMessage"] = {"text": field.errors[0]}
    return about


def _about_group(field: Field) -> dict[str, Any]:
    about = _about(field)
    legend = {"text": about.pop("label")["text"], "classes": "govuk-fieldset__legend--s"}
    return {**about, "idPrefix": field.id, "fieldset": {"legend": legend}}


def _choices(field: Any, mark: str) -> list[dict[str, Any]]:
    return [{"value": choice.value, "text": choice.label, mark: choice.selected} for choice in field.iter_choices()]


def _draw(component: str, macro: str, params: dict[str, Any]) -> Markup:
    template = current_app.jinja_env.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    drawn: Markup = getattr(template.module, macro)(params)
    return drawn
