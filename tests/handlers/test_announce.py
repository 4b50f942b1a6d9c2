"""An announcement from the first press to the report, as an organiser and her readers see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram.error import NetworkError

from bot.announcement import Addressees, Content, Version
from bot.rehearsal.people import Person
from bot.rehearsal.seen import Seen
from tests.conftest import Stage
from tests.handlers.steps import NOT_NOW, Organiser, composed, following, goes, sent


@pytest.fixture
def stage(organised: Stage) -> Stage:
    return organised


async def previewed(ingrid: Person) -> list[Seen]:
    """What the preview shows, its card last."""
    return [seen for seen in await ingrid.presses("Preview") if seen.kind == "sent"]


async def test_an_organiser_announces_to_all_who_follow(stage, ingrid):
    """Each reader gets her language once; who has none of her own gets the English one; the report says so."""
    lucia, chen = await following(stage, "Lucía", "es"), await following(stage, "Chen", "zh-hans")
    await composed(ingrid, English="The venue has changed.", Spanish="La sede ha cambiado.")

    [*shown, preview] = await previewed(ingrid)
    await ingrid.presses("Send now")
    await sent(stage)

    assert {"The venue has changed.", "La sede ha cambiado."} == {one.text for one in shown}
    assert "Recipients: 2" in preview.text
    assert "La sede ha cambiado." == lucia.shown()[-1].text
    assert "The venue has changed." == chen.shown()[-1].text
    assert "Sent: 2" in ingrid.shown()[-1].text
    assert "Announcement: sent" in ingrid.shown()[-1].text
    assert [] == stage.refusals


async def test_the_count_and_the_share_unreachable_are_shown_before_anything_is_written(stage, ingrid):
    """Groups and channels are recipients too."""
    lucia, ben = await following(stage, "Lucía", "es"), await following(stage, "Ben")
    group = stage.group("Delegations")
    group.chat.members[ben.id] = "creator"
    await ben.says("/follow geneva 2011", chat=group)
    await ben.blocks()

    await ingrid.says("/announce")
    [card] = await ingrid.presses("Geneva, June 2011 – Intersessional Meeting of the Conventio…")

    assert "Recipients: 3\nGroups and channels among them: 1" in card.text
    assert "Cannot be reached: 1 (33 %)" in card.text
    assert lucia.id


async def test_pressed_twice_and_by_two_it_is_sent_once(stage, ingrid):
    """The draft is sent, whoever presses."""
    lucia = await following(stage, "Lucía", "es")
    await composed(ingrid, English="The venue has changed.")
    [*_, preview] = await previewed(ingrid)
    send = preview.button("Send now").callback_data

    for _ in range(2):
        await ingrid.presses_data(preview, send)
    await sent(stage)

    assert 1 == [one.text for one in lucia.shown()].count("The venue has changed.")


async def test_formatting_is_kept_and_what_looks_like_markup_is_text(stage, ingrid):
    """The organiser's entities, no others."""
    lucia = await following(stage, "Lucía")
    await composed(ingrid, English="Rooms <A> & B: <b>new</b>")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)

    assert "Rooms <A> & B: <b>new</b>" == lucia.shown()[-1].text


async def test_what_is_formatted_by_hand_comes_as_it_was_written(stage, ingrid):
    """One in the other, and with an address as it is, whatever stands in it; a custom emoji is a plain one."""
    lucia = await following(stage, "Lucía")
    address = 'https://example.org/?lang=fr&region=ch&copy=2&q="a"'
    await composed(ingrid, English="to come")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.formats(
        "The new page 👍",
        {"type": "italic", "offset": 0, "length": 12},
        {"type": "bold", "offset": 4, "length": 8},
        {"type": "text_link", "offset": 8, "length": 4, "url": address},
        {"type": "custom_emoji", "offset": 13, "length": 2, "custom_emoji_id": "5"},
    )
    await ingrid.presses("Done")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)
    message = lucia.shown()[-1].message

    assert "The new page 👍" == message["text"]
    assert [("italic", 0, 12), ("bold", 4, 8), ("text_link", 8, 4)] == [
        (one["type"], one["offset"], one["length"]) for one in message["entities"]
    ]
    assert address == message["entities"][2]["url"]


async def test_a_photo_a_file_and_a_place_come_with_the_text(stage, ingrid):
    """The text is the caption of the photo; each is a message of its own, in order."""
    lucia = await following(stage, "Lucía")
    await ingrid.says("/announce")
    await ingrid.presses("Geneva, June 2011 – Intersessional Meeting of the Conventio…")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.sends_photo("Look here.")
    await ingrid.sends_document("map.pdf", b"%PDF")
    await ingrid.sends_location(46.2225, 6.1467)
    await ingrid.presses("Done")
    before = len(lucia.shown())
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    while len(lucia.shown()) < before + 3:
        await stage.plenary.outbox.idle()

    photo, file, place = lucia.shown()[before:]
    assert "photo" in photo.message
    assert "Look here." == photo.text
    assert "map.pdf" == file.document.name
    assert (46.2225, 6.1467) == place.location
    assert [] == stage.refusals


async def test_readers_answer_and_the_answers_are_counted(stage, ingrid):
    """One answer a chat, changeable, marked on the button."""
    lucia = await following(stage, "Lucía")
    await composed(ingrid, English="Will you come?")
    await ingrid.presses("Buttons for readers")
    await ingrid.presses("Yes / No / Not yet")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)

    await lucia.presses("Not yet")
    [toast, marked] = await lucia.presses("Yes")
    [report] = await ingrid.presses("Refresh")

    assert "Noted: yes" in toast.text
    assert ["✅ Yes", "No", "Not yet"] == marked.labels
    assert "Yes: 1 · No: 0 · Not yet: 0" in report.text


async def test_an_answer_counts_while_the_rest_of_the_announcement_is_still_to_come(stage, ingrid):
    """She has read the words before the map comes."""
    lucia = await following(stage, "Lucía")
    await ingrid.says("/announce")
    await ingrid.presses("Geneva, June 2011 – Intersessional Meeting of the Conventio…")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.says("Room 3.")
    await ingrid.sends_location(46.2, 6.1)
    await ingrid.presses("Done")
    await ingrid.presses("Buttons for readers")
    await ingrid.presses("I have read this")
    await ingrid.presses("Preview")
    stage.rehearsal.answers_next("sendLocation", NOT_NOW, chat=lucia)
    await ingrid.presses("Send now")
    await stage.plenary.outbox.idle()

    [toast, _] = await lucia.presses("I have read this")
    [report] = await ingrid.presses("Refresh")

    assert "you have read it" in toast.text
    assert "Have read it: 1" in report.text


async def test_pressed_again_an_answer_changes_nothing(stage, ingrid):
    """Telegram is not asked to mark what is marked."""
    lucia = await following(stage, "Lucía")
    await composed(ingrid, English="Room 3.")
    await ingrid.presses("Buttons for readers")
    await ingrid.presses("I have read this")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)
    await lucia.presses("I have read this")

    [toast] = await lucia.presses("I have read this")

    assert "you have read it" in toast.text
    assert [] == stage.refusals


async def test_for_a_channel_its_administrators_answer(stage, ingrid):
    """Any of its subscribers could press, and take back what another one pressed."""
    ana, boss, channel = stage.person("Ana"), stage.person("Boss"), stage.group("News")
    channel.chat.members[boss.id] = "administrator"
    await boss.says("/follow geneva 2011", chat=channel)
    channel.chat.about["type"] = "channel"
    await composed(ingrid, English="Room 3.")
    for label in ("Buttons for readers", "I have read this", "Preview", "Send now"):
        await ingrid.presses(label)
    await sent(stage)

    [refused] = await ana.presses("I have read this", chat=channel)
    [toast, marked] = await boss.presses("I have read this", chat=channel)

    assert ("alert", True) == (refused.kind, "administrators answer" in refused.text)
    assert "you have read it" in toast.text
    assert ["✅ I have read this"] == marked.labels


async def test_what_was_written_stays_in_the_draft_when_the_dialogue_is_left(stage, ingrid):
    """And it is said so."""
    await composed(ingrid, English="Room 3.")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.sends_photo("Room 5.")

    [left] = await ingrid.says("/cancel")

    assert "What you wrote is kept in the draft: /announcements" in left.text


async def test_recipients_are_chosen_by_language(stage, ingrid):
    """Only those are counted and written to."""
    lucia, chen = await following(stage, "Lucía", "es"), await following(stage, "Chen", "zh-hans")
    await composed(ingrid, Spanish="La sede ha cambiado.")
    await ingrid.presses("Recipients")
    await ingrid.presses("Languages")
    await ingrid.presses("☐ Spanish: 1")
    await ingrid.presses("Back")
    await ingrid.presses("Back")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)

    assert "La sede ha cambiado." == lucia.shown()[-1].text
    assert "La sede" not in chen.shown()[-1].text


async def test_it_is_sent_at_the_venues_wall_clock(stage, ingrid):
    """To whoever follows then; the resolved time is told, and it can be called off."""
    lucia = await following(stage, "Lucía")
    await composed(ingrid, English="Registration is open.")
    await ingrid.presses("Preview")
    await ingrid.presses("Schedule")
    [misread, *_] = await ingrid.says("soon")
    [scheduled, *_] = await ingrid.says("2011-05-09 09:00")
    later = await following(stage, "Later")

    stage.clock.set(stage.clock.now().replace(day=9, hour=7, minute=0, second=1))
    await stage.plenary.cards.look()
    await sent(stage)

    assert "I do not understand “soon”" in misread.text
    assert "Monday, 9 May 2011, 09:00 (Zurich)" in scheduled.text
    assert "Registration is open." == lucia.shown()[-1].text
    assert "Registration is open." == later.shown()[-1].text
    assert "Announcement: sent" in ingrid.shown()[-1].text
    assert "Sent: 2" in ingrid.shown()[-1].text


async def test_in_which_language_the_buttons_are_is_said_where_the_words_are_in_another(stage, ingrid):
    """They are the reader's own; where everybody has a version of hers, nothing has to be said."""
    await following(stage, "Lucía", "es")
    await composed(ingrid, English="Will you come?")
    await ingrid.presses("Buttons for readers")
    await ingrid.presses("Yes / No / Not yet")
    [*_, lent] = await previewed(ingrid)
    await ingrid.presses("Change it")
    await ingrid.presses("Texts")
    await ingrid.presses("Spanish")
    await ingrid.says("¿Vendrá?")
    await ingrid.presses("Done")
    [*_, own] = await previewed(ingrid)

    assert "“Not yet”.\nThe buttons are in each reader's own language." in lent.text
    assert "buttons are in" not in own.text


async def test_whose_photos_come_with_a_text_is_said(stage, ingrid):
    """A version without any has those of the English one: on the card, where it is written, and at the preview."""
    await following(stage, "Lucía", "es")
    await composed(ingrid, English="The map.", Spanish="El mapa.")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.sends_photo("The map.")
    [card] = await ingrid.presses("Done")
    [*_, preview] = await previewed(ingrid)
    await ingrid.presses("Change it")
    await ingrid.presses("Texts")
    [written] = await ingrid.presses("Spanish")

    assert "\n🖼 photos, files and places as in: English" in card.text
    assert "Spanish: 🖼 photos, files and places as in: English" in preview.text
    assert "photos, files and places as in: English" in written.text
    assert 1 == card.text.count("as in: English")


async def test_of_an_hour_that_clocks_show_twice_it_is_said_which_is_meant(stage, ingrid):
    """When summer time ends; of other hours nothing is said."""
    await following(stage, "Lucía")
    await composed(ingrid, English="Registration is open.")
    await ingrid.presses("Preview")
    await ingrid.presses("Schedule")
    [twice, *_] = await ingrid.says("2011-10-30 02:30")
    await ingrid.presses("Do not send it")
    await ingrid.presses("Schedule")
    [once, *_] = await ingrid.says("2011-10-30 03:30")

    assert "twice that night: it is sent the first time" in twice.text
    assert "twice" not in once.text


async def test_what_cannot_be_announced_is_said_so(stage, ingrid):
    """While a text is awaited, a sticker is not taken for a question."""
    await composed(ingrid, English="Registration is open.")
    await ingrid.presses("Texts")
    await ingrid.presses("English")

    for [answer] in (await ingrid.sends_sticker(), await ingrid.sends_voice()):
        assert "I can announce texts, photos, files and places" in answer.text


async def test_the_rest_of_a_text_that_is_too_long_is_not_taken_for_the_text(stage, ingrid):
    """Clients send what is longer than a message in pieces."""
    await composed(ingrid, English="Registration is open.")
    await ingrid.presses("Texts")
    await ingrid.presses("English")

    [refused, rest] = await ingrid.says("x" * 4096 + "the last words")
    stage.clock.set(stage.clock.now() + timedelta(seconds=10))
    [taken, *_] = [one for one in await ingrid.says("Shorter words.") if one.kind == "sent"]

    assert "too long" in refused.text
    assert "not taken either" in rest.text
    assert "Shorter words." in taken.text


async def test_what_is_scheduled_is_the_next_event_of_the_clock(stage, ingrid):
    """A rehearsal stops at it."""
    await following(stage, "Lucía")
    await composed(ingrid, English="Registration is open.")
    await ingrid.presses("Preview")
    await ingrid.presses("Schedule")
    await ingrid.says("tomorrow 9:00")

    upcoming = await stage.plenary.services.upcoming.next(stage.clock.now())

    assert stage.clock.now().replace(day=7, hour=7, minute=0, second=0, microsecond=0) == upcoming


async def test_what_was_missed_is_not_sent_late_but_asked_about(stage, ingrid):
    """“In one hour” is wrong a day later: it is a draft again, its organiser is told, and sends it if she likes."""
    lucia = await following(stage, "Lucía")
    await composed(ingrid, English="Registration opens in one hour!")
    await ingrid.presses("Preview")
    await ingrid.presses("Schedule")
    await ingrid.says("tomorrow 9:00")

    stage.clock.set(stage.clock.now().replace(day=9))
    await stage.plenary.cards.look()
    await stage.plenary.cards.look()
    await sent(stage)
    [told] = [one for one in ingrid.shown() if "Nothing was sent" in one.text]
    missed = lucia.shown()[-1].text
    [listed] = await ingrid.says("/announcements")
    await ingrid.presses("Preview", on=told)
    await ingrid.presses("Send now")
    await sent(stage)

    assert "Saturday, 7 May 2011, 09:00 (Zurich)" in told.text
    assert "Registration opens in one hour!" != missed
    assert listed.labels[0].startswith("📝")
    assert "Registration opens in one hour!" == lucia.shown()[-1].text
    assert "did not send a scheduled announcement" in (await ingrid.says("/log"))[0].text


async def test_what_a_script_has_scheduled_and_was_missed_is_told_to_the_organisers(stage, ingrid):
    """Nobody has a card of it: each whose process it is gets one."""
    await following(stage, "Lucía")
    await ingrid.starts()
    content = Content(versions={"en": Version(text="Registration opens in one hour!")})
    tomorrow = stage.clock.now() + timedelta(days=1)
    announcements = stage.plenary.services.announcements
    await announcements.announce(Addressees(process="ccm", meeting="geneva-2011"), content, "cron", send_at=tomorrow)

    stage.clock.set(stage.clock.now().replace(day=9))
    await stage.plenary.cards.look()
    await stage.plenary.cards.look()

    [told] = [one for one in ingrid.shown() if "Nothing was sent" in one.text]
    assert "Saturday, 7 May 2011, 10:00 (Zurich)" in told.text
    assert ["Preview", "Discard"] == [label.split(" ", 1)[1] for label in told.labels]


async def test_an_organiser_is_told_what_was_missed_once_telegram_can_be_reached(stage, ingrid):
    """The line was down when the bot came back: that is when it comes too late."""
    await following(stage, "Lucía")
    await composed(ingrid, English="Registration opens in one hour!")
    await ingrid.presses("Preview")
    await ingrid.presses("Schedule")
    await ingrid.says("tomorrow 9:00")
    stage.clock.set(stage.clock.now().replace(day=9))
    stage.rehearsal.answers_next("sendMessage", NetworkError("no route to host"), chat=ingrid)

    is_to_do = await stage.plenary.cards.look()
    await stage.plenary.cards.look()

    assert is_to_do
    assert "Nothing was sent" in ingrid.shown()[-1].text


async def test_how_it_ended_is_shown_once_telegram_can_be_reached(stage, ingrid):
    """A card that could not be edited is edited later."""
    await following(stage, "Lucía")
    await composed(ingrid, English="Room 3.")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await stage.plenary.outbox.idle()
    stage.rehearsal.answers_next("editMessageText", NetworkError("no route to host"), chat=ingrid)

    is_to_do = await stage.plenary.cards.look()
    await stage.plenary.cards.look()

    assert is_to_do
    assert "Announcement: sent" in ingrid.shown()[-1].text


@pytest.mark.parametrize(
    ("hers", "said", "scheduled"),
    [("Lima", "(Lima)", "09:00 (Lima)"), (None, "(Zurich)", "09:00 (Zurich)")],
)
async def test_what_is_for_a_process_goes_by_the_clocks_of_its_organiser(stage, ingrid, hers, said, scheduled):
    """Else by those of the next meeting; which they are is told, and no venue is spoken of."""
    await ingrid.starts()
    if hers:
        await goes(ingrid, "/settings", "Time zone")
        await ingrid.says(hers)
    await ingrid.says("/announce")
    await ingrid.presses("Convention on Cluster Munitions")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.says("Registration is open.")
    await ingrid.presses("Done")
    await following(stage, "Lucía")
    await ingrid.presses("Preview")
    [asked] = await ingrid.presses("Schedule")
    [card, *_] = await ingrid.says("tomorrow 9:00")

    assert "the clocks of the venue" not in asked.text
    assert said in asked.text
    assert scheduled in card.text


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
async def test_what_is_scheduled_is_held_once_its_meeting_is_called_off(stage, ingrid, tmp_path, status):
    """It is a draft again, and its organiser is told; what she schedules after that goes out."""
    lucia = await following(stage, "Lucía")
    await composed(ingrid, English="The room is open from 8.")
    await ingrid.presses("Preview")
    await ingrid.presses("Schedule")
    await ingrid.says("tomorrow 9:00")

    await Organiser(stage, tmp_path).changes("geneva-2011", status=status)
    await stage.plenary.cards.look()
    [told] = [one for one in ingrid.shown() if f"the meeting was {status}" in one.text]
    stage.clock.set(stage.clock.now().replace(day=7, hour=7, minute=0, second=1))
    await stage.plenary.cards.look()
    await sent(stage)
    held = "The room is open from 8." not in [one.text for one in lucia.shown()]
    await ingrid.presses("Preview", on=told)
    await ingrid.presses("Schedule")
    await ingrid.says("tomorrow 9:00")
    await Organiser(stage, tmp_path).changes("geneva-2011", website="https://example.org/new")
    stage.clock.set(stage.clock.now() + timedelta(days=1))
    await stage.plenary.cards.look()
    await sent(stage)

    assert held
    assert "It was scheduled for Saturday, 7 May 2011, 09:00 (Zurich)" in told.text
    assert "The room is open from 8." in [one.text for one in lucia.shown()]
    assert "held a scheduled announcement back" in (await ingrid.says("/log"))[0].text


async def test_what_is_scheduled_keeps_its_hour_when_the_zone_is_corrected(stage, ingrid, tmp_path):
    """Nine o'clock at the venue is nine o'clock there."""
    lucia = await following(stage, "Lucía")
    await composed(ingrid, English="The room is open.")
    await ingrid.presses("Preview")
    await ingrid.presses("Schedule")
    await ingrid.says("2011-05-09 09:00")

    await Organiser(stage, tmp_path).changes("geneva-2011", timezone="America/New_York")
    await ingrid.says("/announcements")
    [card] = await ingrid.presses("The room is open")
    stage.clock.set(stage.clock.now().replace(day=9, hour=12, minute=59))
    await stage.plenary.cards.look()
    early = "The room is open." in [one.text for one in lucia.shown()]
    stage.clock.set(stage.clock.now().replace(day=9, hour=13, minute=1))
    await stage.plenary.cards.look()
    await sent(stage)

    assert "Monday, 9 May 2011, 09:00 (New York)" in card.text
    assert not early
    assert "The room is open." in [one.text for one in lucia.shown()]


async def test_what_is_scheduled_can_be_called_off(stage, ingrid):
    """It is a draft again, and is not sent."""
    lucia = await following(stage, "Lucía")
    await composed(ingrid, English="Registration is open.")
    await ingrid.presses("Preview")
    await ingrid.presses("Schedule")
    await ingrid.says("tomorrow 9:00")
    await ingrid.presses("Do not send it")

    stage.clock.set(stage.clock.now().replace(day=9))
    await sent(stage)

    assert "Registration is open." != lucia.shown()[-1].text


async def test_a_draft_that_was_changed_after_its_preview_is_looked_at_again(stage, ingrid):
    """What was not seen is not sent."""
    await following(stage, "Lucía")
    await composed(ingrid, English="Registration is open.")
    [*_, preview] = await previewed(ingrid)
    send = preview.button("Send now").callback_data
    await ingrid.presses("Change it")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.says("Registration is closed.")

    [refused] = await ingrid.presses_data(preview, send)

    assert "changed since this preview" in refused.text


async def test_drafts_are_listed_and_survive(stage, ingrid):
    """A draft is taken up where it stood."""
    await composed(ingrid, English="Registration is open.")
    stage.clock.set(stage.clock.now().replace(day=20))

    [listed] = await ingrid.says("/announcements")
    [draft] = await ingrid.presses("Registration is open")

    assert "draft" in listed.text
    assert "English: \u2068Registration is open.\u2069" in draft.text


async def test_a_draft_without_words_is_listed_by_what_it_is_about(stage, ingrid):
    """Among several it can be told."""
    await composed(ingrid)

    [listed] = await ingrid.says("/announcements")

    assert "📝 no text (geneva-2011)" == listed.labels[0]


async def test_a_delegate_has_no_such_command(stage):
    """It is answered as an unknown one."""
    [answer] = await stage.person("Ana").says("/announce")

    assert "/help" in answer.text
