"""Feedback on words meant to be said, by rules."""
