"""What an operator can set, from the environment or `.env`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting has one line in `.env.example`."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", hide_input_in_errors=True, env_ignore_empty=True
    )

    bot_token: SecretStr | None = None
    bot_api_base: str | None = None
    bot_data_dir: Path = Path("data")
    bot_key_file: Path | None = None
    bot_master_key: SecretStr | None = None
    bot_language: str = "en"
    bot_pace: bool = Field(default=True)

    @property
    def key_file(self) -> Path:
        """Where the master key lies: beside the data directory unless said otherwise."""
        return self.bot_key_file or self.bot_data_dir.with_name(self.bot_data_dir.name + ".key")
