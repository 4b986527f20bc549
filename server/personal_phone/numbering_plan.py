"""Whether a number can be anybody's, by the numbering plans of the world (the `phonenumbers` library).

Only ever a warning to look twice: the plans know which numbers may exist, not who has one.
"""

from __future__ import annotations

import phonenumbers

LOOK_TWICE = "No number of that length is in use there. Look at it once more."


def may_exist(number: str) -> bool:
    """Whether `Dialled.number`, in national or 00 form, has a length that its country uses. A short one always may."""
    if not number.startswith("0") or len(number) < 9:
        return True
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, "GB"))
    except phonenumbers.NumberParseException:
        return False
