"""What is queued reaches who follows, once."""

from __future__ import annotations

import asyncio

from bot.announcement import Addressees, Attachment, Content, Version
from bot.store import outbox
from tests.announcing import announce_text


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
    number = await announce_text(announcements, "lima-2007", "The venue is <known>.", "Ingrid")
    await stage.plenary.outbox.idle()

    report = await stage.plenary.services.sent_announcements.report(number)
    assert "The venue is <known>." == ana.shown()[-1].text
    assert ("The venue is <known>.", 5) == (ana.shown(group)[-1].text, ana.shown(group)[-1].thread)
    assert "venue is" not in ben.shown()[-1].text
    assert 2 == report.number("sent") == report.all


async def test_a_file_from_a_script_is_uploaded_once(stage):
    """The others get it by what Telegram calls it."""
    readers = [stage.person(name) for name in ("Ana", "Ben", "Carla")]
    for reader in readers:
        await reader.says("/follow lima 2007")
    services = stage.plenary.services
    reference = await services.announced_files.keep("agenda.pdf", b"%PDF")
    attachment = Attachment(kind="file", file_id=reference, name="agenda.pdf")
    content = Content(versions={"en": Version(text="The agenda.", attachments=(attachment,))})

    await services.announcements.announce(Addressees(process="ccm", meeting="lima-2007"), content, "a script")
    await stage.plenary.outbox.start()
    await stage.plenary.outbox.idle()

    assert ["agenda.pdf"] * 3 == [reader.shown()[-1].document.name for reader in readers]
    assert ["The agenda."] * 3 == [reader.shown()[-1].text for reader in readers]
    assert 1 == sum(bool(call.files) for call in stage.rehearsal.calls if call.method == "sendDocument")
    assert not (await services.announced_files.to_send(reference)).startswith("stored:")


async def test_while_a_file_is_being_uploaded_for_one_the_others_wait(stage):
    """A large file would go out thirty times in the first second; who waits is not in doubt, whatever happens."""
    for name in ("Ana", "Ben", "Carla"):
        await stage.person(name).says("/follow lima 2007")
    services, bot = stage.plenary.services, stage.plenary.application.bot
    reference = await services.announced_files.keep("agenda.pdf", b"%PDF")
    attachment = Attachment(kind="file", file_id=reference, name="agenda.pdf")
    content = Content(versions={"en": Version(attachments=(attachment,))})
    await services.announcements.announce(Addressees(process="ccm", meeting="lima-2007"), content, "a script")
    claimed = [await stage.plenary.database.write(outbox.claim, stage.clock.now()) for _ in range(3)]

    first, *others = await asyncio.gather(*(services.announcing.send(bot, one, "en") for one in claimed))
    later = await services.announcing.send(bot, claimed[1], "en")

    assert first.instead is None
    assert ["pending", "pending"] == [one.instead.state for one in others]
    assert later.instead is None
    assert 1 == sum(bool(call.files) for call in stage.rehearsal.calls if call.method == "sendDocument")
