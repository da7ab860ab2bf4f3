"""Everything that knows Telegram's words."""
