"""What holds about organisers whatever the order of events."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from bot.clock import Clock
from bot.errors import UserError
from bot.model import Person
from bot.services.meetings import Meetings
from bot.services.organisers import Doing, Organisers
from bot.store import acts
from bot.store.acts import Act, What
from bot.store.database import Database
from bot.store.organisers import Mandate, Role
from tests.conftest import EXAMPLE

CHIEF, OTHER, BEN = (Person(id=number, name=name) for number, name in ((1, "Ingrid"), (2, "Olav"), (3, "Ben")))
NOW = datetime(2011, 5, 6, 8, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path):
    database = await Database.open(tmp_path / "plenary.db", Clock.started_at(NOW))
    yield database
    await database.close()


@pytest.fixture
async def organisers(database):
    """Two chiefs."""
    clock = Clock.started_at(NOW)
    organisers = Organisers(database, clock, Meetings(database, clock))
    await organisers.appoint([CHIEF.id, OTHER.id])
    return organisers


async def chiefs(organisers: Organisers) -> set[int]:
    return {number for number, one in (await organisers.everyone()).items() if one.is_chief}


def refused(results: list[object]) -> list[str]:
    return [result.template for result in results if isinstance(result, UserError)]


async def test_two_chiefs_who_remove_each_other_leave_one(organisers):
    """Whoever comes second is no organiser any more."""
    results = await asyncio.gather(
        organisers.remove(CHIEF, OTHER.id), organisers.remove(OTHER, CHIEF.id), return_exceptions=True
    )

    assert ["organisers/not_any_more.html"] == refused(results)
    assert 1 == len(await chiefs(organisers))


async def test_two_chiefs_who_leave_together_leave_one(organisers):
    """Whoever comes second is the last."""
    results = await asyncio.gather(organisers.leave(CHIEF), organisers.leave(OTHER), return_exceptions=True)

    assert ["organisers/last_chief.html"] == refused(results)
    assert 1 == len(await chiefs(organisers))


async def test_a_link_that_many_open_at_once_makes_one_organiser(organisers):
    """Single use, whatever the hurry."""
    invitation = await organisers.invite_organiser(CHIEF, None)
    crowd = [Person(id=number, name=str(number)) for number in range(10, 30)]

    results = await asyncio.gather(
        *(organisers.accept(one, invitation.payload) for one in crowd), return_exceptions=True
    )

    assert ["organisers/used.html"] * 19 == refused(results)
    assert 3 == len(await organisers.everyone())


async def test_of_a_link_the_store_knows_the_hash_alone(organisers, database):
    """A copy of the database opens no door."""
    invitation = await organisers.invite_chief(CHIEF)
    token = invitation.payload.partition("_")[2]

    with closing(sqlite3.connect(database.path)) as connection:
        dump = "\n".join(connection.iterdump())

    assert token not in dump
    assert "invitation" in dump


async def test_an_act_and_its_line_in_the_log_are_one(organisers):
    """What fails leaves no line, and what cannot be logged is not done."""

    def fail(connection):
        acts.put_act(connection, Act(person_id=BEN.id, name=BEN.name, what="joined", about={}, at=NOW))
        raise RuntimeError

    before = await organisers.log()

    with pytest.raises(RuntimeError):
        await organisers.act(Doing(by=CHIEF, what=What.INVITED), fail)
    with pytest.raises(TypeError):
        await organisers.act(
            Doing(by=CHIEF, what=What.INVITED, about={"what JSON has no words for": object()}),
            acts.put_act,
            Act(person_id=BEN.id, name=BEN.name, what="joined", about={}, at=NOW),
        )

    assert before == await organisers.log()


@pytest.mark.parametrize(
    ("doing", "template"),
    [
        (Doing(by=BEN, what=What.INVITED), None),
        (Doing(by=BEN, what=What.INVITED, process="oslo"), None),
        (Doing(by=BEN, what=What.INVITED, process="ottawa"), "organisers/other_process.html"),
        (Doing(by=BEN, what=What.INVITED, as_chief=True), "organisers/chiefs_only.html"),
        (Doing(by=CHIEF, what=What.INVITED, process="ottawa", as_chief=True), None),
        (Doing(by=Person(id=9), what=What.INVITED), "organisers/not_any_more.html"),
    ],
)
async def test_an_act_is_for_those_whose_it_can_be(organisers, doing, template):
    """Ben organises one process; nobody else's act has an effect."""
    await organisers.accept(BEN, (await organisers.invite_organiser(CHIEF, "oslo")).payload)
    done = []

    results = await asyncio.gather(organisers.act(doing, lambda connection: done.append(True)), return_exceptions=True)

    assert ([] if template else [True]) == done
    assert ([template] if template else []) == refused(results)


async def test_the_settings_appoint_whom_they_newly_name(organisers):
    """Not who was removed meanwhile; but who was taken out of the settings and put in again."""
    await organisers.remove(OTHER, CHIEF.id)

    await organisers.appoint([CHIEF.id, OTHER.id])
    same = await chiefs(organisers)
    await organisers.appoint([OTHER.id])
    await organisers.appoint([CHIEF.id, OTHER.id])

    assert {OTHER.id} == same
    assert {CHIEF.id, OTHER.id} == await chiefs(organisers)


async def test_the_settings_raise_an_organiser_to_chief(organisers):
    """The operator's word is the last."""
    await organisers.accept(BEN, (await organisers.invite_organiser(CHIEF, "oslo")).payload)

    await organisers.appoint([CHIEF.id, OTHER.id, BEN.id])

    assert BEN.id in await chiefs(organisers)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Mandate(Role.ORGANISER, frozenset("a")), Mandate(Role.ORGANISER, frozenset("b")), {"a", "b"}),
        (Mandate(Role.ORGANISER, frozenset("a")), Mandate(Role.ORGANISER), None),
        (Mandate(Role.ORGANISER), Mandate(Role.ORGANISER, frozenset("a")), None),
        (Mandate(Role.CHIEF), Mandate(Role.ORGANISER, frozenset("a")), None),
    ],
)
def test_a_mandate_only_grows(one, other, both):
    """A link takes nothing away."""
    grown = one.and_also(other)

    assert both == grown.processes
    assert (Role.CHIEF in (one.role, other.role)) == (grown.role is Role.CHIEF)
    assert all(grown.covers(process) for process in one.processes or "z")


@pytest.mark.parametrize("what", What)
def test_every_act_has_its_words_in_the_log(what):
    """Whoever adds an act adds its words."""
    words = (EXAMPLE.parents[2] / "templates/chat/organisers/acts.html").read_text()

    assert f'act.what == "{what}"' in words
