"""The school, its staff, their roles, and signing in."""
