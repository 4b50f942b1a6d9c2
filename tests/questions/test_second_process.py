"""A process that nothing was made for, alone in its database, and its whole bank asked as delegates ask."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.app import ready
from bot.clock import Clock
from bot.commandline.ask import Asked as Line
from bot.commandline.ask import Desk
from bot.rehearsal import TOKEN, Rehearsal
from bot.services.meetings_file import import_files
from bot.settings import Settings
from bot.store.database import Database
from tests.questions.evaluation import AS_WRITTEN, Report
from tests.questions.scorer import STORES, asked, banks, instant, judged, texts_of, unisolated


async def test_the_made_up_process_alone_is_answered_as_well(tmp_path: Path) -> None:
    """At least 97 of 100 right, in each language at least 93, and nothing invented: from the message to the reply."""
    clock, report = Clock(), Report("second process alone", AS_WRITTEN)
    database = await Database.open(tmp_path / "plenary.db", clock)
    await import_files(database, clock, [STORES["second"]])
    rehearsal = Rehearsal(clock)
    async with ready(Settings(_env_file=None), clock, database, rehearsal.request, TOKEN, limited=False) as plenary:
        rehearsal.connect(plenary.door.take, plenary.door.idle)
        desk = Desk(rehearsal, clock, plenary)
        for file in banks("second"):
            bank = yaml.safe_load(file.read_text("utf-8"))
            for number, question in enumerate(bank["questions"]):
                user, hint = f"{file.stem} {number}", question.get("hint", bank["language"])
                for text in texts_of(question):
                    now = instant(question["now"]).isoformat()
                    shown = await desk.answer(Line(id=user, user=user, lang=hint, now=now, text=text))
                assert desk.view is not None
                report.add(
                    judged(question, bank["language"], desk.view.answer, unisolated(shown["text"]), asked("second"))
                )
    await database.close()
    wrong = "\n".join(f"{verdict.question['text']!r} {'; '.join(verdict.wrong)}" for verdict in report.wrong)

    assert [] == report.missed, wrong
