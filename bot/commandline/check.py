"""`plenary check`: settings, store, templates, translations, and with a token what Telegram says."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.clock import Clock
from bot.commandline.simple import opened
from bot.errors import StartError
from bot.receiving.inquiry import telegram_says
from bot.rendering import LANGUAGES, TEMPLATES, Rendering
from bot.services.meetings import Meetings
from bot.settings import Settings


async def check(settings: Settings, given: Namespace) -> None:
    """Print what is right, a line each. Raises StartError with a line for each thing that is wrong."""
    print("settings: read")
    print(f"templates: {len(Rendering().load_all())} compiled")
    problems = list(translation_problems(TEMPLATES / "locales"))
    if problems:
        raise StartError("\n".join(problems))
    print(f"translations: complete in {', '.join(Rendering().languages)}")
    if settings.database.exists():
        async with opened(settings, Clock.started_at(settings.now)) as database:
            catalogue = await Meetings(database, Clock()).catalogue()
        print(f"store: {len(catalogue.meetings)} meetings in {settings.database}")
    else:
        print(f"store: there is no {settings.database} yet")
    if settings.token is not None:
        for line in await telegram_says(settings.api_url, settings.token.get_secret_value()):
            print(f"Telegram: {line}")


def translation_problems(folder: Path) -> Iterator[str]:
    """What is missing or malformed in the catalogues: one line each, with the file and the line in it."""
    for language in LANGUAGES:
        path = folder / language / "LC_MESSAGES" / "plenary.po"
        if path.exists():
            with path.open("rb") as file:
                yield from _catalogue_problems(path, read_po(file, locale=language))


def _catalogue_problems(path: Path, catalogue: Catalog) -> Iterator[str]:
    for message in catalogue:
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.fuzzy or not all(forms):
            yield f"{path}:{message.lineno}: {message.id!r} is not translated."
        for error in message.check(catalogue):
            yield f"{path}:{message.lineno}: {message.id!r}: {error}."
