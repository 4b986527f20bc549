"""Holds on a child, and why: what retention holds about one."""

from __future__ import annotations

from collections.abc import Iterator

from server.accounts.about_child import AboutChild, HeldAbout, LookedFor, said
from server.retention.holds import PUPIL
from server.retention.models import RetentionHold, RetentionHoldEnd

KEPT = "How long things are kept"


def rows(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    """Each hold on the child or on a record of theirs, or whose reason names them; and why one ended."""
    for hold in RetentionHold.select().where(RetentionHold.school == school):
        is_theirs = hold.what == PUPIL and hold.subject in child.pupils
        if is_theirs or hold.subject in child.records or child.is_named_in(hold.why):
            about = frozenset({hold.subject}) if is_theirs else frozenset[str]()
            key, title, alone = f"hold:{hold.id}", "Nothing of it is to be destroyed", child.readers_of([hold.subject])
            facts = said(Why=hold.why)
            yield HeldAbout(key, KEPT, title, hold.made_at, facts, pupils=about, readers=alone)
    ended = RetentionHoldEnd.select(RetentionHoldEnd, RetentionHold).join(RetentionHold)
    for end in ended.where(RetentionHoldEnd.school == school):
        if child.is_named_in(end.why):
            key, title, alone = f"hold ended:{end.hold_id}", "Such a hold ended", child.readers_of([end.hold.subject])
            yield HeldAbout(key, KEPT, title, end.at, said(Why=end.why), readers=alone)


ABOUT_CHILD = AboutChild(rows=rows)
