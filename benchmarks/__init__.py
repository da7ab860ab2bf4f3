"""Figures beside peers: run by hand, never as timed tests."""
