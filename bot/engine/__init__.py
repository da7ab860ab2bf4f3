"""The dialogue engine: data in, data out. No Telegram, no database, no wording, no clock."""
