"""An entry as it is written: every text survives, and what is no entry is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.ics.events import Words, block
from bot.ics.feed import calendar_file, feed
from bot.ics.items import Kind, Span, meeting_items, registration_items
from bot.ics.text import one_line, paragraphs
from bot.model import Registration, Revision, Venue
from bot.when import parse_when as at
from tests.ics.kinds import MAIL, meeting, plain, revision
from tests.ics.readers import READ_BACKSLASHES, read, unescaped

# What escaping is about is drawn as often as all other characters together.
_MARKS = st.sampled_from(["\\", "n", "N", ";", ",", ":", '"', "^", "\r", "\n", "\\N", "\\n", "\r\n"])
TEXTS = st.lists(_MARKS | st.characters(exclude_categories=[]), max_size=300).map("".join)
UIDS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=255)
PROPERTIES = re.compile(rb"^([A-Z-]+)[;:]", re.MULTILINE)
WORDS = Words(summary="Meeting")
NAMES = (b"NAME", b"X-WR-CALNAME")


def _item(**fields):
    return meeting_items(meeting(**fields))[0]


def _event(item, words=WORDS, **options):
    return icalendar.Event.from_ical(block(item, words, MAIL, **options).data)


@settings(deadline=None)  # the machine may be busy
@given(summary=TEXTS, description=TEXTS, location=TEXTS, category=TEXTS, organizer=TEXTS)
@example("a\\nb\\\\n,;:\"'", "\r\nATTENDEE:mailto:a@b\r\n", "^n^'\"", "\u2028END:VEVENT", '";X=1:')
@example("C:\\News \\N\n\\n", "Hall\\North\n\\\\N", "Hall\\North", "Proc\\Name", "Proc\\Name")
@example("\ud800", "\u202e\u2066", "\x00\x7f\x85", "\r", "\n")
@example("é" * 80, "العربية " * 40, "会议" * 50, "🕊" * 30, "a" * 80)
def test_any_text_survives_and_adds_nothing(summary, description, location, category, organizer):
    """SUMMARY, LOCATION, DESCRIPTION, CATEGORIES are read back, less what is taken out; no property is added, no rule
    broken."""
    words = Words(
        summary=summary, description=description, location=location, categories=(category,), organizer=organizer
    )
    item = _item(venue=Venue(name="Hall", geo=(46.2225, 6.1467)))
    data = calendar_file([block(item, words, MAIL)])
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    possible = {b"SUMMARY", b"DESCRIPTION", b"LOCATION", b"CATEGORIES", b"X-APPLE-STRUCTURED-LOCATION"}
    bare = PROPERTIES.findall(calendar_file([block(item, Words(summary=""), MAIL)]))

    assert (one_line(summary), paragraphs(description), one_line(location)) == tuple(
        str(event.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")
    )
    assert [one_line(category)] == [str(each) for each in event.get("CATEGORIES", [""])]
    assert bare == [name for name in PROPERTIES.findall(data) if name not in possible]
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert not re.search(rb"[^\r]\n|\r[^\n]", data)


@settings(deadline=None)
@given(UIDS)
@example("a\\Nb;c,d\\n")
def test_any_uid_survives(uid):
    """An entry is known by it for ever."""
    assert uid == _event(replace(_item(), uid=uid))["UID"]


@settings(deadline=None)
@given(TEXTS)
@example("Files in C:\\News")
def test_the_name_of_a_calendar_survives(name):
    """NAME and X-WR-CALNAME say the same."""
    data = feed(name, [block(_item(), WORDS, MAIL)])
    (first,), (second,) = (re.findall(rb"^%s:(.*)\r$" % of, data.replace(b"\r\n ", b""), re.M) for of in NAMES)

    assert one_line(name) == unescaped(first.decode())
    assert first == second


@pytest.mark.parametrize("reader", READ_BACKSLASHES)
def test_a_backslash_before_any_letter_is_read_by_others(reader):
    """A path of Windows is no line break."""
    text = "Files in C:\\News and \\n, small; \\\\N"
    words = Words(summary=text, location=text, categories=(text,))
    (fact,) = read(reader, calendar_file([block(_item(), words, MAIL)]))

    assert (text, text) == (fact.summary, fact.location)


@settings(deadline=None)
@given(TEXTS)
def test_texts_lose_control_characters_bidi_controls_and_surrogates_alone(text):
    """Every other character stands, in its order."""
    gone = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff ]")

    assert gone.sub("", text) == gone.sub("", paragraphs(text)) == gone.sub("", one_line(text))
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", one_line(text))


def test_lines_are_parted_by_a_newline_and_on_one_line_by_a_space():
    """Each kind of line break is one; a non-breaking space is none."""
    assert "a\nb\nc\nd\ne\u00a0f g" == paragraphs(" a\r\nb\rc\u2028d\x85e\u00a0f\tg\n\n")
    assert "a b c\u00a0d" == one_line("a\r\nb\nc\u00a0d\n")


@pytest.mark.parametrize(
    ("status", "written", "transp"),
    [
        ("confirmed", "CONFIRMED", "OPAQUE"),
        ("tentative", "TENTATIVE", "OPAQUE"),
        ("postponed", "TENTATIVE", "OPAQUE"),
        ("cancelled", "CANCELLED", "TRANSPARENT"),
    ],
)
def test_status_is_one_of_three_and_what_is_called_off_takes_no_time(status, written, transp):
    """Postponed is tentative; the text says the rest."""
    event = _event(_item(start=at("2011-06-27T10:00"), end=at("2011-06-27T13:00"), status=status))

    assert (written, transp) == (event["STATUS"], event["TRANSP"])


def test_revision_is_written_as_it_is_stored():
    """SEQUENCE also when 0; DTSTAMP is LAST-MODIFIED; seconds, in UTC."""
    changed = datetime.fromisoformat("2011-05-10T12:00:00.9+02:00")
    stored = Revision(sequence=0, created=datetime(2011, 5, 1, tzinfo=UTC), changed=changed)
    data = block(_item(revision=stored), WORDS, MAIL).data

    for line in (
        b"SEQUENCE:0",
        b"CREATED:20110501T000000Z",
        b"DTSTAMP:20110510T100000Z",
        b"LAST-MODIFIED:20110510T100000Z",
    ):
        assert line + b"\r\n" in data


def test_invited_meetings_are_private():
    """Apps that share a calendar show no more of them than that time is taken."""
    assert ("PUBLIC", "PRIVATE") == tuple(_event(_item(visibility=each))["CLASS"] for each in ("public", "invited"))


def test_the_place_is_said_to_apple_under_the_same_title():
    """X-TITLE equals LOCATION; GEO is latitude, longitude."""
    item = _item(venue=Venue(name="WMO", geo=(46.2225, 6.1467)))
    event = _event(item, Words(summary="Meeting", location="WMO, Geneva"))
    place = event["X-APPLE-STRUCTURED-LOCATION"]

    assert b"46.2225;6.1467" == event["GEO"].to_ical().encode()
    assert ("geo:46.2225,6.1467", "WMO, Geneva") == (str(place), place.params["X-TITLE"])


def test_a_place_that_a_parameter_cannot_hold_has_coordinates_alone():
    """Readers differ on quotation marks in parameters."""
    item = _item(venue=Venue(name="WMO", geo=(46.2225, 6.1467)))
    event = _event(item, Words(summary="Meeting", location='Hall "B"'))

    assert "GEO" in event
    assert "X-APPLE-STRUCTURED-LOCATION" not in event


def test_coordinates_are_plain_numbers():
    """Also on the meridian, where Python would write 1e-05."""
    event = _event(_item(venue=Venue(name="Greenwich", geo=(51.4778123, 0.00001))))

    assert "51.477812;0.0" == event["GEO"].to_ical()


def test_registration_leads_to_its_own_page():
    """The meeting to its website."""
    known = meeting(
        website="https://example.org/m?a=1;b=2,3",
        registration=Registration(opens=date(2011, 5, 9), url="https://example.org/register"),
    )
    urls = [str(_event(item)["URL"]) for item in meeting_items(known)]

    assert ["https://example.org/m?a=1;b=2,3", "https://example.org/register"] == urls


def test_a_url_is_written_in_ascii():
    """As browsers send it (RFC 3986); what is escaped already stays as it is."""
    event = _event(_item(website="https://w.example/ü,x;y?q=%C3%BC#é"))

    assert "https://w.example/%C3%BC,x;y?q=%C3%BC#%C3%A9" == str(event["URL"])


def test_what_goes_from_the_organizers_name_leaves_no_gap():
    """Nor a blank at its end."""
    organizer = _event(_item(), Words(summary="Meeting", organizer='Min ^ "Y" ^'))["ORGANIZER"]

    assert "Min 'Y'" == organizer.params["CN"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "http://example.org",
        "www.example.org",
        "https://",
        "https://a b",
        "https://[",
        "https://é",
    ],
)
def test_only_a_https_address_is_a_url(url):
    """Anything else stands in the text, if anywhere."""
    assert "URL" not in _event(_item(website=url))


def test_alarms_are_relative_displayed_and_opt_in():
    """None unless asked for, and none on what is called off."""
    alarms = (timedelta(days=1), timedelta(minutes=15))
    (first, second) = _event(_item(), alarms=alarms).walk("VALARM")

    assert ("DISPLAY", "Meeting", b"-P1D") == (first["ACTION"], first["DESCRIPTION"], first["TRIGGER"].to_ical())
    assert b"-PT15M" == second["TRIGGER"].to_ical()
    assert [] == _event(_item()).walk("VALARM")
    assert [] == _event(_item(status="cancelled"), alarms=alarms).walk("VALARM")


def test_six_alarms_are_too_many():
    """Five at most."""
    with pytest.raises(ValueError, match="more than 5"):
        block(_item(), WORDS, MAIL, alarms=(timedelta(hours=1),) * 6)


@pytest.mark.parametrize(
    "span",
    [
        Span(start=date(2011, 6, 27), end=date(2011, 6, 27)),
        Span(start=date(2011, 6, 27), end=at("2011-06-28T10:00")),
        Span(start=at("2011-06-27T10:00"), end=date(2011, 6, 28), timezone="Europe/Zurich"),
        Span(start=at("2011-06-27T10:00"), end=at("2011-06-27T13:00")),
        Span(start=date(2011, 6, 27), end=date(2011, 6, 28), timezone="Europe/Zurich"),
        Span(start=at("2011-06-27T10:00"), end=at("2011-06-27T10:00"), timezone="Europe/Zurich"),
        Span(start=at("2011-06-27T10:00"), end=at("2011-06-27T09:00"), timezone="Europe/Zurich"),
        Span(
            start=datetime(2011, 6, 27, 10, tzinfo=UTC),
            end=datetime(2011, 6, 27, 13, tzinfo=UTC),
            timezone="Europe/Zurich",
        ),
    ],
)
def test_what_is_no_time_of_an_entry_is_refused(span):
    """icalendar would write it."""
    with pytest.raises(ValueError, match=r"not two dates|ends before"):
        block(replace(_item(), span=span), WORDS, MAIL)


def test_an_hour_that_clocks_skip_is_the_hour_after():
    """RFC 5545 section 3.3.5; the length stays."""
    span = Span(start=at("2013-03-31T02:00"), end=at("2013-03-31T03:00"), timezone="Europe/Oslo")
    data = block(replace(_item(), span=span), WORDS, MAIL).data

    assert b"DTSTART;TZID=Europe/Oslo:20130331T030000" in data
    assert b"DTEND;TZID=Europe/Oslo:20130331T040000" in data


@pytest.mark.parametrize("uid", ["", "x" * 256, "é" * 128, "a\nb", " a"])
def test_a_uid_that_readers_would_cut_is_refused(uid):
    """At most 255 octets, on one line."""
    with pytest.raises(ValueError, match="UID"):
        block(replace(_item(), uid=uid), WORDS, MAIL)


@pytest.mark.parametrize("mail", ["", "plenary", "a@", "@b", "a b@c", "a@b\r\nX:1", "é@b", "a@b,c@d", "mailto:a@b"])
def test_an_organizer_that_is_no_address_is_refused(mail):
    """ORGANIZER is one mailto: address."""
    with pytest.raises(ValueError, match="mail address"):
        block(_item(), WORDS, mail)


def test_an_instant_without_a_zone_is_refused():
    """A stored revision is in UTC."""
    naive = replace(revision(), changed=at("2011-05-10T08:00"))

    with pytest.raises(ValueError, match="without a zone"):
        block(_item(revision=naive), WORDS, MAIL)


def test_the_host_is_the_organizers_name():
    """Readers differ on quotation marks and carets in it, which therefore go; without a host there is no name."""
    organizer = _event(_item(), Words(summary="Meeting", organizer='Ministry of "Foreign^ Affairs"'))["ORGANIZER"]

    assert (f"mailto:{MAIL}", "Ministry of 'Foreign Affairs'") == (str(organizer), organizer.params["CN"])
    assert "CN" not in _event(_item())["ORGANIZER"].params


def test_openings_and_deadlines_take_no_time():
    """They are moments, not sittings."""
    (item,) = registration_items(meeting(registration=Registration(closes=at("2011-06-20T18:00"))))

    assert Kind.REGISTRATION_CLOSES == item.kind
    assert "TRANSPARENT" == _event(item, plain(item))["TRANSP"]
