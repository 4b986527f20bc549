"""Figures side by side: Lanyard, the bare minimum, and its peers, in one run (`make bench`, ADR 0020)."""
