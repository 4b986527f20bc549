"""How long everything is kept and why, what is due to go, holds, and destroying it by two people (R91)."""
