"""Reminders whatever happens: followed, starred, moved, called off, muted, with quiet hours, zones, and the bot being down."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import Clock
from bot.model import Deadline, Meeting, Person, Process, Registration, Revision, Session
from bot.reminding.derive import Due
from bot.reminding.events import events_of
from bot.reminding.leads import Lead
from bot.services import consequences
from bot.services.consequences import Written
from bot.services.following import Following
from bot.services.meetings import Meetings
from bot.services.people import People
from bot.services.reminder_plan import derived_for
from bot.services.reminder_rules import ReminderRules
from bot.services.reminder_settings import ReminderSettings
from bot.services.reminder_wishes import ReminderWishes
from bot.services.reminders import Reminders
from bot.services.sessions import Sessions, short_id
from bot.store import Connection, meetings, organisers, outbox, people
from bot.store.database import Database
from bot.store.followers import Chat, Subject
from bot.store.outbox import Outcome
from bot.store.reminders import REMINDER

BEGIN = datetime(2011, 3, 20, 12, tzinfo=UTC)  # a week before clocks are put on in Europe
ANNA, BEN, GROUP, BOSS = 1, 2, -100, 3
CHATS = {ANNA: Chat(ANNA, "private", "Anna"), BEN: Chat(BEN, "private", "Ben"), GROUP: Chat(GROUP, "group", "All")}
REVISION = Revision(created=BEGIN, changed=BEGIN)


def meeting(name: str, start: datetime, zone: str) -> Meeting:
    opening = Session(id="opening", uid=f"{name}-o", title="Opening", start=start, revision=REVISION)
    visit = Session(
        id="visit", uid=f"{name}-v", title="Visit", start=start.date() + timedelta(days=1), revision=REVISION
    )
    return Meeting(
        id=name,
        uid=name,
        process="ccm",
        name=name,
        start=start,
        end=start.date() + timedelta(days=3),
        timezone=zone,
        registration=Registration(opens=start.date() - timedelta(days=9), closes=start.date() - timedelta(days=4)),
        deadlines=(Deadline(what="Papers", date=datetime(2011, 3, 26, 18)),),
        programme=(opening, visit),
        revision=REVISION,
    )


MEETINGS = {
    "one": meeting("one", datetime(2011, 3, 28, 10), "Europe/Zurich"),
    "two": meeting("two", datetime(2011, 4, 3, 2, 30), "Australia/Sydney"),  # in the hour that is shown twice
}


class Told(NamedTuple):
    """A reminder that was sent."""

    chat: int
    meeting: str
    due: Due
    at: datetime


class World:
    """The store and the services, and what was sent; nothing runs by itself."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database, self.clock = database, clock
        self.meetings = Meetings(database, clock)
        self.following = Following(database, clock, self.meetings, planned=lambda: None)
        self.sessions = Sessions(database, clock, self.meetings, planned=lambda: None)
        self.people = People(database, clock, self.meetings, planned=lambda: None)
        self.choices = ReminderSettings(database, clock, self.meetings, wake=lambda: None)
        self.wishes = ReminderWishes(database, clock, self.meetings, wake=lambda: None)
        self.wished: list[tuple[int, int]] = []
        self.rules = ReminderRules(database, clock, self.meetings, wake=lambda: None)
        self.reminders = Reminders(database, clock, self.meetings)
        self.now = BEGIN
        self.told: list[Told] = []
        self.fixed()

    def fixed(self) -> None:
        """Let the clock stand: it shows what this test says."""
        self.clock.now = lambda: self.now  # type: ignore[method-assign]

    async def change(self, name: str, **fields: object) -> None:
        known = (await self.meetings.catalogue()).meetings[name]
        changed = replace(known, **fields)

        def effect(connection: Connection) -> None:
            meetings.put_meeting(connection, changed)
            consequences.follow(connection, Written({name: known}, {name: changed}, ()), self.now)

        await self.database.write(effect)

    async def derived(self) -> list[tuple[int, str, Due]]:
        """Everything that is derived as things stand."""
        catalogue = await self.meetings.catalogue()

        def look(connection: Connection) -> list[tuple[int, str, Due]]:
            return [
                (chat, name, due)
                for chat in CHATS
                for name, about in catalogue.meetings.items()
                for due in derived_for(connection, about, chat)[0]
            ]

        return await self.database.read(look)

    async def send(self) -> None:
        """Ring, and send everything that the outbox has."""
        await self.reminders.ring()
        while delivery := await self.database.write(outbox.claim, self.now):
            if delivery.kind != REMINDER:  # a change of the meeting was told
                await self.database.write(outbox.settle, delivery, Outcome(state="sent"), self.now)
                continue
            body = delivery.body
            found = await self.reminders.for_sending(
                delivery.chat_id, body["meeting"], body["event"], body["lead"], body["anchor"]
            )
            outcome = Outcome(state="withdrawn")
            if found.not_before is not None:
                outcome = Outcome(state="pending", not_before=found.not_before)
            elif found.reminder is not None:
                outcome = Outcome(state="sent")
                self.told.append(Told(delivery.chat_id, body["meeting"], found.reminder.due, self.now))
            await self.database.write(outbox.settle, delivery, outcome, self.now)

    async def run_until(self, end: datetime) -> None:
        """Let the bot run: it wakes for each reminder and each delivery."""
        while True:
            due = [await self.reminders.earliest(), await self.database.read(outbox.earliest)]
            due = [at for at in due if at is not None and at <= end]
            if not due:
                break
            self.now = max(self.now, min(due))
            await self.send()
        self.now = end

    async def sleep_until(self, end: datetime) -> None:
        """Let the bot be down meanwhile."""
        self.now = end
        await self.send()

    async def quiet_now(self, chat: int, name: str) -> bool:
        about = (await self.meetings.catalogue()).meetings[name]
        found = await self.database.read(derived_for, about, chat)
        chosen = found[1]
        zone = chosen.zone or ZoneInfo(about.timezone or "UTC")
        return chosen.quiet is not None and chosen.quiet.covers(self.now, zone)


def key(chat: int, name: str, due: Due) -> tuple[object, ...]:
    return chat, name, due.event, due.anchor, str(due.lead)


chats, persons = st.sampled_from(list(CHATS)), st.sampled_from([ANNA, BEN])
names, session_ids = st.sampled_from(list(MEETINGS)), st.sampled_from(["opening", "visit"])
leads = st.sampled_from([Lead(2), Lead(1), Lead(0), Lead(minutes=15), Lead(minutes=600)])
events = st.sampled_from(["opens", "closes", "meeting", "session.opening", "session.visit"])
kinds = st.sampled_from(["opens", "closes", "deadline", "meeting", "session"])
steps = st.one_of(
    st.tuples(st.just("run"), st.integers(1, 5 * 24 * 60)),
    st.tuples(st.just("down"), st.integers(1, 5 * 24 * 60)),
    st.tuples(st.just("follow"), chats, names | st.just("ccm")),
    st.tuples(st.just("unfollow"), chats, names | st.just("ccm")),
    st.tuples(st.just("star"), persons, names, session_ids),
    st.tuples(st.just("unstar"), persons, names, session_ids),
    st.tuples(st.just("move"), names, st.integers(-5, 5), st.integers(0, 23)),
    st.tuples(st.just("status"), names, st.sampled_from(["confirmed", "cancelled", "postponed"])),
    st.tuples(st.just("venue"), names, st.sampled_from(["Europe/Zurich", "Australia/Sydney", "Pacific/Apia"])),
    st.tuples(st.just("zone"), persons, st.sampled_from([None, "America/Lima", "Pacific/Auckland", "Europe/Zurich"])),
    st.tuples(st.just("quiet"), persons, st.sampled_from([None, "22:00-07:00", "01:30-09:00", "09:00-18:00"])),
    st.tuples(st.just("leads"), persons, kinds, leads),
    st.tuples(st.just("rules"), names, kinds, leads),
    st.tuples(st.just("mute"), persons, names),
    st.tuples(st.just("unmute"), persons, names),
    st.tuples(st.just("wish"), persons, names, events, leads),
    st.tuples(st.just("wish on"), persons, names, events, st.integers(0, 12), leads),
    st.tuples(st.just("wish from now"), persons, names, events, st.sampled_from([Lead(minutes=45), Lead(2)])),
    st.tuples(st.just("take back"), st.integers(0, 5)),
)


def subject(name: str) -> Subject:
    return Subject("process" if name == "ccm" else "meeting", name)


def moved(about: Meeting, days: int, hour: int) -> dict[str, object]:
    start = (about.start + timedelta(days=days)).replace(hour=hour)  # type: ignore[operator,union-attr]
    fresh = meeting(about.id, start, about.timezone or "UTC")
    return {name: getattr(fresh, name) for name in ("start", "end", "registration", "programme")}


async def act(world: World, step: tuple) -> None:
    match step:
        case ("follow", chat, name):
            await world.following.follow(CHATS[chat], subject(name), by=chat)
        case ("unfollow", chat, name):
            await world.following.unfollow(chat, subject(name))
        case ("star" | "unstar", person, name, session_id):
            about = (await world.meetings.catalogue()).meetings[name]
            turn = world.sessions.star if step[0] == "star" else world.sessions.unstar
            await turn(name, short_id(about.session(session_id)), person, None)
        case ("move", name, days, hour):
            about = (await world.meetings.catalogue()).meetings[name]
            await world.change(name, **moved(about, days, hour))
        case ("status", name, status):
            await world.change(name, status=status)
        case ("venue", name, zone):
            await world.change(name, timezone=zone)
        case ("zone" | "quiet", person, value):
            known = await world.people.meet(person, CHATS[person].title, None)
            await world.people.choose(known, **{"timezone" if step[0] == "zone" else "quiet": value})
        case _:
            await decide(world, step)


async def decide(world: World, step: tuple) -> None:
    """What people and organisers decide about reminders."""
    match step:
        case ("leads", person, kind, lead):
            await world.choices.turn_lead(person, kind, lead)
        case ("rules", name, kind, lead):
            await world.rules.turn(Person(id=BOSS), name, kind, lead)
        case ("mute", person, name):
            await world.choices.mute(person, name)
        case ("unmute", person, name):
            await world.choices.unmute(person, name)
        case ("wish", person, name, event, lead):
            await wish(world, person, name, event, [lead])
        case ("wish on", person, name, event, days, lead):
            await wish(world, person, name, event, [lead], world.now.date() + timedelta(days=days))
        case ("wish from now", person, name, event, lead):
            await wish(world, person, name, event, [], from_now=lead)
        case ("take back", place) if place < len(world.wished):
            person, number = world.wished.pop(place)
            await world.wishes.take_back(person, [number])


async def wish(
    world: World,
    person: int,
    name: str,
    event: str,
    leads: list[Lead],
    day: date | None = None,
    from_now: Lead | None = None,
) -> None:
    """Ask for a reminder in words: what she is told will come is what comes, as long as nothing is changed."""
    known = await world.people.meet(person, CHATS[person].title, None)
    told = await world.wishes.wish(known, name, [event], leads, day, from_now)
    world.wished += [(person, number) for number in told.ids]
    derived = await world.derived()
    for one in told.wanted:
        assert one.at > world.now
        assert any(
            (chat, where, due.event, due.at) == (person, name, one.event, one.at) for chat, where, due in derived
        )


async def walk(world: World, script: list[tuple]) -> None:
    """Take the steps, and hold what is sent against what is derived."""
    for step in script:
        if step[0] not in ("run", "down"):
            await act(world, step)
            continue
        before, sent_before = world.now, len(world.told)
        derived = await world.derived()
        known = {key(told.chat, told.meeting, told.due) for told in world.told}
        end = before + timedelta(minutes=step[1])
        await (world.run_until(end) if step[0] == "run" else world.sleep_until(end))
        due = [(chat, name, due) for chat, name, due in derived if before < due.at <= end]
        expected = due if step[0] == "run" else [one async for one in still_of_use(world, due)]
        sent = {key(told.chat, told.meeting, told.due): told.at for told in world.told[sent_before:]}
        for one in expected:
            if key(*one) not in known:
                assert key(*one) in sent, f"missing: {one}"
                if step[0] == "run":
                    assert sent[key(*one)] == one[2].at
        await check(world, world.told[sent_before:], derived)


async def still_of_use(world: World, due: list[tuple[int, str, Due]]) -> Iterator[tuple[int, str, Due]]:
    """Of what came due while the bot was down: the last for each event, unless it is no use or her night."""
    last = {(chat, name, one.event): (chat, name, one) for chat, name, one in sorted(due, key=lambda each: each[2].at)}
    for chat, name, one in last.values():
        if one.until > world.now and not await world.quiet_now(chat, name):
            yield chat, name, one


async def check(world: World, told: list[Told], derived: list[tuple[int, str, Due]]) -> None:
    """Nothing past, nothing called off, nothing in quiet hours, nothing that is not derived, nothing twice."""
    catalogue = await world.meetings.catalogue()
    end = world.now
    for one in told:
        about = catalogue.meetings[one.meeting]
        world.now = one.at
        assert about.status not in ("cancelled", "postponed")
        assert one.due.event in {event.id for event in events_of(about)}
        assert one.due.at <= one.at < one.due.until
        assert not await world.quiet_now(one.chat, one.meeting)
        assert (one.chat, one.meeting, one.due) in derived
    world.now = end
    keys = [key(one.chat, one.meeting, one.due) for one in world.told]
    assert len(set(keys)) == len(keys)


def fill(connection: Connection) -> None:
    meetings.put_process(connection, Process(id="ccm", name="Convention"))
    for about in MEETINGS.values():
        meetings.put_meeting(connection, about)
    organisers.appoint(connection, [BOSS], BEGIN)
    for person in (ANNA, BEN):
        people.put_person(connection, Person(id=person, name=CHATS[person].title), BEGIN)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(steps, min_size=8, max_size=40))
def test_whatever_happens_reminders_come_once_in_time_and_for_what_is_to_come(script):
    """None for what is past or called off, none twice, none in quiet hours, none missing; also after the bot was down."""

    async def scenario(path: Path) -> None:
        clock = Clock()
        database = await Database.open(path, clock)
        try:
            await database.write(fill)
            await walk(World(database, clock), [("follow", ANNA, "ccm"), *script, ("run", 30 * 24 * 60)])
        finally:
            await database.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(scenario(Path(folder) / "plenary.db"))


async def test_a_date_corrected_into_the_past_sends_nothing(tmp_path):
    """Nor does what was pending of it."""
    clock = Clock()
    database = await Database.open(tmp_path / "plenary.db", clock)
    await database.write(fill)
    world = World(database, clock)
    await act(world, ("follow", ANNA, "one"))

    await world.change("one", **moved(MEETINGS["one"], -20, 10), deadlines=())
    await world.run_until(BEGIN + timedelta(days=30))
    await database.close()

    assert [] == world.told
    assert date(2011, 3, 8) == (MEETINGS["one"].start - timedelta(days=20)).date()
