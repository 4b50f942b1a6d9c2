"""The people of the rehearsal room, and the group they meet in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rehearsal import Rehearsal
from bot.rehearsal.people import Group, Person

CHIEF_ORGANISER = 5_000_000_000


@dataclass(frozen=True)
class Member:
    """Somebody that the room's visitor can be: where she is, in degrees, and which clock hangs there."""

    person: Person
    role: str
    place: str
    timezone: str
    location: tuple[float, float]


@dataclass(frozen=True)
class Cast:
    """Everybody, and the group they all are in."""

    members: tuple[Member, ...]
    group: Group


def gather(rehearsal: Rehearsal, organiser: int = CHIEF_ORGANISER) -> Cast:
    """Bring the people together; `organiser` is the Telegram id of the chief organiser."""
    people = {
        "Grace Banda": ("en", "Delegate", "Lusaka", "Africa/Lusaka", (-15.42, 28.28)),
        "Lucía Quispe": ("es", "Delegate", "Lima", "America/Lima", (-12.05, -77.04)),
        "Layla Haddad": ("ar", "Delegate", "Beirut", "Asia/Beirut", (33.89, 35.5)),
        "Chen Wei": ("zh-hans", "Delegate", "Beijing", "Asia/Shanghai", (39.9, 116.41)),
        "Aminata Diop": ("fr", "Delegate", "Dakar", "Africa/Dakar", (14.69, -17.45)),
        "Olga Petrova": ("ru", "Delegate", "Moscow", "Europe/Moscow", (55.76, 37.62)),
        "Ingrid Berg": ("en", "Chief organiser", "Geneva", "Europe/Zurich", (46.2, 6.14)),
    }
    group = rehearsal.group("Delegations in Geneva")
    members = []
    for name, (language, role, place, timezone, location) in people.items():
        first, last = name.split()
        number = organiser if role == "Chief organiser" else None
        person = rehearsal.person(first, last_name=last, language_code=language, id=number)
        group.chat.members[person.id] = "member"
        members.append(Member(person, role, place, timezone, location))
    return Cast(tuple(members), group)
