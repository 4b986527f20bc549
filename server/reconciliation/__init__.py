"""Proving that everything came back: what phones announced, what arrived, what is missing or held."""
