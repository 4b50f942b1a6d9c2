"""The bot with those who organise."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.rehearsal.people import Person
from tests.conftest import Open, Stage
from tests.handlers.steps import CHIEF, Organiser


@pytest.fixture
async def organised(open_stage: Open) -> Stage:
    """The bot with a chief organiser in its settings, and its outbox at work."""
    stage = await open_stage(organisers=(CHIEF,))
    await stage.plenary.outbox.start()
    stage.rehearsal.calls.clear()  # the organiser has not written yet: her menu is refused
    return stage


@pytest.fixture
def ingrid(stage: Stage) -> Person:
    """The chief organiser."""
    return stage.person("Ingrid", id=CHIEF)


@pytest.fixture
async def organiser(stage: Stage, tmp_path: Path) -> Organiser:
    """Documents are links from the start, so that no test has to carry their files along."""
    organiser = Organiser(stage, tmp_path)
    for meeting_id in ("geneva-2011", "lima-2007", "geneva-2013"):
        await organiser.changes(meeting_id)
    await stage.plenary.outbox.start()
    return organiser
