"""Lanyard's server: the school office's pages and what the phones talk to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

__version__ = "0.11.1"
DOCTOR = "doctor"


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """Build the app. Imported only when called, so that a slice never drags every other in."""
    try:
        from server.app import cannot_start
        from server.app import create_app as compose
        from server.config import CannotStart
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("server"):
            raise
        from click import ClickException

        raise ClickException(f"The package {error.name} is not installed: pip install -r requirements.txt") from error
    try:
        return compose(settings)
    except CannotStart as refusal:
        # Whoever asks what is wrong is not to be told only that something is.
        if DOCTOR not in sys.argv[1:]:
            raise
        return cannot_start(refusal, settings)
