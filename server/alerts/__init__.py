"""Alerts: who is told of what, taking it up, and telling the next person when nobody does."""
