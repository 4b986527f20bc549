"""Sending alerts to phones: nothing is sent yet, each is in the office's own list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def queue(_alert_id: str, _school: str, _staff_ids: Sequence[str], _urgency: str) -> None:
    """Have an alert sent to these people's phones, inside the caller's transaction."""


def of(_alert_id: str) -> list[dict[str, Any]]:
    """What was sent of an alert, and when, as JSON."""
    return []
