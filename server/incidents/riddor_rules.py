"""Whether an incident may have to be reported under RIDDOR: a prompt to ask, and never a decision. Pure.

From HSE, Incident reporting in schools (EDIS1, revision 3; RIDDOR 2013): most incidents on school trips need no report.
A pupil's may, where it came of how the school did its work and they died or were taken from there to hospital for
treatment. Somebody's at work may, for a death, one of the specified injuries, or more than seven days unfit for work.
The employer is the responsible person. It does not reach beyond Great Britain. Words say none of that for sure: any of
these asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# What is not about somebody hurt is no accident: the other kinds ask for other people. None: nobody chose one (R67).
ASKED_OF = frozenset({"injury", "illness", "near_miss", "behaviour", "missing_pupil", "other", "emergency", None})
_BONES = "arm|leg|wrist|elbow|ankle|hip|shoulder|collar ?bone|rib|skull|spine|back|neck|jaw|nose|bone"
_WORDS = (
    r"hospital|a ?& ?e|casualty|ambulance|paramedics?|emergency department",
    r"fractur(?:e|es|ed|ing)|dislocat(?:e|ed|ion)",
    rf"(?:broke|broken|breaking)\b(?: \w+){{0,2}}? (?:{_BONES})|(?:{_BONES}) (?:is|was|may be|might be) broken",
    r"amputat(?:e|ed|ion)|crush(?:ed|ing)?|severed|scalp(?:ed|ing)",
    r"unconscious(?:ness)?|knocked out|passed out|lost consciousness|loss of consciousness|concuss(?:ed|ion)",
    r"burn(?:s|t|ed)?|scald(?:s|ed|ing)?",
    r"blind(?:ed|ness)?|lost (?:his|her|their|the) sight|loss of sight",
    r"electric shock|electrocuted|hypothermi[ac]|heat ?stroke|asphyxia\w*|resuscitat\w+|cpr|drown(?:ed|ing)?",
    r"died|death|dead|killed|fatal",
    r"(?:over|more than) (?:seven|7) days|(?:off|unfit for) work",
)
_FOUND = re.compile(rf"(?<!\w)(?:{'|'.join(_WORDS)})(?!\w)", re.IGNORECASE)


def words_that_ask(category: str | None, texts: Iterable[str]) -> list[str]:
    """The words of these texts for which somebody should ask, each once, as they were written; empty: no prompt."""
    if category not in ASKED_OF:
        return []
    found: dict[str, str] = {}
    for text in texts:
        for match in _FOUND.finditer(" ".join(text.split())):
            found.setdefault(match[0].casefold(), match[0])
    return list(found.values())
