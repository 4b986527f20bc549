"""What a school decides of incidents, where its own text can say otherwise than national guidance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.accounts.rules import Role
from server.foundation.settings import Choice, Clash, Setting

NEVER, DSL_ALONE, CLEAR_REASON = "never", "dsl_alone", "clear_reason"
NUDE_IMAGE_SEEN = Setting(
    code="incidents.nude_image_seen",
    label="Whether anybody may look at a nude image of a child",
    kind=Choice(
        {
            NEVER: "Nobody ever does",
            DSL_ALONE: "Nobody, but in exceptional cases the DSL",
            CLEAR_REASON: "Whoever has a clear reason",
        }
    ),
    usual=NEVER,
    rules=("R69",),
    changed_by=(Role.HEADTEACHER, Role.DSL),
    does="Nothing opens one here whatever is chosen: no form takes such an image, and phones say never to look.",
    asks_again=True,
)
SETTINGS = (NUDE_IMAGE_SEEN,)


def _nude_image(values: Mapping[str, Any]) -> str:
    if values[NUDE_IMAGE_SEEN.code] == CLEAR_REASON:
        return (
            "National guidance of March 2024 is stricter: staff never look at such an image; the DSL alone may have "
            "to, in exceptional cases. Phones go on saying so."
        )
    return ""


CLASHES = (Clash("incidents.nude_image", (NUDE_IMAGE_SEEN.code,), _nude_image),)
