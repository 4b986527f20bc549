"""The school itself: its first run, the list of its staff, its pupil roll, and what is still to get ready."""
