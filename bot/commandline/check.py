"""`plenary check`: settings, store, templates, translations, word lists, and with a token what Telegram says."""

from __future__ import annotations

from argparse import Namespace

from bot.answering.words import LANGUAGES, gaps
from bot.clock import Clock
from bot.commandline.lengths import refused_at_the_longest, too_long_by_themselves
from bot.commandline.simple import opened
from bot.commandline.translations import translation_problems
from bot.errors import StartError
from bot.receiving.inquiry import telegram_says
from bot.rendering import TEMPLATES, Rendering
from bot.services.meetings import Meetings
from bot.settings import Settings

ROOT = TEMPLATES.parent


async def check(settings: Settings, given: Namespace) -> None:
    """Print what is right, a line each. Raises StartError with a line for each thing that is wrong."""
    print("settings: read")
    rendering = Rendering()
    print(f"templates: {len(rendering.load_all())} compiled")
    problems = list(translation_problems(TEMPLATES, (ROOT / "bot", ROOT / "handlers")))
    problems += too_long_by_themselves(rendering)
    problems += gaps()
    if problems:
        raise StartError("\n".join(problems))
    if refused := await refused_at_the_longest(rendering):
        raise StartError("\n".join(refused))
    print(f"translations: complete in {', '.join(rendering.languages)}")
    print(f"words: what is asked in English is asked in {', '.join(sorted(LANGUAGES))}")
    print("messages: within Telegram's limits with the longest values that the store accepts")
    if settings.database.exists():
        async with opened(settings, Clock.started_at(settings.now)) as database:
            catalogue = await Meetings(database, Clock()).catalogue()
        print(f"store: {len(catalogue.meetings)} meetings in {settings.database}")
    else:
        print(f"store: there is no {settings.database} yet")
    if settings.token is not None:
        for line in await telegram_says(settings.api_url, settings.token.get_secret_value()):
            print(f"Telegram: {line}")
