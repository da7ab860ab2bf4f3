"""Screening of every text, and the helplines."""
