"""All reminders of Geneva 2011, from the opening of registration to the last day, as their readers get them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.handlers.steps import goes

GOLDEN = Path(__file__).parents[1] / "testdata" / "reminders"
OVER = datetime(2011, 7, 1, 12, tzinfo=UTC)


async def until_it_is_over(stage) -> None:
    """Jump from one event to the next, as in the room."""
    plenary = stage.plenary
    await plenary.start()
    while (at := await plenary.services.upcoming.next(stage.clock.now())) is not None and at < OVER:
        stage.clock.set(at)
        plenary.wake()
        await plenary.alarm.ring()
        await plenary.outbox.idle()


def read(messages, zone: str) -> str:
    """What stands on her screen: the hour by her clocks, the text, and the buttons row by row."""
    shown = []
    for seen in messages:
        at = datetime.fromtimestamp(seen.message["date"], ZoneInfo(zone))
        rows = [" | ".join(button.text for button in row) for row in seen.buttons]
        shown.append("\n".join([f"--- {at:%A %d %B %Y %H:%M}", seen.text, *(f"[{row}]" for row in rows)]))
    return "\n".join(shown) + "\n"


async def test_a_delegate_reads_all_of_them(stage):
    """Each once, in time, with what matters then."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2011")
    before = len(ana.shown())

    await until_it_is_over(stage)

    assert (GOLDEN / "geneva-2011.txt").read_text() == read(ana.shown()[before:], "Europe/Zurich")
    assert [] == stage.refusals


async def test_a_delegate_in_lima_is_reminded_by_her_own_clocks_and_never_at_night(stage):
    """In Spanish; what would come at night comes in the morning, or where that is too late in the evening before."""
    lucia = stage.person("Lucía", language_code="es")
    await goes(lucia, "/settings", "Zona horaria")
    await lucia.says("Lima")
    await goes(lucia, "/settings", "Horas de silencio")
    await lucia.says("21:00 a 09:30")
    await lucia.says("/follow geneva 2011")
    before = len(lucia.shown())

    await until_it_is_over(stage)

    told = lucia.shown()[before:]
    assert (GOLDEN / "geneva-2011-lima.txt").read_text() == read(told, "America/Lima")
    hours = [datetime.fromtimestamp(seen.message["date"], ZoneInfo("America/Lima")) for seen in told]
    assert all((9, 30) <= (at.hour, at.minute) < (21, 0) for at in hours)
