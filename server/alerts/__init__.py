"""Alerts: who is told, how it reaches them, and who took it up."""
