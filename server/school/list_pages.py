"""What the pages of any list that is brought in do: choosing it, looking at each row, then doing it, whole or not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from flask import request
from werkzeug.wrappers import Response

from server.accounts.forms import TypedForm
from server.config import LARGEST_REQUEST_BYTES
from server.foundation.database import db
from server.phones.sheet_rules import NotRead
from server.school.forms import ListForm
from server.trips import carried
from server.trips.carried import Carried
from server.trips.grid_rules import Grid
from server.trips.workbook import grid_of

MOST_LISTED = 200
# In the place of a file's name.
BY_HAND = ""


class Wrong(Protocol):
    """A row in error."""

    @property
    def problem(self) -> str:
        """Why."""


class Plan(Protocol):
    """What would become of a whole list; with anything wrong nothing of it is done. `mark` stands for all of it."""

    @property
    def wrong(self) -> Sequence[Wrong]:
        """The rows in error."""

    @property
    def mark(self) -> str:
        """What is shown again where it is not what was looked at."""


P = TypeVar("P", bound=Plan)


class OneForm(TypedForm):
    """A form that says what a list of one row would say."""

    def grid(self) -> Grid:
        """As a list of one row."""
        raise NotImplementedError

    def refuse(self, problem: str) -> None:
        """Say by the first field what is wrong."""
        next(iter(self)).errors = [problem]


def let_the_list_through(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Allow for a whole list, before the form is read for its CSRF token."""
    request.max_form_memory_size = LARGEST_REQUEST_BYTES


class ListPages(ABC, Generic[P]):
    """The pages of one kind of list."""

    one_form: type[OneForm]

    @abstractmethod
    def plan(self, grid: Grid) -> P:
        """What would become of these rows. Raises NotRead."""

    @abstractmethod
    def do(self, plan: P) -> Response:
        """Do it, inside the transaction in which it was planned, and lead on."""

    @abstractmethod
    def chooser(self, form: ListForm, one_form: OneForm) -> str:
        """The page that asks for a file, or for one row by hand."""

    @abstractmethod
    def shown(self, plan: P, **about: Any) -> str:
        """The page of what would become of each row; `about` goes to its template."""

    def choose_file(self, form: ListForm | None = None, one_form: OneForm | None = None) -> str:
        """Choosing a file."""
        return self.chooser(form or ListForm(formdata=None), one_form or self.one_form(formdata=None))

    def preview(self) -> Any:
        """What would become of each row. Nothing is kept of the file: the page carries it on."""
        form = ListForm()
        if not form.validate():
            return self.choose_file(form), 422
        try:
            content = form.content()
            found = carried.carried_of(grid_of(content), form.file.data.filename or "list", content)
            return self._answer(found, self.plan(found.grid))
        except NotRead as problem:
            return self._refused(problem)

    def take_in(self) -> Any:
        """Do it, if that is still what somebody looked at, and nothing is wrong."""
        try:
            found = carried.from_text(request.form.get("list", ""))
            with db.atomic():
                plan = self.plan(found.grid)
                if plan.wrong or plan.mark != request.form.get("mark"):
                    return self._answer(found, plan, is_late=True)
                return self.do(plan)
        except NotRead as problem:
            return self._refused(problem)

    def one(self) -> Any:
        """What would become of one row, typed in by hand."""
        form = self.one_form()
        if not form.validate():
            return self.choose_file(one_form=form), 422
        plan = self.plan(form.grid())
        if plan.wrong:
            form.refuse(plan.wrong[0].problem)
            return self.choose_file(one_form=form), 422
        return self._answer(carried.carried_of(form.grid(), BY_HAND, b""), plan)

    def _refused(self, problem: NotRead) -> Any:
        form = ListForm(formdata=None)
        form.file.errors = [str(problem)]
        return self.choose_file(form), 422

    def _answer(self, found: Carried, plan: P, *, is_late: bool = False) -> Any:
        page = self.shown(
            plan,
            text=carried.as_text(found),
            is_list=found.name != BY_HAND,
            is_late=is_late and not plan.wrong,
            most=MOST_LISTED,
            form=ListForm(formdata=None),
        )
        return page, 422 if plan.wrong else 409 if is_late else 200
