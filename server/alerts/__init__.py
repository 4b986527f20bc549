"""Alerts: who is told of what, how it reaches them, and what they do about it."""
