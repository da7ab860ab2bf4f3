"""A strict local stand-in of the Bot API, with a page of two phones."""
