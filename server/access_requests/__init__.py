"""A request to see everything about one child: what is held, what goes out, who let it go, by when (ADR 0068)."""
