"""Changes of the policy that staff have to know: they sign acceptable use again, and read what changed (R98)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from server.accounts import agreements
from server.foundation import registry
from server.foundation.settings import PolicyChange
from server.policy import versions
from server.policy.change_words import InWords, in_words


@contextmanager
def around_policy(change: PolicyChange) -> Iterator[None]:
    """Ask, in the transaction that puts the change in force. Words for a setting alone ask nobody."""
    here = registry.current().settings
    asked = [code for code in change.values if here[code].asks_again]
    before = versions.in_force(change.school).said
    yield
    if asked:
        after = versions.in_force(change.school).said
        changes = in_words({code: (before[code], after[code]) for code in asked}, {})
        agreements.ask_again(change.school, [_line(one) for one in changes], change.by)


def _line(one: InWords) -> str:
    """What changed, and the school's own sentence for it with its clause, where there is one."""
    sentence, clause = one.sentence[1], one.clause[1]
    quoted = f" The school’s policy: “{sentence}”" if sentence else ""
    return f"{one.label}: {one.after}. Before: {one.before}.{quoted}{f' ({clause})' if clause else ''}"
