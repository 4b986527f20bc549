"""Whom outside the school an incident asks to be told, until somebody wrote that they were (R64, R68). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

# Who is to be told of illegal content (R68); one of them told is enough to ask no more.
OF_CONTENT = frozenset({"police", "ceop", "iwf"})
ASK_LADO = "Was the LADO told? A concern about staff is talked over with the LADO; a crime is one for the police."
ASK_OF_CONTENT = "Were the police, CEOP or the Internet Watch Foundation told? What may be illegal is theirs."


def asked_of(category: str | None, details: Mapping[str, Any], told: Collection[str]) -> str | None:
    """What to ask about an incident of this category; `told` are the codes of those written down as told."""
    if category == "allegation":
        # What is low-level is the headteacher's own matter (KCSIE, Part 4).
        return None if "lado" in told or details.get("level") == "low" else ASK_LADO
    may_be_illegal = category == "nude_image" or (category == "online_safety" and details.get("illegal") is True)
    return ASK_OF_CONTENT if may_be_illegal and not OF_CONTENT & set(told) else None
