"""The simulated partner who answers."""
