"""What a cell of a list says: an answer, a day, a purpose and its media. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from server.consent.rules import MEDIUM_NAMES, PURPOSE_NAMES
from server.phones.sheet_rules import heading_key

UNCLEAR = "unclear"
_ANSWERS = {
    "given": """
        yes y true t 1 given granted agree agreed agrees consent consented consentgiven consentgranted consents
        approved accept accepted allow allowed permitted permissiongiven permissiongranted yesgiven ✓ ✔ ☑ ✅""",
    "refused": """
        no n false f 0 refused refuse refuses denied deny declined decline notgiven disagree disagreed notallowed
        notagreed noconsent notconsented consentrefused consentnotgiven doesnotconsent donotconsent
        permissionrefused permissiondenied notpermitted ✗ ✘ ☒ ❌""",
    "withdrawn": "withdrawn withdraw withdrew revoked consentwithdrawn permissionwithdrawn",
    "objected": "objected objection objects object",
    "not_asked": """
        notasked noresponse noreply noanswer notanswered notknown unknown unspecified notspecified na pending awaiting
        awaitingresponse awaitingreply notreturned none null""",
}
_READ = {word: response for response, words in _ANSWERS.items() for word in words.split()}
_NOTHING = re.compile(r"[\s.\-\u2010-\u2015/?]*")
_SIGNS = re.compile("[✓✔☑✅✗✘☒❌]")

# By which words a purpose is known in a heading; the first that fits is it.
_PURPOSE_WORDS = {
    "high_profile": ("highprofile", "individualimage", "featured", "casestudy"),
    "first_name": ("namebeside", "namewith", "namenext", "nameand", "namein", "nameof", "nameto", "usename", "named"),
    "social_media": ("social", "facebook", "twitter", "instagram", "youtube"),
    "website": ("website", "webpage", "prospectus", "internet", "online"),
    "press": ("press", "newspaper", "localmedia", "newsmedia"),
    "learning_record": ("learning", "journal", "tapestry", "assessment", "classrecord", "evidence"),
    "display": ("display", "noticeboard", "inschool", "aroundschool"),
}
_WHOLE_WORDS = {"web": "website", "media": "press", "name": "first_name"}
_MEDIUM_WORDS = {
    "photo": ("photo", "image", "picture", "foto"),
    "video": ("video", "film", "movie"),
    "audio": ("audio", "voice", "sound"),
}
_DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%Y/%m/%d", "%Y%m%d")
_SHORT_FORMS = ("%d/%m/%y", "%d-%m-%y", "%d.%m.%y", "%d-%b-%y", "%d %b %y")
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?Z?$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def read_answer(cell: str) -> str:
    """A cell as one of the responses; an empty one is not asked, anything that is not clear UNCLEAR."""
    if _NOTHING.fullmatch(cell):
        return "not_asked"
    sign = _SIGNS.fullmatch(cell.strip())
    return _READ.get(cell.strip() if sign else _key(cell), UNCLEAR)


def _key(cell: str) -> str:
    # A sign or a comma says that there is more to it than the word.
    return heading_key(cell) if re.fullmatch(r"[\w\s./'’-]+[.!]?", cell.strip()) else ""


@lru_cache(maxsize=4096)
def read_day(cell: str, today: date) -> date | None:
    """A day as lists write it, the day before the month. None for what is no day.

    A year of two figures is this century's, unless that is still to come.
    """
    text = " ".join(_TIME_OF_DAY.sub("", cell.strip()).split())
    for form in (*_DATE_FORMS, *_SHORT_FORMS):
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if form in _SHORT_FORMS:
            found = found.replace(year=2000 + found.year % 100 - (100 if found.year % 100 > today.year % 100 else 0))
        return found if found.year > 1900 else None
    return None


def read_targets(heading: str) -> list[tuple[str, str]]:
    """What a heading or a type of consent is about, as pairs of purpose and medium; none where it is not clear.

    One that names no medium means photos: what nobody was asked about is not taken for given.
    """
    key, words = heading_key(heading), {heading_key(word) for word in re.split(r"[\W_]+", heading)}
    purposes = [purpose for purpose, parts in _PURPOSE_WORDS.items() if any(part in key for part in parts)]
    purposes = purposes or [purpose for word, purpose in _WHOLE_WORDS.items() if word in words]
    if "socialmedia" in key or "social" in words:
        purposes = [purpose for purpose in purposes if purpose != "press"]
    if len(purposes) != 1:
        return []
    media = [medium for medium, parts in _MEDIUM_WORDS.items() if any(part in key for part in parts)]
    return [(purposes[0], medium) for medium in media or ["photo"]]


def target_of(code: str) -> list[tuple[str, str]] | None:
    """The pairs that a code names: "website" (photos), "website/video", "website/photo+video". None for no code."""
    purpose, slash, media = code.partition("/")
    found = media.split("+") if slash else ["photo"]
    if purpose not in PURPOSE_NAMES or not set(found) <= MEDIUM_NAMES.keys():
        return None
    return [(purpose, medium) for medium in MEDIUM_NAMES if medium in found]


def code_of(targets: list[tuple[str, str]]) -> str:
    """The code that names these pairs of one purpose."""
    return f"{targets[0][0]}/{'+'.join(medium for _purpose, medium in targets)}"
