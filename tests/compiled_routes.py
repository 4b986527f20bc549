"""Addresses made once for every app of a test run: each test has an app of its own with the same addresses, and making
them is the greater half of what making one costs. Imported for its effect.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import Map, Rule, RuleFactory

from server.slices import API, OFFICE


class Addresses(Map):
    """Werkzeug's map of addresses, which takes each once. What answers an address is the app's own, by its name."""

    def add(self, rulefactory: RuleFactory) -> None:
        """Add what is not there yet. Flask adds one rule at a time."""
        known = self.__dict__.setdefault("known", set())
        for rule in rulefactory.get_rules(self):
            key = _key(rule)
            if key not in known:
                known.add(key)
                super().add(rule)


def _key(rule: Rule) -> tuple[object, ...]:
    defaults = tuple(sorted((rule.defaults or {}).items()))
    return rule.rule, rule.endpoint, frozenset(rule.methods or ()), defaults


_shared: dict[str, Addresses] = {}


def _addresses_of(app: Flask) -> Addresses:
    return _shared.setdefault(app.import_name, Addresses())


_make = Flask.__init__


def _make_with_shared(self: Flask, *args: object, **kwargs: object) -> None:
    """A Flask app as ever, but that its addresses are those of the app before it."""
    _make(self, *args, **kwargs)  # type: ignore[arg-type]
    if self.import_name == "server":
        self.url_map = _addresses_of(self)


Flask.__init__ = _make_with_shared  # type: ignore[method-assign]

# Now, so that what is forked later has them already.
_first = Flask("server", static_folder=None)
for slice_pages in (*OFFICE, *API):
    _first.register_blueprint(slice_pages.blueprint)
