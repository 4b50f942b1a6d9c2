"""What is queued reaches who follows, once."""

from __future__ import annotations


async def test_an_announcement_reaches_every_follower_once(stage):
    """Persons and groups, in their topics; who follows something else hears nothing."""
    ana, ben = stage.person("Ana"), stage.person("Ben")
    group = stage.group("Delegations", topics={5: "News"})
    group.chat.members[ana.id] = "creator"
    await ana.says("/follow lima 2007")
    await ana.says("/follow lima 2007", chat=group, thread=5)
    await ben.says("/follow oslo 2007")
    await stage.plenary.outbox.start()

    announcements = stage.plenary.services.announcements
    number = await announcements.announce_text("lima-2007", "The venue is <known>.", "Ingrid")
    await stage.plenary.outbox.idle()

    report = await announcements.report(number)
    assert "The venue is <known>." == ana.shown()[-1].text
    assert ("The venue is <known>.", 5) == (ana.shown(group)[-1].text, ana.shown(group)[-1].thread)
    assert "venue is" not in ben.shown()[-1].text
    assert 2 == report.number("sent") == report.all
