"""What people send that nobody asked for, and what goes wrong."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest
from telegram.error import NetworkError, TimedOut

from bot.rehearsal.refused import Refused
from bot.services.meetings import Meetings


async def test_stickers_voices_and_pictures_get_a_kind_word(stage):
    """Only words can be read."""
    ana = stage.person("Ana")

    for sent in (await ana.sends_sticker(), await ana.sends_voice(), await ana.sends_photo()):
        assert "I can only read written questions" in sent[0].text


async def test_an_unknown_command_leads_to_help(stage):
    """Nobody has to know a command."""
    [answer] = await stage.person("Ana").says("/nonsense")

    assert "/help" in answer.text


@pytest.mark.parametrize("data", ["junk", "", "meeting:", "meeting:LIMA", "venue:lima-2007:x", "zone:", "card:x"])
async def test_a_button_that_no_route_knows_says_so(stage, data):
    """Old messages keep their buttons for years."""
    ana = stage.person("Ana")
    [card] = await ana.starts("lima-2007")

    [alert] = await ana.presses_data(card, data or "x")

    assert "out of date" in alert.text


@pytest.mark.parametrize(
    "data", ["meeting:gone", "session:lima-2007:00000000", "card:oslo-2007:9", "programme:oslo-2007:2007-02-22"]
)
async def test_a_button_to_what_is_no_longer_there_leads_on(stage, data):
    """A meeting taken out, a session moved away."""
    ana = stage.person("Ana")
    [card] = await ana.starts("lima-2007")

    seen = await ana.presses_data(card, data)

    assert "/meetings" in seen[-1].text
    assert "answerCallbackQuery" in {call.method for call in stage.rehearsal.calls}


async def test_a_deep_link_to_no_meeting_greets_all_the_same(stage):
    """A mistyped link is nobody's fault."""
    [answer] = await stage.person("Ana").starts("atlantis-1")

    assert "not in the store" in answer.text


async def test_an_error_gives_the_person_a_reference_and_the_log_the_rest(stage, monkeypatch, caplog):
    """No secret in either."""
    ana = stage.person("Ana")

    async def broken(self):
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr(Meetings, "all", broken)
    with caplog.at_level(logging.ERROR):
        [answer] = await ana.says("/meetings")

    reference = answer.text.rpartition("reference: ")[2].rstrip(".")
    assert 8 == len(reference)
    assert reference in caplog.text
    assert "the disk is on fire" in caplog.text
    assert "the disk is on fire" not in answer.text


async def test_who_writes_too_much_is_told_once(stage):
    """Thirty a minute, then one sentence, then silence."""
    ana = stage.person("Ana")
    for _ in range(30):
        await ana.says("/next")

    [told] = await ana.says("/next")
    silence = await ana.says("/next")

    assert "very many messages" in told.text
    assert [] == silence


async def test_who_writes_too_much_as_a_group_takes_nobodys_turn_in_another(stage):
    """Telegram gives all administrators who stay anonymous, wherever they are, one and the same account."""
    groups = [stage.group("Delegations"), stage.group("Secretariat")]
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    command = {"text": "/next", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}

    for number in range(32):
        about = groups[number == 31].chat.about
        written = {"message_id": 77 + number, "date": 0, "chat": about, "from": anonymous, "sender_chat": about}
        await stage.plenary.door.take([{"update_id": 900_000 + number, "message": written | command}])
        await stage.plenary.door.idle()

    many, one = (stage.person("Ana").shown(group) for group in groups)
    assert "very many messages" in many[-1].text
    assert ["Intersessional Meeting" in shown.text for shown in one] == [True]


async def test_a_button_pressed_too_often_stops_waiting(stage):
    """Telegram lets a button wait until it is answered: she sees why nothing happens."""
    ana = stage.person("Ana")
    [card] = await ana.starts("lima-2007")
    for _ in range(30):
        await ana.says("/next")

    [toast] = await ana.presses("Venue", on=card)

    assert "very many messages" in toast.text
    assert "toast" == toast.kind


async def test_in_a_group_the_answer_goes_to_its_topic(stage):
    """A command in a topic is answered there, as a reply."""
    group = stage.group("Delegations", topics={5: "Practical matters"})
    ana = stage.person("Ana")

    [answer] = await ana.says("/next", chat=group, thread=5)

    assert 5 == answer.thread
    assert answer.answers is not None


@pytest.mark.parametrize("data", ["zone:Mars/Phobos", "language:xx", "programme:geneva-2013:2013-02-31"])
async def test_a_payload_made_up_by_hand_changes_nothing(stage, data):
    """What no button ever carried is out of date, and the next question is answered."""
    ana = stage.person("Ana")
    [card] = await ana.starts("lima-2007")

    refused = await ana.presses_data(card, data)
    [settings] = await ana.says("/settings")

    assert "out of date" in refused[-1].text
    assert "the venue’s, of each meeting" in settings.text
    assert "Language: English (as your app reports)" in settings.text


async def test_registration_that_no_letter_speaks_of_is_not_called_closed(open_stage):
    """Also when the meeting is over."""
    stage = await open_stage(datetime(2014, 3, 3, tzinfo=UTC))

    [card] = await stage.person("Ana").starts("vientiane-2010")

    assert "Registration: not stated in the documents" in card.text


async def test_of_a_month_nobody_says_that_the_meeting_is_under_way(open_stage):
    """Of Beirut the letters name September alone."""
    stage = await open_stage(datetime(2011, 9, 15, tzinfo=UTC))

    [card] = await stage.person("Ana").starts("beirut-2011")

    assert "under way" not in card.text


async def test_a_press_that_is_answered_too_late_still_shows_what_was_asked_for(stage):
    """After a restart Telegram takes no answer to the press any more; the card comes all the same."""
    ana = stage.person("Ana")
    await ana.starts("lima-2007")
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    stage.rehearsal.answers_next("answerCallbackQuery", Refused(400, too_old))

    [venue] = await ana.presses("Venue")

    assert "Lima" in venue.text


async def test_a_caption_that_does_not_fit_goes_on_in_a_message(open_stage, tmp_path):
    """A letter with a title of 3,000 characters is sent, and nothing of the title is lost."""
    title = " ".join(f"word{number}" for number in range(350))
    file = tmp_path / "meetings.yaml"
    letter = f"{{id: letter, title: {title}, kind: letter, file: letter.txt}}"
    meeting = f"{{id: bergen, name: Bergen, start: 2011-09-05, timezone: Europe/Oslo, documents: [{letter}]}}"
    file.write_text(f"process: {{id: harbour, name: Harbour Convention}}\nmeetings: [{meeting}]\n")
    (tmp_path / "letter.txt").write_text("A letter.\n")
    stage = await open_stage(files=(file,))
    ana = stage.person("Ana")
    [start] = await ana.starts("bergen")

    sent, rest = await ana.presses_data(start, "document:letter")

    assert len(sent.text) <= 1024
    assert title == f"{sent.text} {rest.text}"
    assert [] == stage.refusals


@pytest.mark.parametrize(
    "trouble",
    [
        NetworkError("cut"),
        TimedOut(),
        Refused(500, "Internal Server Error"),
        (502, b"<html>"),
        (200, b"<html>"),
        Refused(401, "Unauthorized"),
    ],
)
async def test_a_call_that_fails_once_is_nothing_that_she_hears_of(stage, trouble):
    """She is not asked to try again: the bot does."""
    ana = stage.person("Ana")
    stage.rehearsal.answers_next("sendMessage", trouble, chat=ana)

    [answer] = await ana.says("When is the Lima conference?")

    assert "23–25 May 2007" in answer.text


async def test_a_cut_does_not_take_the_words_of_an_answer_whose_effect_is_stored(stage, caplog):
    """It is the reply that is made again, not only its gist; the log names whoever may have it twice."""
    ana = stage.person("Ana")
    stage.rehearsal.answers_next("sendMessage", NetworkError("cut"), chat=ana)

    [answer] = await ana.says("/follow lima-2007")

    assert "You follow it now" in answer.text
    assert "Update 1: a reply did not get through (cut); it is made again." in caplog.text


@pytest.mark.parametrize("trouble", [NetworkError("cut"), Refused(429, "Too Many Requests", retry_after=1)])
async def test_a_press_whose_answer_is_cut_still_shows_what_was_asked_for(stage, trouble):
    """The line on top of the chat was empty anyway."""
    ana = stage.person("Ana")
    await ana.starts("lima-2007")
    stage.rehearsal.answers_next("answerCallbackQuery", trouble)

    [followed] = await ana.presses("Follow")

    assert "You follow it now" in followed.text


@pytest.mark.parametrize("words", ["message to edit not found", "message can't be edited"])
async def test_what_cannot_be_shown_in_place_is_shown_below(stage, words):
    """She has deleted the card, or it is too old to be changed."""
    ana = stage.person("Ana")
    await ana.starts("lima-2007")
    stage.rehearsal.answers_next("editMessageText", Refused(400, f"Bad Request: {words}"))

    [venue] = await ana.presses("Venue")

    assert not venue.edited
    assert "Lima, Peru" in venue.text


async def test_an_answer_that_may_have_arrived_is_not_sent_for_ever(stage, caplog):
    """Telegram takes it each time and is only slow to say so."""
    ana = stage.person("Ana")
    stage.rehearsal.answers_next("sendMessage", *[TimedOut() for _ in range(50)], chat=ana, delivered=True)

    seen = await ana.says("When is the Lima conference?")

    assert 5 == len(seen)
    assert "Update 1 is given up" in caplog.text


@pytest.mark.parametrize("words", ["not enough rights to send text messages to the chat", "TOPIC_CLOSED"])
async def test_where_the_bot_may_not_write_nothing_went_wrong(stage, caplog, words):
    """A group that lets nobody write is no mistake of the bot's, and gets no second call."""
    group, ana = stage.group("Delegations"), stage.person("Ana")
    stage.rehearsal.answers_next("sendMessage", Refused(400, f"Bad Request: {words}"), chat=group)

    assert [] == await ana.says("/next", chat=group)
    assert "Traceback" not in caplog.text


async def test_a_question_in_a_group_that_has_just_become_a_supergroup_is_answered_there(stage):
    """What was written under its old id is answered under the new one."""
    group, ana = stage.group("Delegations"), stage.person("Ana")
    new = stage.group("Delegations")
    migrated = Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new.id)
    stage.rehearsal.answers_next("sendMessage", migrated, chat=group)

    await ana.says("/next", chat=group)

    [answer] = ana.shown(new)
    assert "Intersessional" in answer.text


async def test_a_question_is_answered_once_telegram_takes_the_answer(stage, caplog):
    """Nothing is lost: it is tried again, and that is said once."""
    ana = stage.person("Ana")
    stage.rehearsal.answers_next("sendMessage", TimedOut(), TimedOut(), NetworkError("cut"), TimedOut(), chat=ana)

    [answer] = await ana.says("When is the Lima conference?")

    assert "23–25 May 2007" in answer.text
    assert 1 == caplog.text.count("it is handled again")


async def test_what_is_done_is_not_done_twice_when_telegram_takes_no_reply(stage):
    """Only the reply is made again, from what stands in the store."""
    ana = stage.person("Ana")
    stage.rehearsal.answers_next("sendMessage", TimedOut(), TimedOut(), chat=ana)

    [state] = await ana.says("/follow lima-2007")

    [followed] = await ana.says("/follow")
    assert "has been done" in state.text
    assert 1 == followed.text.count("Lima Conference")


async def test_who_could_not_be_answered_hears_that_it_was_telegram_and_no_restart(stage):
    """The bot was there all the time."""
    ana = stage.person("Ana")
    stage.rehearsal.answers_next("sendMessage", TimedOut(), TimedOut(), chat=ana)

    [state] = await ana.says("/follow lima-2007")

    assert "restarted" not in state.text
    assert "Telegram" in state.text


async def test_somebody_without_a_name_is_answered(stage):
    """An account that is being deleted has none."""
    nobody = stage.person("")

    [answer] = await nobody.says("When is the Lima conference?")

    assert "23–25 May 2007" in answer.text
