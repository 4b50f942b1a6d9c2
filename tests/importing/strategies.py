"""Meetings of every shape that the model allows, for properties that hold for all of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args

from hypothesis import strategies as st

from bot.importing.cleaning import cleaned
from bot.model import (
    Catalogue,
    Contact,
    Deadline,
    Document,
    Host,
    KeptAnswer,
    LeftOut,
    LeftOutKind,
    Meeting,
    Practical,
    Process,
    Registration,
    Request,
    Revision,
    Session,
    Source,
    Venue,
)
from bot.when import Month

# What readers of YAML 1.1 and 1.2 take for something else, and what breaks a careless writer.
AWKWARD = (
    *("NO", "no", "y", "n", "on", "Off", "null", "~", "", "=", "<<", "046", "1e3", "0x1F", "0o17", "12:30", "1_000"),
    *(".inf", "-.nan", "+47", "2011-06-27", "2011-06", "2011-06-27T10:00", "- a", "a: b", "a #b", "#", "&a", "*a"),
    *("!a", "%", "@", "`", "'", '"', "{", "}", "[", "]", ",", "?", "? a", "|", ">", "a\nb", "a\n\n b", "---", "..."),
    *("a  b", "a\tb", "\\", "مرحبا", "日内瓦", "🇵🇪", "a:", ":", "-", "x" * 300, "word " * 60 + "end"),
)
lines = (st.text(max_size=40) | st.sampled_from(AWKWARD)).map(cleaned).map(str.strip).filter(lambda text: text != "")
ids = st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True)
languages = st.sampled_from(["en", "fr", "no", "zh", "ar", "pt-BR"])
texts = lines | st.dictionaries(languages, lines, min_size=1, max_size=3)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
times = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)).map(lambda time: time.replace(microsecond=0))
months = st.builds(Month, st.integers(1900, 2199), st.integers(1, 12))
whens = days | times | months
instants = times.map(lambda time: time.replace(tzinfo=UTC))


def some(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def several(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=3).map(tuple)


def with_ids(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=3, unique_by=lambda each: each.id).map(tuple)


left_out = st.builds(
    LeftOut,
    uid=lines,
    kind=st.sampled_from(get_args(LeftOutKind)),
    start=whens,
    end=some(whens),
    what=some(texts),
    day=some(st.integers(1, 9)),
    days=some(st.integers(1, 9)),
)
revisions = st.builds(
    Revision,
    sequence=st.integers(0, 2**31 - 1),
    created=instants,
    changed=instants,
    postponed_from=some(whens),
    left_out=several(left_out),
)
sessions = st.builds(
    Session,
    id=ids,
    uid=some(lines),
    title=texts,
    start=some(whens),
    end=some(whens),
    room=some(texts),
    chairs=several(texts),
    objectives=several(texts),
    revision=some(revisions),
)
documents = st.builds(
    Document,
    id=ids,
    title=texts,
    symbol=some(lines),
    issued=some(whens),
    language=some(languages),
    signed_by=several(texts),
    addressed_to=several(texts),
    file=some(lines),
    url=some(lines),
)
sources = st.builds(Source, document=some(ids), quote=some(lines), entered_by=some(lines), entered_at=some(instants))
meetings = st.builds(
    Meeting,
    id=ids,
    uid=lines,
    process=st.just("ccm"),
    name=texts,
    aliases=several(lines),
    status=st.sampled_from(["tentative", "confirmed", "postponed", "cancelled"]),
    start=some(whens),
    end=some(whens),
    timezone=some(st.sampled_from(["Europe/Zurich", "America/Lima"])),
    city=some(texts),
    country=some(st.sampled_from(["NO", "CH", "LA"])),
    venue=some(
        st.builds(
            Venue,
            name=texts,
            address=some(texts),
            geo=some(st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
        )
    ),
    host=some(st.builds(Host, name=texts, country=st.just("NO"))),
    chairs=several(texts),
    registration=some(st.builds(Registration, opens=some(whens), closes=some(whens), url=lines, how=some(texts))),
    invited=several(texts),
    requests=several(st.builds(Request, text=texts, by=some(whens))),
    deadlines=several(st.builds(Deadline, what=texts, date=whens)),
    practical=some(st.builds(Practical, visa=texts)),
    contacts=several(st.builds(Contact, name=texts, email=some(lines), phone=some(lines))),
    programme=with_ids(sessions),
    documents=with_ids(documents),
    answers=several(st.builds(KeptAnswer, question=lines, answer=texts, by=some(lines), on=some(whens))),
    follows=some(ids),
    to_follow=several(lines),
    not_stated=several(lines),
    sources=st.dictionaries(lines, sources, max_size=3),
    revision=some(revisions),
)
PROCESS = Process(id="ccm", name="Convention on Cluster Munitions", aliases=("CCM",))


def catalogue_of(*meetings: Meeting, processes: tuple[Process, ...] = (PROCESS,)) -> Catalogue:
    return Catalogue(1, {process.id: process for process in processes}, {meeting.id: meeting for meeting in meetings})
