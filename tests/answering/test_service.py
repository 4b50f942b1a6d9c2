"""The service: one hop to read, a conversation kept for each person in each chat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answering.subjects import Subject
from bot.clock import Clock
from bot.model import Person
from bot.services.answers import Answers
from bot.services.meetings import Meetings
from bot.services.meetings_file import import_files
from bot.store import followers
from bot.store.database import Database
from bot.store.followers import Chat
from bot.store.followers import Subject as Followed
from bot.store.updates import Handling, being_handled

NOW = datetime(2007, 4, 25, 12, tzinfo=UTC)
EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "oslo-process" / "meetings.yaml"
ANA, BEA = Person(id=1, name="Ana", hint="en"), Person(id=2, name="Bea", hint="en")
GROUP = -100


@pytest.fixture
async def database(tmp_path: Path):
    clock = Clock.started_at(NOW)
    database = await Database.open(tmp_path / "plenary.db", clock)
    await import_files(database, clock, (EXAMPLE,))
    yield database
    await database.close()


@pytest.fixture
def answers(database: Database) -> Answers:
    return Answers(database, Meetings(database, Clock.started_at(NOW)))


def about(view) -> list[str]:
    return [meeting.id for meeting in view.meetings]


async def test_a_follow_up_is_understood(answers: Answers) -> None:
    """The last meeting is the one that is meant."""
    await answers.ask(ANA, 1, "when is the Oslo conference of 2007?", NOW)
    view = await answers.ask(ANA, 1, "and the fax?", NOW)

    assert ["oslo-2007"] == about(view)


async def test_in_a_group_each_person_has_her_own_conversation(answers: Answers) -> None:
    """Bea's question does not lean on Ana's."""
    await answers.ask(ANA, GROUP, "when is the Oslo conference of 2007?", NOW)
    await answers.ask(BEA, GROUP, "when is 1MSP?", NOW)

    assert ["oslo-2007"] == about(await answers.ask(ANA, GROUP, "and where?", NOW))
    assert ["vientiane-2010"] == about(await answers.ask(BEA, GROUP, "and where?", NOW))


async def test_a_conversation_survives_a_restart_and_expires(database: Database, answers: Answers) -> None:
    """It is kept in the store, for half a day."""
    await answers.ask(ANA, 1, "when was 1MSP?", NOW)
    restarted = Answers(database, Meetings(database, Clock.started_at(NOW)))

    assert ["vientiane-2010"] == about(await restarted.ask(ANA, 1, "and where?", NOW + timedelta(hours=1)))
    assert ["lima-2007"] == about(await restarted.ask(ANA, 1, "and where?", NOW + timedelta(days=2)))


async def test_a_pressed_button_answers_the_question_that_waits(answers: Answers) -> None:
    """The overview, where none waits."""
    later = datetime(2014, 3, 3, 12, tzinfo=UTC)
    await answers.ask(ANA, 1, "how do I register?", later)
    view = await answers.choose(ANA, 1, "geneva-2011", later)

    assert (["geneva-2011"], ["registration.how"]) == (about(view), [str(ask) for ask in view.asks])
    assert ["overview"] == [str(ask) for ask in (await answers.choose(BEA, 2, "geneva-2011", later)).asks]


async def test_a_command_asks_its_subject_of_the_meeting_that_its_words_name(answers: Answers) -> None:
    """Or of the one talked about."""
    named = await answers.ask(ANA, 1, "geneva 2011", NOW, subject=Subject.VENUE)
    talked_about = await answers.ask(ANA, 1, "", NOW, subject=Subject.CONTACTS)

    assert (["geneva-2011"], "venue") == (about(named), str(named.asks[0]))
    assert (["geneva-2011"], "contacts") == (about(talked_about), str(talked_about.asks[0]))


async def test_a_meeting_that_she_follows_comes_before_the_clock(database: Database, answers: Answers) -> None:
    """She follows one that is ahead."""
    chat = Chat(1, "private", "Ana")
    await database.write(followers.follow, chat, Followed("meeting", "geneva-2011"), None, 1, NOW)

    view = await answers.ask(ANA, 1, "where is it?", NOW)

    assert ["geneva-2011"] == about(view)


async def test_what_was_imported_meanwhile_is_known_at_once(database: Database, answers: Answers) -> None:
    """The index is built anew when the store's revision has moved."""
    second = EXAMPLE.parent.parent.parent / "tests" / "testdata" / "second-process" / "meetings.yaml"
    await answers.ask(ANA, 1, "when is Kyoto?", NOW)
    await import_files(database, Clock.started_at(NOW), (second,))

    assert ["kyoto-2025"] == about(await answers.ask(ANA, 1, "when is the Kyoto conference?", NOW))


async def test_what_memory_holds_is_answered_without_the_store(database: Database, answers: Answers) -> None:
    """The second question of a person costs no hop, until the content has another revision than when it came in."""
    await answers.ask(ANA, 1, "When is Lima?", NOW)
    reads = 0

    async def counted(*args: object, **kwargs: object) -> object:
        nonlocal reads
        reads += 1
        return await Database.read(database, *args, **kwargs)

    database.read = counted
    revision = (await answers._meetings.catalogue()).revision
    reads = 0
    for number, seen in enumerate((revision, revision + 1)):
        token = being_handled.set(Handling(number, {}, revision=seen))
        view = await answers.ask(ANA, 1, "and where is it?", NOW)
        being_handled.reset(token)

        assert ["lima-2007"] == about(view)
        assert number == reads
