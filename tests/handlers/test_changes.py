"""What has changed since somebody last looked."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model import Venue
from bot.services.meetings_file import import_files
from tests.handlers.steps import follower


async def test_what_changed_since_she_last_looked_comes_newest_first(stage, organiser):
    """Old and new with the day; the second time there is nothing, and the earlier ones are a button away."""
    ana = await follower(stage)
    await organiser.changes("geneva-2011", venue=Venue(name="Palais des Nations"))
    await organiser.after(hours=2)
    await organiser.changes("geneva-2011", start=date(2011, 6, 28))

    [first] = await ana.says("/changes")
    await organiser.after(hours=2)
    [again] = await ana.says("/changes")
    [earlier] = await ana.presses("Earlier changes")
    await organiser.changes("geneva-2011", website="https://example.org/x")
    [since] = await ana.says("/changes")

    assert first.text.index("27–30 June 2011 → 28–30 June 2011") < first.text.index("→ Palais des Nations")
    assert "6 May 2011" in first.text
    assert "Intersessional Meeting" in first.text
    assert "Nothing has changed since you last looked" in again.text
    assert "→ Palais des Nations" in earlier.text
    assert "Since you last looked" in since.text
    assert "example.org/x" in since.text
    assert "Palais" not in since.text
    assert [] == stage.refusals


async def test_it_is_about_what_is_followed_or_what_is_named(stage, organiser):
    """By name also without following; who follows nothing is told how to."""
    ana = await follower(stage, what="lima-2007")
    ben = stage.person("Ben")
    await organiser.changes("geneva-2011", venue=Venue(name="Palais des Nations"))

    [hers] = await ana.says("/changes")
    [named] = await ana.says("/changes geneva 2011")
    [nothing] = await ben.says("/changes")
    [card] = await ben.starts("geneva-2011")
    [pressed] = await ben.presses("What changed")

    assert "Palais" not in hers.text
    assert "→ Palais des Nations" in named.text
    assert "Nothing is followed here" in nothing.text
    assert "→ Palais des Nations" in pressed.text
    assert card.message_id == pressed.message_id


async def test_asked_as_of_an_earlier_day_later_changes_are_not_known(stage, organiser):
    """Neither that the meeting was entered, nor what was changed since."""
    ana = await follower(stage)
    await organiser.changes("geneva-2011", venue=Venue(name="Palais des Nations"))
    stage.clock.set(stage.clock.now().replace(year=2010))

    [told] = await ana.says("what has changed about the Geneva meeting of June 2011?")

    assert "Nothing has changed" in told.text
    assert "2011" not in told.text.replace("June 2011", "")


async def test_many_changes_come_in_pages(stage, organiser):
    """Five to a page; the older ones by a button."""
    ana = await follower(stage)
    for number in range(7):
        await organiser.changes("geneva-2011", venue=Venue(name=f"House {number}"))
        await organiser.after(minutes=5)

    [first] = await ana.says("/changes")
    [second] = await ana.presses("Earlier changes")

    assert ["House 6", "House 2"] == [line.split("→ ")[1] for line in first.text.splitlines() if "→" in line][::4]
    assert ["House 1", "House 0"] == [line.split("→ ")[1] for line in second.text.splitlines() if "→" in line]


@pytest.mark.parametrize(
    "question",
    [
        "what has changed?",
        "What's new?",
        "qu'est-ce qui a changé ?",
        "quoi de neuf ?",
        "¿qué ha cambiado?",
        "o que mudou?",
        "что изменилось?",
        "ما الذي تغير؟",
        "有什么变化",
        "有什麼變化？",
        "hva er endret?",
        "ມີຫຍັງປ່ຽນແປງ?",
    ],
)
async def test_it_is_a_plain_question_in_every_language(stage, organiser, question):
    """Without a meeting named, it is about what is followed."""
    ana = await follower(stage)
    await organiser.changes("geneva-2011", venue=Venue(name="Palais des Nations"))

    [answer] = await ana.says(question)

    assert "Palais des Nations" in answer.text


async def test_a_question_may_name_the_meeting(stage, organiser):
    """Then it is about that one, followed or not."""
    await organiser.changes("geneva-2011", venue=Venue(name="Palais des Nations"))

    [answer] = await stage.person("Ben").says("what has changed in Geneva 2011?")

    assert "→ Palais des Nations" in answer.text


async def test_a_new_meeting_is_a_change_for_who_follows_the_process(stage, organiser, tmp_path):
    """Told a minute later, and listed; what was there before she followed is not."""
    ana = await follower(stage)
    await ana.presses("Follow the whole process")
    file = tmp_path / "new.yaml"
    file.write_text(
        "process: {id: ccm, name: Convention on Cluster Munitions}\n"
        "meetings:\n  - {id: oslo-2014, name: Fifth Meeting, start: 2014-09-11, end: 2014-09-14,"
        " timezone: Europe/Oslo, city: Oslo, country: 'NO'}\n"
    )
    await import_files(stage.plenary.database, stage.clock, [file])
    await organiser.after(seconds=61)

    told = ana.shown()[-1]
    [listed] = await ana.says("/changes")

    assert "A new meeting: 11–14 September 2014" in told.text
    assert "oslo-2014.ics" == told.document.name
    assert 1 == listed.text.count("A new meeting")
