"""Addresses compiled once for every app of a test run: each test has an app of its own with the same addresses, and
compiling them is the greater half of what making one costs. Imported for its effect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from server.app import API, OFFICE

_compile = Rule._compile_builder
_compiled: dict[Any, Callable[..., tuple[str, str]]] = {}


def _compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """What werkzeug compiles of a rule, which depends on no more than this; the rule itself is handed in later."""
    key = (tuple(rule._trace), tuple(sorted((rule.defaults or {}).items())), append_unknown)
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]


Rule._compile_builder = _compile_once  # type: ignore[method-assign]

# Now, so that what is forked later has them already.
_first = Flask(__name__)
for slice_pages in (*OFFICE, *API):
    _first.register_blueprint(slice_pages.blueprint)
