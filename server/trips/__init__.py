"""Trips: who goes, with whom, and with which phones."""
