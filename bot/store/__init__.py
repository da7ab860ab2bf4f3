"""What lasts, sealed."""
