"""What follows the sending: the report, doubts, corrections in place, and taking it back."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.error import TimedOut

from bot.rehearsal.people import Person
from bot.rehearsal.seen import Seen
from tests.conftest import EXAMPLE, Stage
from tests.handlers.steps import CHIEF, NOT_NOW, composed, following, sent

SECOND = Path(__file__).parents[1] / "testdata" / "second-process" / "meetings.yaml"


@pytest.fixture
def stage(organised: Stage) -> Stage:
    return organised


async def announced(stage: Stage, ingrid: Person, **texts: str) -> None:
    """Have an announcement sent."""
    await composed(ingrid, **texts)
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)


async def test_a_correction_is_seen_asked_about_and_edited_in_place_for_all(stage, ingrid):
    """With the time of the correction in the reader's language; the other versions stay."""
    lucia, ben = await following(stage, "Lucía", "es"), await following(stage, "Ben")
    await announced(stage, ingrid, English="Room 3.", Spanish="Sala 3.")
    hers, his = lucia.shown()[-1].message_id, ben.shown()[-1].message_id
    stage.clock.set(stage.clock.now() + timedelta(hours=1))

    await ingrid.presses("Correct")
    await ingrid.presses("Spanish")
    seen = [one for one in await ingrid.says("Sala 5.") if one.kind == "sent"]
    await ingrid.presses("Correct it")
    await sent(stage)

    assert seen[0].text.startswith("Sala 5.\n\nCorregido el")
    assert "Readers who have it, where it will be edited: 1" in seen[-1].text
    assert hers == lucia.shown()[-1].message_id
    assert "Sala 5.\n\nCorregido el 6 de mayo de 2011 a las 11:00 (Zúrich)" == lucia.shown()[-1].text
    assert his == ben.shown()[-1].message_id
    assert ben.shown()[-1].text.startswith("Room 3.")
    assert "Corrected, in place" in ingrid.shown()[-1].text
    assert [] == stage.refusals


async def test_readers_whose_text_stays_are_not_told_of_a_correction(stage, ingrid):
    """Nothing is edited where nothing has changed."""
    ben = await following(stage, "Ben")
    await announced(stage, ingrid, English="Room 3.", Spanish="Sala 3.")

    await ingrid.presses("Correct")
    await ingrid.presses("Spanish")
    await ingrid.says("Sala 5.")
    await ingrid.presses("Correct it")
    await sent(stage)

    assert "Room 3." == ben.shown()[-1].text


async def test_a_correction_keeps_the_buttons_and_the_answer(stage, ingrid):
    """What somebody answered stays marked."""
    ben = await following(stage, "Ben")
    await composed(ingrid, English="Room 3.")
    await ingrid.presses("Buttons for readers")
    await ingrid.presses("I have read this")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)
    await ben.presses("I have read this")

    await ingrid.presses("Correct")
    [shown, *_] = [one for one in await ingrid.says("Room 5.") if one.kind == "sent"]
    await ingrid.presses("Correct it")
    await sent(stage)

    assert ["I have read this"] == shown.labels
    assert ben.shown()[-1].text.startswith("Room 5.")
    assert ["✅ I have read this"] == ben.shown()[-1].labels


async def test_a_caption_is_corrected_as_one(stage, ingrid):
    """The photo stays; a text too long for it is refused before anything is done."""
    ben = await following(stage, "Ben")
    await ingrid.says("/announce")
    await ingrid.presses("Geneva, June 2011 – Intersessional Meeting of the Conventio…")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.sends_photo("Room 3.")
    await ingrid.presses("Done")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)

    await ingrid.presses("Correct")
    [refused] = await ingrid.says("a" * 951)
    await ingrid.says("Room 5.")
    await ingrid.presses("Correct it")
    await sent(stage)

    assert "at most 950 characters fit here" in refused.text
    assert "photo" in ben.shown()[-1].message
    assert ben.shown()[-1].text.startswith("Room 5.")


async def test_a_long_text_that_is_corrected_to_a_short_one_stays_a_message_of_its_own(stage, ingrid):
    """It was too long for the photo's caption: it is edited where it stands, and withdrawn from there."""
    ben = await following(stage, "Ben")
    await ingrid.says("/announce")
    await ingrid.presses("Geneva, June 2011 – Intersessional Meeting of the Conventio…")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.says("Room 3. " * 200)
    await ingrid.sends_photo()
    await ingrid.presses("Done")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)

    await ingrid.presses("Correct")
    await ingrid.says("Room 5.")
    await ingrid.presses("Correct it")
    await sent(stage)
    words, photo = ben.shown()[-2:]
    stage.clock.set(stage.clock.now() + timedelta(days=3))
    await ingrid.presses("Withdraw")
    await ingrid.presses("Withdraw it")
    await sent(stage)

    assert words.text.startswith("Room 5.\n\nCorrected on")
    assert "" == photo.text
    assert ["This announcement has been withdrawn by the organisers."] * 2 == [one.text for one in ben.shown()[-2:]]
    assert [] == stage.refusals


async def with_place(ingrid: Person) -> None:
    """Begin a draft of a photo with words, and a place."""
    await ingrid.says("/announce")
    await ingrid.presses("Geneva, June 2011 – Intersessional Meeting of the Conventio…")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.sends_photo("Room 3.")
    await ingrid.sends_location(46.2, 6.1)
    await ingrid.presses("Done")
    await ingrid.presses("Preview")


async def test_what_came_of_it_before_it_was_stopped_is_withdrawn_too(stage, ingrid):
    """Half of it had come: that half is deleted, and the report says of whom that was."""
    ben = await following(stage, "Ben")
    await with_place(ingrid)
    stage.rehearsal.answers_next("sendLocation", NOT_NOW, chat=ben)
    await ingrid.presses("Send now")
    await stage.plenary.outbox.idle()
    [stopped] = await ingrid.presses("Stop")
    half = "Room 3." in [one.text for one in ben.shown()]
    [file] = await ingrid.presses("The list as a file")
    rows = {row[0]: row[1:3] for row in csv.reader(io.StringIO(file.document.content.decode("utf-8-sig")))}

    await ingrid.presses("Withdraw")
    await ingrid.presses("Withdraw it")
    await sent(stage)

    assert half
    assert "Not sent: 1" in stopped.text
    assert ["not sent", "a part of it had come before"] == rows["Ben"]
    assert "Room 3." not in [one.text for one in ben.shown()]


async def test_of_what_is_in_doubt_it_is_not_said_that_it_is_withdrawn(stage, ingrid):
    """The place had come when the line was cut: nobody knows its number, so it stays, and the report says so."""
    ben = await following(stage, "Ben")
    await with_place(ingrid)
    stage.rehearsal.answers_next("sendLocation", TimedOut(), chat=ben, delivered=True)
    await ingrid.presses("Send now")
    await sent(stage)
    await ingrid.presses("Withdraw")
    await ingrid.presses("Withdraw it")
    await sent(stage)
    report = ingrid.shown()[-1].text

    assert ben.shown()[-1].location is not None
    assert "Withdrawn: 1" not in report
    assert "Uncertain: may have arrived: 1" in report


async def test_a_correction_is_for_those_alone_whose_words_it_changes(stage, ingrid):
    """The report counts no others; who missed an earlier one gets it all the same."""
    lucia, ben = await following(stage, "Lucía", "es"), await following(stage, "Ben")
    await announced(stage, ingrid, English="Room 3.", Spanish="Sala 3.")
    await lucia.blocks()
    await ingrid.presses("Correct")
    await ingrid.presses("Spanish")
    await ingrid.says("Sala 5.")
    await stage.plenary.outbox.stop()
    [hers] = await ingrid.presses("Correct it")
    await stage.plenary.outbox.start()
    await sent(stage)
    edits = [call for call in stage.rehearsal.calls if call.method == "editMessageText" and call["chat_id"] == ben.id]

    await ingrid.presses("Correct")
    await ingrid.presses("English")
    await ingrid.says("Room 5.")
    await ingrid.presses("Correct it")
    await sent(stage)
    await lucia.unblocks()
    await sent(stage)

    assert "Not corrected: 1" in hers.text
    assert "still to do" not in hers.text
    assert [] == edits
    assert ben.shown()[-1].text.startswith("Room 5.")
    assert "Sala 5." in " ".join(one.text for one in lucia.shown())


async def test_the_text_to_be_corrected_is_shown_with_its_formatting(stage, ingrid):
    """Who copies it and mends one letter loses no link."""
    await following(stage, "Ben")
    await composed(ingrid, English="to come")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    link = {"type": "text_link", "offset": 4, "length": 4, "url": "https://example.org/"}
    await ingrid.formats("The page", link)
    await ingrid.presses("Done")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)

    [asked] = await ingrid.presses("Correct")

    assert '<a href="https://example.org/">page</a>' in asked.html


async def test_withdrawn_within_two_days_it_is_deleted(stage, ingrid):
    """After a question; who has not got it does not get it."""
    ben = await following(stage, "Ben")
    await announced(stage, ingrid, English="Room 3.")

    [question, *_] = await ingrid.presses("Withdraw")
    before = "Room 3." in [one.text for one in ben.shown()]
    await ingrid.presses("Withdraw it")
    await sent(stage)

    assert "Withdraw this announcement?" in question.text
    assert before
    assert "Room 3." not in [one.text for one in ben.shown()]
    assert "Announcement: withdrawn" in ingrid.shown()[-1].text


async def test_withdrawn_later_it_says_so(stage, ingrid):
    """In the reader's language, in its place."""
    lucia = await following(stage, "Lucía", "es")
    await announced(stage, ingrid, English="Room 3.")
    stage.clock.set(stage.clock.now() + timedelta(days=3))

    await ingrid.says("/announcements")
    await ingrid.presses("Room 3")
    await ingrid.presses("Withdraw")
    await ingrid.presses("Withdraw it")
    await sent(stage)

    assert "Los organizadores han retirado este anuncio." == lucia.shown()[-1].text


async def test_a_place_withdrawn_later_bears_a_button_that_says_so(stage, ingrid):
    """A place cannot be replaced: the button under it says what has become of it, where another asked something before."""
    lucia = await following(stage, "Lucía", "es")
    await ingrid.says("/announce")
    await ingrid.presses("Geneva, June 2011 – Intersessional Meeting of the Conventio…")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.sends_location(46.2, 6.1)
    await ingrid.presses("Done")
    await ingrid.presses("Buttons for readers")
    await ingrid.presses("I have read this")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)
    stage.clock.set(stage.clock.now() + timedelta(days=3))

    [question, *_] = await ingrid.presses("Withdraw")
    await ingrid.presses("Withdraw it")
    await sent(stage)
    place = lucia.shown()[-1]
    [toast] = await lucia.presses(place.labels[0])

    assert "places on the map stay too, with a button below them that says so" in question.text
    assert ["🚫 Retirado por los organizadores"] == place.labels
    assert "Los organizadores han retirado este anuncio." == toast.text
    assert "Withdrawn: 1" in ingrid.shown()[-1].text
    assert [] == stage.refusals


async def test_who_may_have_got_it_is_left_to_the_organiser(stage, ingrid):
    """She sends it again, or leaves it."""
    ben = await following(stage, "Ben")
    await composed(ingrid, English="Room 3.")
    await ingrid.presses("Preview")
    stage.rehearsal.answers_next("sendMessage", TimedOut(), chat=ben, delivered=True)
    await ingrid.presses("Send now")
    await sent(stage)
    doubtful = ingrid.shown()[-1]

    [again] = await ingrid.presses("Send these again")
    await sent(stage)

    assert "Uncertain: may have arrived: 1" in doubtful.text
    assert "connection cut while sending" in doubtful.text
    assert "Waiting: 1" in again.text
    assert "Sent: 1" in ingrid.shown()[-1].text


async def test_what_is_in_doubt_can_be_left_at_that(stage, ingrid):
    """Then nobody is asked any more."""
    ben = await following(stage, "Ben")
    await composed(ingrid, English="Room 3.")
    await ingrid.presses("Preview")
    stage.rehearsal.answers_next("sendMessage", TimedOut(), chat=ben)
    await ingrid.presses("Send now")
    await sent(stage)

    [left] = await ingrid.presses("Leave")

    assert left.button("Send these again") is None
    assert "Uncertain: may have arrived: 1" in left.text


async def test_pausing_holds_and_resuming_goes_on(stage, ingrid):
    """Stopping ends it for good."""
    ben = await following(stage, "Ben")
    await composed(ingrid, English="Room 3.")
    await ingrid.presses("Preview")
    await stage.plenary.outbox.stop()
    await ingrid.presses("Send now")
    [paused] = await ingrid.presses("Pause")
    [resumed] = await ingrid.presses("Resume")
    [stopped] = await ingrid.presses("Stop")
    await stage.plenary.outbox.start()
    await sent(stage)

    assert "Announcement: paused" in paused.text
    assert "Announcement: being sent" in resumed.text
    assert "Announcement: stopped" in stopped.text
    assert "Not sent: 1" in stopped.text
    assert "Room 3." not in [one.text for one in ben.shown()]


async def test_the_list_is_a_file_in_which_nothing_is_a_formula(stage, ingrid):
    """By name, with what became of each; an evil name stays a name."""
    evil = await following(stage, "=HYPERLINK(evil)")
    ben = await following(stage, "Ben")
    await ben.blocks()
    await announced(stage, ingrid, English="Room 3.")

    [file] = await ingrid.presses("The list as a file")
    text = file.document.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert file.document.content.startswith(b"\xef\xbb\xbf")
    assert ["Name", "State", "Reason", "Sent", "Answer given", "Answered by", "Answered"] == rows[0][:7]
    assert [["'=HYPERLINK(evil)", "sent", ""], ["Ben", "unreachable", "blocked the bot"]] == [
        row[:3] for row in rows[1:]
    ]
    assert evil.id


async def test_two_of_one_name_are_told_apart_in_the_list(stage, ingrid):
    """By the language that each got it in, and by what recipients can be chosen by."""
    first, second = await following(stage, "Anna"), await following(stage, "Anna", "es")
    people = stage.plenary.services.people
    await people.choose(await people.meet(second.id, "Anna", "es"), country="PE", category="ngo")
    await announced(stage, ingrid, English="Room 3.", Spanish="Sala 3.")

    [file] = await ingrid.presses("The list as a file")
    head, *rows = csv.reader(io.StringIO(file.document.content.decode("utf-8-sig")))

    assert ["Language", "Country", "Category"] == head[7:]
    assert [["English", "", ""], ["Spanish", "Peru", "NGO, civil society"]] == sorted(row[7:] for row in rows)
    assert first.id


async def test_the_same_words_are_no_correction(stage, ingrid):
    """It is said, and there is nothing to press."""
    await following(stage, "Ben")
    await announced(stage, ingrid, English="Room 3.")
    await ingrid.presses("Correct")

    await ingrid.says("Room 3.")
    answer = ingrid.shown()[-1]

    assert "Nothing is different" in answer.text
    assert answer.button("Correct it") is None


async def test_where_no_words_were_sent_there_are_none_to_correct(stage, ingrid):
    """A place stays as it is."""
    await following(stage, "Ben")
    await ingrid.says("/announce")
    await ingrid.presses("Geneva, June 2011 – Intersessional Meeting of the Conventio…")
    await ingrid.presses("Texts")
    await ingrid.presses("English")
    await ingrid.sends_location(46.2, 6.1)
    await ingrid.presses("Done")
    await ingrid.presses("Preview")
    await ingrid.presses("Send now")
    await sent(stage)

    assert ingrid.shown()[-1].button("Correct") is None
    assert ingrid.shown()[-1].button("Withdraw") is not None


async def colleague(stage: Stage, ingrid: Person) -> Person:
    """Another organiser."""
    otto = stage.person("Otto")
    await ingrid.says("/organisers")
    await ingrid.presses("Invite")
    [made] = await ingrid.presses("Chief organiser")
    await otto.starts(made.text.split("start=")[1].split()[0])
    return otto


async def corrects(organiser: Person, text: str) -> Seen:
    """Prepare a correction of the one announcement; gives the question."""
    await organiser.says("/announcements")
    await organiser.presses("Room 3")
    await organiser.presses("Correct")
    await organiser.says(text)
    return organiser.shown()[-1]


async def test_who_corrects_what_was_corrected_meanwhile_is_shown_what_stands(stage, ingrid):
    """While he writes: he sees that his words replace hers before he presses."""
    await following(stage, "Ben")
    otto = await colleague(stage, ingrid)
    await announced(stage, ingrid, English="Room 3.")
    await otto.says("/announcements")
    await otto.presses("Room 3")
    await otto.presses("Correct")
    await corrects(ingrid, "Room 5, says Ingrid.")
    await ingrid.presses("Correct it")
    await sent(stage)

    await otto.says("Room 7, says Otto.")
    question = otto.shown()[-1]

    assert "Another organiser has corrected it meanwhile (English)" in question.text
    assert "Room 5, says Ingrid." in question.text
    assert question.button("Correct it") is not None


async def test_of_two_who_correct_at_once_the_second_is_told(stage, ingrid):
    """What she did not look at is not sent, and what stands now is shown; the first press alone counts."""
    ben = await following(stage, "Ben")
    otto = await colleague(stage, ingrid)
    await announced(stage, ingrid, English="Room 3.")
    his = await corrects(otto, "Room 7, says Otto.")
    hers = await corrects(ingrid, "Room 5, says Ingrid.")

    [early] = await otto.presses("Correct it", on=his)
    await ingrid.presses("Correct it", on=hers)
    await sent(stage)
    [late] = await otto.presses("Correct it", on=his)
    await sent(stage)

    assert "another organiser has corrected it since, or prepares other words" in early.text
    assert "Room 3." in early.text
    assert "Room 5, says Ingrid." in late.text
    assert ben.shown()[-1].text.startswith("Room 5, says Ingrid.")


async def test_what_was_withdrawn_meanwhile_is_not_said_to_be_gone(stage, ingrid):
    """Who corrects it then is told what has become of it."""
    await following(stage, "Ben")
    await announced(stage, ingrid, English="Room 3.")
    question = await corrects(ingrid, "Room 5.")
    await ingrid.says("/announcements")
    await ingrid.presses("Room 3")
    await ingrid.presses("Withdraw")
    await ingrid.presses("Withdraw it")
    await sent(stage)

    [refused] = await ingrid.presses_data(question, question.button("Correct it").callback_data)

    assert "withdrawn meanwhile" in refused.text


async def test_a_correction_can_be_undone(stage, ingrid):
    """The words from before come back for all, looked at first, with the hour of that; undone again, it is as corrected."""
    ben = await following(stage, "Ben")
    await announced(stage, ingrid, English="Room 3.")
    sent_first = ingrid.shown()[-1].labels
    await ingrid.presses("Correct")
    await ingrid.says("Room 5.")
    await ingrid.presses("Correct it")
    await sent(stage)

    [shown, *_] = await ingrid.presses("Undo the correction")
    await ingrid.presses("Correct it")
    await sent(stage)
    undone = ben.shown()[-1].text
    await ingrid.presses("Undo the correction")
    await ingrid.presses("Correct it")
    await sent(stage)

    assert not any("Undo" in label for label in sent_first)
    assert "Room 3." in shown.text
    assert undone.startswith("Room 3.\n\nCorrected on 6 May 2011")
    assert ben.shown()[-1].text.startswith("Room 5.")


async def test_who_could_not_be_corrected_is_named_and_is_when_she_comes_back(stage, ingrid):
    """The report does not say that everybody reads the new words."""
    ben, lucia = await following(stage, "Ben"), await following(stage, "Lucía")
    await announced(stage, ingrid, English="Room 3.")
    await ben.blocks()
    await ingrid.presses("Correct")
    await ingrid.says("Room 5.")
    await ingrid.presses("Correct it")
    await sent(stage)
    refreshed = ingrid.shown()[-1]
    [file] = await ingrid.presses("The list as a file")
    rows = {row[0]: row[1:3] for row in csv.reader(io.StringIO(file.document.content.decode("utf-8-sig")))}
    await ben.unblocks()
    await sent(stage)
    [after] = await ingrid.presses("Refresh")

    assert "Not corrected: 1\n  Ben – blocked the bot" in refreshed.text
    assert (["sent", "not corrected: blocked the bot"], ["sent", ""]) == (rows["Ben"], rows["Lucía"])
    assert "Not corrected" not in after.text
    assert ["Room 5.", "Room 5."] == [one.shown()[-1].text.partition("\n")[0] for one in (ben, lucia)]


async def test_whose_message_could_not_be_withdrawn_is_named(stage, ingrid):
    """It goes as soon as she unblocks the bot."""
    ben = await following(stage, "Ben")
    await announced(stage, ingrid, English="Room 3.")
    await ben.blocks()
    await ingrid.presses("Withdraw")
    await ingrid.presses("Withdraw it")
    await sent(stage)
    refreshed = ingrid.shown()[-1]
    await ben.unblocks()
    await sent(stage)

    assert "Not withdrawn: 1\n  Ben – blocked the bot" in refreshed.text
    assert "Room 3." not in [one.text for one in ben.shown()]


async def test_an_organiser_reads_it_in_her_language(stage):
    """Headings are nouns, the state of one recipient is in the singular; what sends nothing does not say that it leaves."""
    ingrid = stage.person("Ingrid", id=CHIEF, language_code="fr")
    await following(stage, "Ben")
    label = stage.plenary.services.rendering.label

    await ingrid.says("/announce")
    await ingrid.presses(next(one for one in ingrid.shown()[-1].labels if "juin 2011" in one))
    await ingrid.presses("Textes")
    await ingrid.presses("Anglais")
    await ingrid.says("Room 3.")
    await ingrid.presses(label("fr", "Done"))
    await ingrid.presses(label("fr", "Preview"))
    await ingrid.presses(label("fr", "Send now"))
    await sent(stage)
    [file] = await ingrid.presses(label("fr", "The list as a file"))
    head, row = csv.reader(io.StringIO(file.document.content.decode("utf-8-sig")), delimiter=";")

    assert [
        "Nom",
        "État",
        "Motif",
        "Envoyé",
        "Réponse",
        "Réponse de",
        "Date de réponse",
        "Langue",
        "Pays",
        "Catégorie",
    ] == head
    assert ["Ben", "envoyé"] == row[:2]
    assert "Ne pas renvoyer" == label("fr", "Leave")


async def test_a_report_in_arabic_is_laid_out_from_the_right(stage):
    """Arrows point on, not back, and the bar stands where all else does."""
    ingrid = stage.person("Ingrid", id=CHIEF, language_code="ar")
    await following(stage, "Ben")
    label = stage.plenary.services.rendering.label

    await ingrid.says("/announce")
    await ingrid.presses(next(one for one in ingrid.shown()[-1].labels if "2011" in one))
    await ingrid.presses(label("ar", "Texts"))
    await ingrid.presses("الإسبانية")
    await ingrid.says("Sala 3.")
    await ingrid.presses(label("ar", "Done"))
    await ingrid.presses(label("ar", "Preview"))
    preview = ingrid.shown()[-1]
    await ingrid.presses(label("ar", "Send now"))
    await sent(stage)
    bar = next(line for line in ingrid.shown()[-1].text.splitlines() if "█" in line)

    assert " ← " in preview.text
    assert "→" not in preview.text
    assert bar.startswith("\u200f")


async def test_what_has_changed_since_the_preview_is_explained(stage, ingrid):
    """Who came, who left, who cannot be reached any more."""
    ben, lucia = await following(stage, "Ben"), await following(stage, "Lucía", "es")
    await composed(ingrid, English="Room 3.")
    await ingrid.presses("Preview")
    stage.clock.set(stage.clock.now() + timedelta(hours=1))
    await following(stage, "Chen", "zh-hans")
    await following(stage, "Olga", "ru")
    await ben.presses(next(label for label in ben.shown()[-1].labels if "Unfollow" in label))
    await lucia.blocks()

    await ingrid.presses("Send now")
    await sent(stage)
    report = ingrid.shown()[-1].text

    assert "Sent: 2" in report
    assert "Counted at the preview: 2. Since then:" in report
    assert "began to follow: 2" in report
    assert "left, or are not among those chosen any more: 1" in report
    assert "cannot be reached any more: 1" in report


async def test_an_organiser_of_one_process_announces_to_that_only(open_stage):
    """Others are not offered, and their buttons refuse."""
    stage = await open_stage(files=(EXAMPLE, SECOND), organisers=(CHIEF,))
    ingrid, otto = stage.person("Ingrid", id=CHIEF), stage.person("Otto")
    await ingrid.starts()
    await ingrid.says("/organisers")
    await ingrid.presses("Invite")
    await ingrid.presses("Organiser")
    [made] = await ingrid.presses("Highland Waters Compact")
    await otto.starts(made.text.split("start=")[1].split()[0])
    await ingrid.says("/announce")
    [draft] = await ingrid.presses("Geneva, June 2011 – Intersessional Meeting of the Conventio…")

    [offered] = await otto.says("/announce")
    [refused] = await otto.presses_data(offered, "announce:m:geneva-2011")
    [not_his] = await otto.presses_data(offered, "draft:1")
    [listed] = await otto.says("/announcements")

    assert "Highland Waters Compact" in " ".join(offered.labels)
    assert "Geneva" not in " ".join(offered.labels)
    assert "You organise other processes" in refused.text
    assert "You organise other processes" in not_his.text
    assert "There are none yet." in listed.text
    assert draft.text


async def test_every_act_is_in_the_log(stage, ingrid):
    """Who sent, corrected and withdrew what."""
    await following(stage, "Ben")
    await announced(stage, ingrid, English="Room 3.")
    await ingrid.presses("Correct")
    await ingrid.says("Room 5.")
    await ingrid.presses("Correct it")
    await sent(stage)
    await ingrid.presses("Withdraw")
    await ingrid.presses("Withdraw it")

    [log] = await ingrid.says("/log")

    assert "sent an announcement: “Room 3.” (geneva-2011)" in log.text
    assert "corrected an announcement: “Room 5.”" in log.text
    assert "withdrew an announcement" in log.text


async def test_a_category_that_organisers_set_rules(stage, ingrid):
    """Recipients can then be chosen by it."""
    await following(stage, "Ben")
    await composed(ingrid, English="Room 3.")
    await ingrid.presses("Recipients")
    await ingrid.presses("Show the names")
    await ingrid.presses("Ben")
    [named] = await ingrid.presses("NGO, civil society")
    await ingrid.presses("Back")
    [choices] = await ingrid.presses("Categories")

    assert "Ben, NGO, civil society" in named.text
    assert "☐ NGO, civil society: 1" in choices.labels
