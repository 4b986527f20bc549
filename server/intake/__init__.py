"""What phones send: stored as it came, receipted, then opened and handed on, or held for a person to check."""
