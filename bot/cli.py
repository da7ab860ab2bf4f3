"""The command line. Errors are told, not traced; a failure exits with 1."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from pydantic import SecretStr, ValidationError

from bot import app as application
from bot import logs
from bot.coach.reading import Annotation, TextType
from bot.content import ROOT, UNUSABLE, Content, ContentBroken, problems
from bot.diagrams import diagrams
from bot.engine.loader import Broken
from bot.settings import Settings
from bot.store import rotation
from bot.store.base import StoreError, StoreRefused
from bot.store.keys import load_or_create_master_key
from bot.store.migrate import DATABASE_NAME
from bot.store.migrate import migrate as migrate_database
from bot.telegram.ingress import TokenRefused
from bot.terminal import CLOCK, Terminal

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Before We Talk: rehearse a hard talk before having it.",
)
PREVIEW_TOKEN = "1:preview-token-for-the-local-stand-in"
Lines = Annotated[bool, typer.Option("--json", help="One JSON line out for each line in.")]


def main() -> None:
    """Runs the command line."""
    logs.set_up()
    try:
        cli()
    except (Broken, ContentBroken, StoreRefused, StoreError, TokenRefused, *UNUSABLE) as error:
        _fail(str(error) or type(error).__name__)
    except OSError as error:
        _fail(f"That cannot be done: {error.strerror or type(error).__name__}.")
    except ValidationError as error:
        names = ", ".join(str(e["loc"][0]).upper() for e in error.errors())
        _fail(f"A setting cannot be used: {names}. See .env.example.")


@cli.command()
def run() -> None:
    """Run the Telegram bot by long polling. Example: BOT_TOKEN=123:ABC… python -m bot run."""
    settings = Settings()
    if settings.bot_token is None:
        _fail(
            "There is no BOT_TOKEN. Ask @BotFather on Telegram for one (/newbot) and put it into"
            " .env as BOT_TOKEN=… Or try everything without an account: make run."
        )
    _wait_for(
        application.run(settings, lambda: _say("The bot is running. Stop it with Ctrl+C."), _tell)
    )


@cli.command()
def standin(port: int = 8081, faults: bool = False) -> None:
    """Run the local stand-in of the Bot API. Example: python -m bot standin --port 8081."""
    from bot.standin import serve

    _wait_for(serve(port=port, allow_faults=faults, ready=lambda url: _say(f"Stand-in: {url}")))


@cli.command()
def preview(port: int = 8080, data_dir: Path = Path("data/preview")) -> None:
    """Try everything in the browser. Example: python -m bot preview --port 8080."""
    _wait_for(_preview(port, data_dir))


async def _preview(port: int, data_dir: Path) -> None:
    from bot.standin import serve

    listening: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    server = asyncio.create_task(serve(port=port, ready=listening.set_result))
    server.add_done_callback(lambda _: listening.done() or listening.cancel())
    try:
        url = await listening
    except asyncio.CancelledError:
        await server
        raise
    settings = Settings(bot_token=SecretStr(PREVIEW_TOKEN), bot_api_base=url, bot_data_dir=data_dir)
    try:
        await application.run(
            settings, lambda: _say(f"Open {url} in a browser. Ctrl+C stops it."), _tell
        )
    finally:
        server.cancel()
        await asyncio.gather(server, return_exceptions=True)


@cli.command()
def chat(dialogue: Annotated[str, typer.Argument()] = "start", seed: int = 0) -> None:
    """Talk in the terminal. Example: python -m bot chat rehearsal --seed 7."""
    content = Content.read()
    terminal = Terminal(content, typer.echo, seed, lambda: CLOCK)
    terminal.begin(dialogue)
    for line in sys.stdin:
        terminal.take(line.rstrip("\n"))


@cli.command()
def check() -> None:
    """Look for faults in dialogues, templates and rules. Example: python -m bot check."""
    found = problems()
    for problem in found:
        sys.stdout.write(problem + "\n")
    if found:
        raise SystemExit(1)
    _say("Nothing wrong.")


@cli.command()
def draw(folder: Path = Path("docs/diagrams")) -> None:
    """Draw every dialogue as a Mermaid diagram. Example: python -m bot draw."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in diagrams(Content.read().book).items():
        (folder / f"{name}.md").write_text(text)
        _say(str(folder / f"{name}.md"))


@cli.command()
def coach(
    type_: Annotated[str, typer.Option("--type", help="What the text is meant as.")],
    as_json: Lines = True,
) -> None:
    """Read texts by lines. Example: echo "you never listen" | python -m bot coach --type draft."""
    known = get_args(TextType)
    if type_ not in known:
        _fail(f"There is no text type {type_}. There are: {', '.join(known)}.")
    content = Content.read()

    def read(text: str, context: Any) -> dict[str, Any]:
        line = Annotation(**_tuples(context)) if isinstance(context, dict) else context
        return content.coach.reading(text, type_, context=line).as_data()  # type: ignore[arg-type]

    _each_line(read)


@cli.command()
def screen(as_json: Lines = True) -> None:
    """Screen texts line by line. Example: echo "he hit me" | python -m bot screen --json."""
    content = Content.read()
    _each_line(lambda text, _: content.screen.risk(text).as_data(text))


@cli.command()
def migrate() -> None:
    """Bring the database up to date. Example: python -m bot migrate."""
    path = Settings().bot_data_dir / DATABASE_NAME
    if not path.exists():
        _fail(f"{path}: there is no database yet; `run` makes one.")
    _say(f"{path}: version {migrate_database(path)}.")


@cli.command()
def rotate_key(new_key_file: Path) -> None:
    """Seal under a new master key, the bot stopped. Example: python -m bot rotate-key new.key."""
    settings = Settings()
    old = application.master_key(settings)
    new = load_or_create_master_key(new_key_file, database_exists=False)
    people = rotation.rotate(settings.bot_data_dir, old, new)
    _say(f"{new_key_file} opens the database now (people whose keys were wrapped anew: {people}).")
    _say("Put it in the old key's place, and keep the old one only as long as your backups.")


@cli.command()
def forget_again(replaced: Path) -> None:
    """After a restore, forget again whom the REPLACED database had forgotten.

    Example: python -m bot forget-again replaced/before-we-talk.db
    """
    people = rotation.forget_again(Settings().bot_data_dir, replaced)
    _say(f"People forgotten again: {people}.")


@cli.command()
def doctor() -> None:
    """Say whether everything is in order. Example: python -m bot doctor."""
    from bot.doctor import examined

    healthy = True
    for good, line in asyncio.run(examined(Settings(), time.time())):
        healthy &= good
        _say(f"{'ok ' if good else 'no '} {line}")
    if not healthy:
        raise SystemExit(1)


def _each_line(read: Callable[[str, Any], dict[str, Any]]) -> None:
    """One text in, one answer out, flushed: plain text, or JSON with `text` and `context`."""
    stdin = os.fdopen(os.dup(0), "r", encoding="utf-8", errors="replace", newline="\n")
    for line in stdin:
        text, context = line.rstrip("\n"), None
        if text.startswith("{"):
            with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
                given = json.loads(text)
                text, context = str(given["text"]), given.get("context")
        answer = read(text, context)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _tuples(context: dict[str, Any]) -> dict[str, Any]:
    names = Annotation.__dataclass_fields__
    return {k: tuple(v) if isinstance(v, list) else v for k, v in context.items() if k in names}


def _wait_for(work: Coroutine[Any, Any, None]) -> None:
    async def watched() -> None:
        logs.watch(asyncio.get_running_loop())
        await work

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(watched())


def _tell(problem: Exception) -> None:
    """Why the bot answers nothing but help, and until when."""
    print(problem, file=sys.stderr, flush=True)
    if isinstance(problem, ContentBroken):
        _say(
            "Until this is mended and the bot started again, only help is answered; all else waits."
            " `python -m bot check` looks for further faults."
        )
    else:
        _say("Until this is mended, only help is answered; all else waits. It is tried again.")


def _say(text: str) -> None:
    print(text, flush=True)


def _fail(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
    raise SystemExit(1)


__all__ = ["ROOT", "cli", "main"]
