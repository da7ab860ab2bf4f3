"""Pictures: the card, progress, the heat curve."""
