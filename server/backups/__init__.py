"""Backups: one file that holds everything, which only a key on paper opens; and putting one back."""
