"""The school's own rules and contacts."""
