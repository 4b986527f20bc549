"""The words of a report, as the phone's form has them, for the trip sheet on paper and for typing it in. Pure.

A test holds them against the phone's own, so that somebody who knows the one form knows the other.
"""

from __future__ import annotations

from server.incidents.protocols import OFFERED

CATEGORIES = tuple((code, words) for code, words, _usual in OFFERED)
SEVERITIES = (("minor", "Minor"), ("moderate", "Moderate"), ("serious", "Serious"), ("critical", "Critical"))
ALLEGATION, HEAD = "allegation", "headteacher"
ABOUT = (("staff", "A member of staff"), (HEAD, "The headteacher"))

WHAT_KIND = "What kind of incident?"
ABOUT_WHOM = "Who is it about?"
WHAT_HAPPENED = "What happened?"
HOW_SERIOUS = "How serious?"
WHERE = "Where?"
WHICH_PUPILS = "Which pupils?"
WHAT_WAS_DONE = "What was done?"
WHO_WAS_TOLD = "Who was told?"
FOLLOW_UP = "Does somebody need to follow this up?"
