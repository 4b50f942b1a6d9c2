"""What the golden files hold: every kind of calendar that the bot writes, made up for the purpose.

python -m tests.ics.kinds     writes tests/testdata/ics/ anew; read the difference before you commit it
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from bot.ics.alarms import alarms_of
from bot.ics.changed import WordsFor
from bot.ics.events import Words, block
from bot.ics.feed import calendar_file, cancellation_file, feed
from bot.ics.items import Item, deadline_items, meeting_items, programme_items, session_items
from bot.ics.left_out import left_out, parts_of_meeting
from bot.ics.together import agenda_items, next_milestone, process_items
from bot.importing.reading import read_files
from bot.model import (
    Catalogue,
    Contact,
    Deadline,
    Document,
    Host,
    Meeting,
    Process,
    Registration,
    Request,
    Revision,
    Session,
    Source,
    Venue,
)
from bot.rendering import Rendering
from bot.when import Month, When
from bot.when import parse_when as at

FOLDER = Path(__file__).parent.parent / "testdata" / "ics"
MAIL = "noreply@plenary.invalid"
PROCESS = Process(id="ccm", name="Convention on Cluster Munitions")

EXAMPLES = Path(__file__).parents[2] / "examples" / "oslo-process" / "meetings.yaml"

_rendering = Rendering()


def revision(sequence: int = 0) -> Revision:
    """Stored on 1 May 2011, changed so many days later."""
    created = datetime(2011, 5, 1, 8, tzinfo=UTC)
    return Revision(sequence=sequence, created=created, changed=created + timedelta(days=sequence))


def meeting(**fields: Any) -> Meeting:
    """A meeting as the store gives it, in Geneva unless said otherwise."""
    given: dict[str, Any] = {
        "id": "geneva-2011",
        "uid": "6f3f2a52-9f0b-4f6e-8b1f-0d5c1f6f2011",
        "process": "ccm",
        "name": "Intersessional Meeting",
        "start": date(2011, 6, 27),
        "end": date(2011, 6, 30),
        "timezone": "Europe/Zurich",
        "city": "Geneva",
        "country": "CH",
        "host": Host(name="President of the First Meeting of States Parties", country="LA"),
        "revision": revision(),
    }
    return Meeting(**given | fields)


def session(number: int, start: When | None, end: When | None = None, **fields: Any) -> Session:
    """A session with a stored identity of its own."""
    given: dict[str, Any] = {
        "id": f"session-{number}",
        "uid": f"6f3f2a52-9f0b-4f6e-8b1f-{number:012}",
        "title": f"Session {number}",
        "start": start,
        "end": end,
        "revision": revision(),
    }
    return Session(**given | fields)


def plain(item: Item) -> Words:
    """Words without templates, so that a golden file about times changes only when times do."""
    name = item.session.title if item.session else item.meeting.name
    return Words(summary=f"{name} ({item.kind})", location=str(item.meeting.city), organizer="The host")


def in_words(item: Item, language: str, catalogue: Catalogue | None = None) -> Words:
    """The words that a delegate gets in a language."""
    known = catalogue or Catalogue(revision=1, processes={"ccm": PROCESS}, meetings={item.meeting.id: item.meeting})
    return Words.rendered(lambda name: _rendering.render(name, language, item=item, catalogue=known))


def english(item: Item, catalogue: Catalogue | None = None) -> Words:
    """The words that a delegate gets in English."""
    return in_words(item, "en", catalogue)


def meeting_calendar(meeting: Meeting, words_for: WordsFor, mail: str) -> bytes:
    """The file of a meeting: itself, its days, registration's opening and closing. Cancelled, its CANCEL."""
    return _copy(meeting_items(meeting), words_for, mail)


def session_calendar(meeting: Meeting, session: Session, words_for: WordsFor, mail: str) -> bytes:
    """The file of one session of a meeting. Cancelled, its CANCEL."""
    return _copy(session_items(meeting, session), words_for, mail)


def programme_calendar(meeting: Meeting, words_for: WordsFor, mail: str) -> bytes:
    """The file of all sessions that have a day; what is cancelled among them stands there as CANCELLED."""
    return calendar_file([block(item, words_for(item), mail) for item in programme_items(meeting)])


def _copy(items: tuple[Item, ...], words_for: WordsFor, mail: str) -> bytes:
    if items[0].status == "cancelled":
        return cancellation_file(items[0], words_for(items[0]), mail)
    return calendar_file([block(item, words_for(item), mail) for item in items])


@cache
def examples() -> Catalogue:
    """The meetings of the example as they stand in its file."""
    (file,) = read_files([EXAMPLES]).files
    processes = [shaped.value for shaped in file.processes.values()]
    meetings = [shaped.value for shaped in file.meetings.values()]
    return Catalogue(
        revision=1,
        processes={process.id: process for process in processes},
        meetings={known.id: known for known in meetings},
    )


def _example(meeting_id: str) -> bytes:
    catalogue = examples()
    return meeting_calendar(catalogue.meetings[meeting_id], partial(english, catalogue=catalogue), MAIL)


def _example_programme(meeting_id: str) -> bytes:
    catalogue = examples()
    return programme_calendar(catalogue.meetings[meeting_id], partial(english, catalogue=catalogue), MAIL)


def saying(summary: str, description: str, location: str, organizer: str) -> Callable[[Item], Words]:
    """The same given words for every entry."""
    words = Words(
        summary=summary, description=description, location=location, categories=(summary,), organizer=organizer
    )
    return lambda item: words


def _in(timezone: str, *starts: datetime, city: str, name: str = "Meeting", **fields: Any) -> bytes:
    """A programme of one-hour sessions in a zone."""
    hour = timedelta(hours=1)
    programme = tuple(session(number, start, start + hour) for number, start in enumerate(starts, start=1))
    return programme_calendar(
        meeting(timezone=timezone, city=city, name=name, programme=programme, **fields), plain, MAIL
    )


def _full() -> Meeting:
    """A meeting of which much is known."""
    return meeting(
        venue=Venue(name="World Meteorological Organization building", geo=(46.2225, 6.1467)),
        registration=Registration(
            opens=date(2011, 5, 9), closes=at("2011-06-20T18:00"), url="https://www.ccm-registration.org"
        ),
        website="https://www.clusterconvention.org",
        contacts=(Contact(name="A. Contact", role="Secretary", email="contact@example.org", phone="+41 22 000 00 00"),),
        documents=(
            Document(id="letter-047", title="Invitation", symbol="No: 047 Lao PM.GE.11", issued=date(2011, 4, 18)),
        ),
        sources={"start": Source(document="letter-047", quote="27-30 June 2011 in Geneva")},
        deadlines=(Deadline(what="Names of the delegation", date=at("2011-06-01T12:00")),),
        requests=(
            Request(text="Contribute to the Beirut Progress Report", by=date(2011, 6, 15)),
            Request(text="Take part in the discussion on clearance"),
        ),
    )


def _with_hours(**fields: Any) -> Meeting:
    return meeting(start=at("2011-06-27T10:00"), end=at("2011-06-30T18:00"), **fields)


def _programme() -> Meeting:
    return meeting(
        id="geneva-2013",
        uid="6f3f2a52-9f0b-4f6e-8b1f-0d5c1f6f2013",
        start=date(2013, 4, 15),
        end=date(2013, 4, 18),
        venue=Venue(name="WMO building", geo=(46.2225, 6.1467)),
        programme=(
            session(1, at("2013-04-15T10:00"), at("2013-04-15T13:00"), title="Technical workshop", room="Room C1"),
            session(2, at("2013-04-16T10:00"), chairs=("Norway", "Chile"), objectives=("Universalization",)),
            session(3, at("2013-04-16T15:00"), at("2013-04-16T18:00"), status="cancelled", revision=revision(2)),
            session(4, at("2013-04-17T10:00"), at("2013-04-17T13:00"), status="tentative"),
            session(5, at("2013-04-17T20:00"), at("2013-04-18T01:00"), status="postponed", title="Drafting"),
            session(6, date(2013, 4, 18), title="Visits"),
            session(7, at("2013-04-16T09:00"), at("2013-04-18T12:00"), title="Exhibition"),
            session(8, Month(2013, 5), title="Follow-up"),
            session(9, None, title="To be announced"),
        ),
    )


def _feed() -> bytes:
    oslo = meeting(
        id="oslo-2007", uid="oslo-2007@plenary.example", timezone="Europe/Oslo", city="Oslo",
        start=at("2007-02-22T09:00"), end=at("2007-02-23T13:00"), revision=revision(1),
    )  # fmt: skip
    lima = meeting(
        id="lima-2007", uid="lima-2007@plenary.example", timezone="America/Lima", city="Lima", status="cancelled",
        start=at("2007-05-23T09:00"), end=at("2007-05-25T18:00"), revision=revision(2),
    )  # fmt: skip
    items = [item for known in (oslo, lima, _with_hours(), _programme()) for item in meeting_items(known)]
    items += programme_items(_programme())
    return feed("Meetings; mine, and others", [block(item, plain(item), MAIL) for item in items])


def _left_out() -> bytes:
    """An agenda in which the meeting has a day, a closing of registration and a deadline less than calendars do."""
    before = replace(_full(), start=at("2011-06-27T10:00"), end=at("2011-06-29T13:00"))
    fewer = replace(
        before,
        end=at("2011-06-28T13:00"),
        registration=Registration(opens=date(2011, 5, 9)),
        deadlines=(),
        revision=replace(revision(1), what=("dates", "closes", "deadlines")),
    )
    gone = left_out(parts_of_meeting(before), (), parts_of_meeting(fewer), fewer.revision.changed)
    items = agenda_items([replace(fewer, revision=replace(fewer.revision, left_out=gone))], (), live=True)
    return feed("My agenda", [block(item, english(item), MAIL) for item in items])


def _alarms() -> bytes:
    item = meeting_items(meeting(start=at("2011-06-27T10:00"), end=at("2011-06-27T13:00")))[0]
    alarms = (timedelta(hours=15), timedelta(hours=1), timedelta(0))
    return calendar_file([block(item, english(item), MAIL, alarms=alarms)])


def _process() -> bytes:
    undated = meeting(
        id="beirut-2011", uid="beirut-2011@plenary.example", start=Month(2011, 9), end=None, timezone="Asia/Beirut",
        city="Beirut", country="LB", registration=Registration(opens=at("2011-07-01T09:00")),
    )  # fmt: skip
    items = process_items([_full(), _programme(), undated])
    return calendar_file([block(item, english(item), MAIL) for item in items])


def _agenda() -> bytes:
    programme = _programme()
    items = agenda_items([_full()], [(programme, programme.programme[0]), (programme, programme.programme[8])])
    return calendar_file([block(item, english(item), MAIL, alarms=alarms_of(item)) for item in items])


def _empty_agenda() -> bytes:
    item = next_milestone(process_items([_full(), _programme()]), datetime(2011, 5, 5, tzinfo=UTC))
    return feed("My agenda", [block(item, english(item), MAIL)])


def _in_words_of(language: str) -> bytes:
    """Everything that the templates say of a meeting, its programme, its registration and deadlines."""
    called_off = replace(_programme(), status="cancelled", revision=revision(3))
    put_off = replace(_with_hours(), id="later", uid="later@plenary.example", status="postponed")
    items = [*meeting_items(_full()), *deadline_items(_full()), *programme_items(_programme())]
    items += [*meeting_items(called_off)[:1], *meeting_items(put_off)[:2]]
    return feed("Plenary", [block(item, in_words(item, language), MAIL) for item in items])


def _deadlines() -> bytes:
    return calendar_file([block(item, english(item), MAIL) for item in deadline_items(_full())])


_ARABIC = saying(
    "الاجتماع ما بين الدورتين لاتفاقية الذخائر العنقودية",
    "جنيف، 27–30 حزيران/يونيو 2011\nالتسجيل: https://www.ccm-registration.org",
    "مبنى المنظمة العالمية للأرصاد الجوية (WMO)، جنيف، سويسرا",
    "رئيس الاجتماع الأول للدول الأطراف",
)
_CHINESE = saying(
    "集束弹药公约闭会期间会议",
    "2011年6月27日至30日，日内瓦\n" + "登记自5月9日开始；" * 9,
    "世界气象组织大楼，日内瓦，瑞士",
    "第一次缔约国会议主席",
)
_RUSSIAN = saying(
    "Межсессионное совещание по Конвенции по кассетным боеприпасам",
    "Женева, 27–30 июня 2011 г.; регистрация открывается 9 мая",
    "Здание Всемирной метеорологической организации, Женева, Швейцария",
    "Председатель первого Совещания государств-участников",
)
_FRENCH = saying(
    "Réunion intersessions de la Convention sur les armes à sous-munitions",
    "Genève, 27–30 juin 2011\u202f; l’inscription ouvre le 9\u00a0mai",
    "Bâtiment de l’Organisation météorologique mondiale, Genève, Suisse",
    "Président de la première Assemblée des États parties",
)
_SPANISH = saying(
    "Reunión entre períodos de sesiones de la Convención sobre Municiones en Racimo",
    "Ginebra, 27–30 de junio de 2011: ¿cuándo se abre la inscripción? El 9 de mayo",
    "Edificio de la Organización Meteorológica Mundial, Ginebra, Suiza",
    "Presidente de la Primera Reunión de los Estados Partes",
)
_HOSTILE = saying(
    "Plenary\r\nATTENDEE:mailto:everybody@example.org\r\nX: \\, ; , : \" ' \x00\x1b\x85",
    "a \\n b\u2028two\u2029three\ttab \u202eright to left\u202c \u2067isolated\u2069 \\\\ 😀" * 3 + "\nEND:VEVENT",
    'Hall "B"^; by the lake: left, or right',
    'Ministry "of" Foreign^Affairs; Trade, and: more',
)

KINDS: dict[str, Callable[[], bytes]] = {
    # What can be had.
    "meeting": lambda: meeting_calendar(_full(), english, MAIL),
    "meeting-one-day": lambda: meeting_calendar(meeting(end=None), english, MAIL),
    "meeting-timed": lambda: meeting_calendar(
        meeting(start=at("2011-06-27T10:00"), end=at("2011-06-27T13:00")), english, MAIL
    ),
    "meeting-without-end": lambda: meeting_calendar(meeting(start=at("2011-06-27T10:00"), end=None), english, MAIL),
    "meeting-with-hours": lambda: meeting_calendar(_with_hours(), english, MAIL),
    "programme": lambda: programme_calendar(_programme(), english, MAIL),
    "session": lambda: session_calendar(_programme(), _programme().programme[0], english, MAIL),
    "deadlines": _deadlines,
    "process": _process,
    "agenda": _agenda,
    "agenda-empty": _empty_agenda,
    "agenda-left-out": _left_out,
    "alarms": _alarms,
    "feed": _feed,
    # The meetings of the example of which a day is known.
    "example-oslo-2007": lambda: _example("oslo-2007"),
    "example-lima-2007": lambda: _example("lima-2007"),
    "example-vientiane-2010": lambda: _example("vientiane-2010"),
    "example-geneva-2011": lambda: _example("geneva-2011"),
    "example-geneva-2013": lambda: _example("geneva-2013"),
    "example-geneva-2013-programme": lambda: _example_programme("geneva-2013"),
    # How it stands.
    "meeting-tentative": lambda: meeting_calendar(meeting(status="tentative"), english, MAIL),
    "meeting-postponed": lambda: meeting_calendar(
        replace(_full(), status="postponed", revision=revision(3)), english, MAIL
    ),
    "meeting-moved": lambda: meeting_calendar(
        replace(_full(), start=date(2011, 7, 4), end=date(2011, 7, 7), revision=revision(3)), english, MAIL
    ),
    "meeting-cancelled": lambda: meeting_calendar(
        replace(_full(), status="cancelled", revision=revision(3)), english, MAIL
    ),
    "session-cancelled": lambda: session_calendar(_programme(), _programme().programme[2], english, MAIL),
    "meeting-invited": lambda: meeting_calendar(meeting(visibility="invited", host=None), english, MAIL),
    # Zones: around their changes of clocks, and where these follow no rule.
    "zone-oslo-spring": lambda: _in(
        "Europe/Oslo",
        *(at(f"2013-03-{day}T{hour:02}:00") for day in (30, 31) for hour in (0, 1, 3, 10, 23)),
        city="Oslo",
    ),
    "zone-oslo-autumn": lambda: _in(
        "Europe/Oslo",
        *(at(f"2013-10-{day}T{hour:02}:00") for day in (26, 27) for hour in (0, 3, 4, 10, 23)),
        city="Oslo",
    ),
    "zone-skipped-hour": lambda: _in("Europe/Oslo", at("2013-03-31T02:30"), city="Oslo"),
    "zone-zurich-two-years": lambda: _in(
        "Europe/Zurich", at("2011-06-27T10:00"), at("2013-01-15T10:00"), city="Geneva"
    ),
    "zone-lima": lambda: _in("America/Lima", at("2007-05-23T09:00"), at("2007-05-25T17:00"), city="Lima"),
    "zone-beirut": lambda: _in("Asia/Beirut", *(at(f"2011-03-{day}T09:00") for day in (26, 27, 28)), city="Beirut"),
    "zone-vientiane": lambda: _in("Asia/Vientiane", at("2010-11-09T09:00"), city="Vientiane"),
    "zone-kathmandu": lambda: _in("Asia/Kathmandu", at("2012-05-01T09:15"), city="Kathmandu"),
    "zone-st-johns-2011": lambda: _in(
        "America/St_Johns",
        *(at(f"2011-{day}T09:00") for day in ("03-12", "03-13", "11-05", "11-06")),
        city="St. John's",
    ),
    "zone-new-york-2006-2007": lambda: _in(
        "America/New_York",
        *(at(f"{month}-28T09:00") for month in ("2006-03", "2006-10", "2007-03", "2007-10")),
        city="New York",
    ),
    "zone-lord-howe": lambda: _in(
        "Australia/Lord_Howe", *(at(f"2012-04-01T{hour:02}:00") for hour in (0, 3, 9)), city="Lord Howe"
    ),
    "zone-dublin": lambda: _in("Europe/Dublin", at("2008-05-19T10:00"), at("2008-12-03T10:00"), city="Dublin"),
    "zone-apia-2011": lambda: _in(
        "Pacific/Apia", *(at(f"2011-12-{day}T09:00") for day in (28, 29, 31)), at("2012-01-02T09:00"), city="Apia"
    ),
    "zone-casablanca-2012": lambda: _in(
        "Africa/Casablanca", *(at(f"2012-{month:02}-25T09:00") for month in (4, 6, 7, 8, 9, 10)), city="Casablanca"
    ),
    "zone-utc": lambda: _in("UTC", at("2020-11-25T13:00"), city="Online"),
    # Languages.
    "language-ar": lambda: meeting_calendar(_with_hours(), _ARABIC, MAIL),
    "language-zh": lambda: meeting_calendar(_with_hours(), _CHINESE, MAIL),
    "language-ru": lambda: meeting_calendar(_with_hours(), _RUSSIAN, MAIL),
    "language-fr": lambda: meeting_calendar(_with_hours(), _FRENCH, MAIL),
    "language-es": lambda: meeting_calendar(_with_hours(), _SPANISH, MAIL),
    **{f"words-{language}": partial(_in_words_of, language) for language in ("ar", "en", "es", "fr", "ru", "zh")},
    "hostile-texts": lambda: meeting_calendar(_full(), _HOSTILE, MAIL),
}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, made in KINDS.items():
        (FOLDER / f"{name}.ics").write_bytes(made())
