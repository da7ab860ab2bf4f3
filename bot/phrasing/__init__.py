"""How it is said: session data and templates in, messages out."""
