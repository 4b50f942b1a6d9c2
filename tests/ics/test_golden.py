"""Every kind of calendar against its golden file, against the rules of the format, and in other people's programs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.ics.kinds import FOLDER, KINDS, MAIL
from tests.ics.readers import FOLLOW_VTIMEZONE, READERS, Fact, read

ONCE_AN_EVENT = (
    "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP",
    "ORGANIZER", "CLASS", "COLOR",
)  # fmt: skip
TAKEN_OUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(params=sorted(KINDS))
def golden(request) -> bytes:
    return (FOLDER / f"{request.param}.ics").read_bytes()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_written_as_its_golden_file(kind):
    """The same state gives the same bytes; after a change that is meant: python -m tests.ics.kinds."""
    golden = (FOLDER / f"{kind}.ics").read_bytes()

    assert golden == KINDS[kind]()


def test_every_golden_file_is_of_a_kind():
    """No golden file is left behind when its kind goes."""
    assert sorted(KINDS) == sorted(path.stem for path in FOLDER.glob("*.ics"))


def test_lines_end_in_crlf_and_have_at_most_75_octets(golden):
    """RFC 5545 section 3.1, and folds stand between characters."""
    lines = golden.split(b"\r\n")

    assert lines.pop() == b""
    assert max(len(line) for line in lines) <= 75
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert all(line.decode() for line in lines)


def test_no_control_characters_and_no_bidi_overrides(golden):
    """What a person typed changes neither the file nor how it is shown."""
    assert not TAKEN_OUT.search(golden.decode().replace("\r\n", ""))


def test_one_envelope_with_one_method(golden):
    """PRODID is ours, VERSION is 2.0, METHOD stands once."""
    head = _head(golden)

    assert head["PRODID"] == ["-//Plenary//International meetings//EN"]
    assert head["VERSION"] == ["2.0"]
    assert head["METHOD"] in (["PUBLISH"], ["CANCEL"])


def test_a_cancellation_names_one_entry_and_raises_its_sequence(golden):
    """RFC 5546 section 3.2.5, and one UID a file."""
    if _head(golden)["METHOD"] == ["CANCEL"]:
        (event,) = _events(golden)

        assert event["STATUS"] == ["CANCELLED"]
        assert int(event["SEQUENCE"][0]) > 0


def test_every_entry_has_what_readers_need_once(golden):
    """One of each; DTSTAMP is LAST-MODIFIED in UTC; one ORGANIZER, always the same, and no ATTENDEE."""
    for event in _events(golden):
        assert [1] * len(ONCE_AN_EVENT) == [len(event.get(name, [])) for name in ONCE_AN_EVENT]
        assert event["DTSTAMP"] == event["LAST-MODIFIED"]
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"][0])
        assert event["ORGANIZER"] == [f"mailto:{MAIL}"]
        assert "ATTENDEE" not in event
        assert event["STATUS"][0] in {"TENTATIVE", "CONFIRMED", "CANCELLED"}


def test_uids_are_unique_in_a_file(golden):
    """Two entries of one UID would replace each other."""
    uids = [event["UID"][0] for event in _events(golden)]

    assert len(uids) == len(set(uids))


def test_timed_entries_name_their_zone_and_all_day_ones_end_exclusive(golden):
    """Never floating, never a fixed offset, never UTC; whole days are transparent."""
    for event in _events(golden):
        ((start_parameters, start),) = event["DTSTART with parameters"]
        ((end_parameters, end),) = event["DTEND with parameters"]
        assert start < end
        assert start_parameters == end_parameters
        if start_parameters == "VALUE=DATE":
            assert re.fullmatch(r"\d{8}", start)
            assert event["TRANSP"] == ["TRANSPARENT"]
        else:
            assert re.fullmatch(r"\d{8}T\d{6}", start)
            assert start_parameters.startswith("TZID=")


def test_one_vtimezone_for_each_zone_named(golden):
    """Each with at most one STANDARD and one DAYLIGHT by rule, or none by rule; no RDATE, no COMMENT, no UNTIL."""
    text = _unfolded(golden)
    zones = re.findall(r"BEGIN:VTIMEZONE\n(.*?)END:VTIMEZONE", text, re.DOTALL)
    ruled = [zone for zone in zones if "RRULE" in zone]

    assert sorted(set(re.findall(r";TZID=([^:]+):", text))) == sorted(re.findall(r"^TZID:(.*)$", text, re.MULTILINE))
    assert not re.search(r"RDATE|COMMENT|UNTIL", "".join(zones))
    assert all(
        zone.count("BEGIN:STANDARD") == zone.count("BEGIN:DAYLIGHT") == zone.count("RRULE:") - 1 for zone in ruled
    )


def test_no_entry_lasts_longer_than_a_day_by_the_hour(golden):
    """A meeting of several days is never one block of 82 hours."""
    for fact in _truth(golden):
        if not fact.all_day:
            length = datetime.fromisoformat(fact.end) - datetime.fromisoformat(fact.start)
            assert length.total_seconds() <= 24 * 3600


@pytest.mark.parametrize("reader", sorted(READERS))
def test_all_readers_read_alike(golden, reader):
    """UID, start and end in UTC, all-day, summary, location, status and sequence are what is written, by zoneinfo."""
    assert _truth(golden) == read(reader, golden)


@pytest.mark.parametrize("reader", FOLLOW_VTIMEZONE)
@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"zone-utc"}))  # vobject keeps no second name for UTC
def test_readers_that_know_no_zones_read_alike(kind, reader):
    """A TZID that means nothing to a reader leaves it our VTIMEZONE alone: the times are the same."""
    golden = (FOLDER / f"{kind}.ics").read_bytes()
    unknown = re.sub(rb"TZID([:=])", rb"TZID\1Venue-", golden)

    assert _truth(golden) == read(reader, unknown)


def _unfolded(data: bytes) -> str:
    return data.decode().replace("\r\n ", "").replace("\r\n", "\n")


def _properties(lines: str) -> dict[str, list]:
    found: dict[str, list] = {}
    for line in lines.splitlines():
        match = re.match(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:]*))*):(.*)', line)
        assert match, line
        found.setdefault(match[1], []).append(match[3])
        found.setdefault(f"{match[1]} with parameters", []).append((match[2][1:], match[3]))
    return found


def _head(data: bytes) -> dict[str, list]:
    """The properties of the calendar itself: what stands before its first component."""
    lines = _unfolded(data).removeprefix("BEGIN:VCALENDAR\n")
    return _properties(lines[: lines.index("BEGIN:")])


def _events(data: bytes) -> list[dict[str, list]]:
    events = re.findall(r"^BEGIN:VEVENT\n(.*?)^END:VEVENT$", _unfolded(data), re.DOTALL | re.MULTILINE)
    return [
        _properties(re.sub(r"^BEGIN:VALARM\n.*?^END:VALARM\n", "", event, flags=re.DOTALL | re.MULTILINE))
        for event in events
    ]


def _truth(data: bytes) -> list[Fact]:
    """What is written, read with nothing but a pattern and zoneinfo."""
    return sorted(
        Fact(
            uid=event["UID"][0],
            start=_moment(*event["DTSTART with parameters"][0]),
            end=_moment(*event["DTEND with parameters"][0]),
            all_day=event["DTSTART with parameters"][0][0] == "VALUE=DATE",
            summary=_text(event["SUMMARY"][0]),
            location=_text(event.get("LOCATION", [""])[0]),
            status=event["STATUS"][0],
            sequence=int(event["SEQUENCE"][0]),
        )
        for event in _events(data)
    )


def _moment(parameters: str, value: str) -> str:
    if parameters == "VALUE=DATE":
        return date.fromisoformat(value).isoformat()
    zone = ZoneInfo(parameters.removeprefix("TZID="))
    return datetime.fromisoformat(value).replace(tzinfo=zone).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(written: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], written)
