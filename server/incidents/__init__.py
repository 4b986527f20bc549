"""Incidents: what was reported, and who may read it."""
