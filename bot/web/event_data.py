"""A meeting as schema.org Event: what search engines and assistants read off its page."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from bot import facts
from bot.model import Meeting, Session, in_language
from bot.services.meetings import MeetingView
from bot.when import Month

_STATUS = {
    "confirmed": "https://schema.org/EventScheduled",
    "tentative": "https://schema.org/EventScheduled",
    "postponed": "https://schema.org/EventPostponed",
    "cancelled": "https://schema.org/EventCancelled",
}


def event_data(view: MeetingView, language: str, url: str) -> str:
    """The JSON-LD of a meeting, safe inside a script element; what is not stated is left out."""
    meeting = view.meeting
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": in_language(meeting.name, language),
        "inLanguage": language,
        "startDate": _moment(meeting.start, meeting),
        "endDate": _moment(meeting.end or meeting.start, meeting),
        **_standing(meeting, meeting),
        "url": url,
        "location": _place(meeting, language),
        "organizer": _host(meeting, language),
        "superEvent": {"@type": "EventSeries", "name": in_language(view.process.name, language)}
        if view.process
        else None,
        "subEvent": [_session(session, meeting, language) for session in meeting.programme if session.start] or None,
    }
    # A script element ends at "</script" wherever it stands: no "<" is written.
    return json.dumps(_stated(data), ensure_ascii=False).replace("<", "\\u003c")


def _session(session: Session, meeting: Meeting, language: str) -> dict[str, Any]:
    return _stated(
        {
            "@type": "Event",
            "name": in_language(session.title, language),
            "startDate": _moment(session.start, meeting),
            "endDate": _moment(session.end, meeting),
            **_standing(session, meeting),
            "location": _place(meeting, language),
        }
    )


def _standing(record: Meeting | Session, meeting: Meeting) -> dict[str, Any]:
    """Whether it takes place; what is postponed to a known day is rescheduled, and says from when."""
    if meeting.status != "cancelled" and facts.is_postponed_to(record) and record.revision:
        before = _moment(record.revision.postponed_from, meeting)
        return {"eventStatus": "https://schema.org/EventRescheduled", "previousStartDate": before}
    return {"eventStatus": _STATUS["cancelled" if meeting.status == "cancelled" else record.status]}


def _moment(value: date | Month | None, meeting: Meeting) -> str | None:
    """A day, a month, or an hour with the offset that the venue has then."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=facts.zone_of(meeting)).isoformat()
    return str(value) if value else None


def _place(meeting: Meeting, language: str) -> dict[str, Any] | None:
    venue = meeting.venue
    address = _stated(
        {
            "@type": "PostalAddress",
            "streetAddress": in_language(venue.address, language) if venue and venue.address else None,
            "addressLocality": in_language(meeting.city, language) if meeting.city else None,
            "addressCountry": meeting.country,
        }
    )
    if len(address) == 1 and venue is None:
        return None
    geo = (
        {"@type": "GeoCoordinates", "latitude": venue.geo[0], "longitude": venue.geo[1]}
        if venue and venue.geo
        else None
    )
    name = in_language(venue.name, language) if venue else None
    return _stated({"@type": "Place", "name": name, "address": address, "geo": geo})


def _host(meeting: Meeting, language: str) -> dict[str, Any] | None:
    if meeting.host is None or meeting.host.name is None:
        return None
    return {"@type": "Organization", "name": in_language(meeting.host.name, language)}


def _stated(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}
