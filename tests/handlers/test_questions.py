"""Plain questions in English, and the commands that are questions."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

AFTER_ALL = datetime(2014, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("when is Lima?", "23–25 May 2007"),
        ("where is the June intersessional?", "World Meteorological Organization building"),
        ("who do I contact about Oslo 2007?", "OsloCCM@mfa.no"),
        ("is registration open?", "9 May 2011"),
        ("who signed the Lao invitation?", "Yong Chanthalangsy"),
        ("who is invited to Lima?", "46 States"),
        ("at what level should we be represented in Oslo 2007?", "senior official level"),
        ("what are we asked to do in June 2011?", "Beirut Progress Report"),
        ("who hosts Oslo 2007?", "Norway"),
        ("who chaired the first meeting of states parties?", "Thongloun Sisoulith"),
        ("what came out of the 3MSP?", "Mexico and Sweden"),
        ("what is the aim of Lima?", "preliminary analysis"),
        ("who supports the June meeting?", "UNDP"),
        ("what is the workshop in April 2013 for?", "triangular and south-south cooperation"),
        ("what comes after Oslo 2007?", "Lima"),
        ("what is the website of the June 2011 meeting?", "clusterconvention.org"),
        ("How many states approved the declaration of Oslo 2007?", "46"),
        ("what share of the funding went to victim assistance?", "10%"),
        ("how many States are Parties to the Convention?", "56"),
        ("who are the Friends of the President?", "volunteered"),
        ("which convention is a useful precedent?", "landmine"),
    ],
)
async def test_what_the_documents_say_can_be_asked(stage, question, words):
    """Each with the letter it rests on."""
    [answer] = await stage.person("Ana").says(question)

    assert words in answer.text
    assert "<blockquote" in answer.html
    assert [] == stage.refusals


async def test_the_declaration_is_found_by_its_name(open_stage):
    """Before the later meetings in Oslo were known of."""
    stage = await open_stage(datetime(2007, 4, 20, 12, tzinfo=UTC))

    [answer] = await stage.person("Ana").says("How many states approved the Oslo Declaration?")

    assert "46 States" in answer.text


@pytest.mark.parametrize(
    ("question", "whom"),
    [
        ("what is the address of the venue in Lima?", "lballon@rree.gob.pe"),
        ("is there a hotel list for Oslo 2007?", "OsloCCM@mfa.no"),
        ("will there be interpretation in April 2013?", "bjorn.cappelin@gov.se"),
        ("when does registration for June 2011 close?", "www.ccm-registration.org"),
    ],
)
async def test_what_they_do_not_say_is_said_so_with_whom_to_ask(stage, question, whom):
    """Nothing is made up."""
    [answer] = await stage.person("Ana").says(question)

    assert any(word in answer.text for word in ("not state", "does not say", "do not say", "give no"))
    assert whom in answer.text


@pytest.mark.parametrize("question", ["when is the conference?", "is registration open?", "quand a lieu la réunion ?"])
async def test_an_empty_store_is_said_to_be_empty(open_stage, question):
    """Nobody is asked which of no meetings she means."""
    stage = await open_stage(files=())

    [answer] = await stage.person("Ana").says(question)

    assert re.search("There are no meetings|aucune réunion", answer.text)
    assert "?" not in answer.text


async def test_two_meetings_fit_and_the_answer_to_which_answers_the_question(open_stage):
    """The buttons name them; what was asked is not asked again."""
    ana = (await open_stage(AFTER_ALL)).person("Ana")

    [which] = await ana.says("when is the intersessional meeting?")
    [answer] = await ana.presses(next(label for label in which.labels if "2013" in label))

    assert "?" in which.text
    assert 2 == len(which.labels)
    assert "15–18 April 2013" in answer.text


async def test_a_conversation_keeps_its_thread(stage):
    """The meeting talked about, without naming it again."""
    ana = stage.person("Ana")
    await ana.says("When is the Oslo 2007 conference?")

    [phone] = await ana.says("what is the phone number?")
    [fax] = await ana.says("and the fax?")

    assert "+47 22 24 39 98" in phone.text
    assert "+47 22 24 27 76" in fax.text
    assert "“Fax: +47 22 24 27 76”" in fax.text


async def test_the_mark_behind_a_quoted_address_is_not_taken_for_part_of_it(stage):
    """Neither by who copies it nor by what makes links of addresses."""
    [answer] = await stage.person("Ana").says("when does registration for Geneva 2011 open?")

    assert "www.ccm-registration.org\u200a”" in answer.text
    assert not re.search(r"(?:www\.|://)[^\s]*”", answer.text)


async def test_a_meeting_that_the_store_does_not_have_is_not_made_up(stage):
    """Dublin was never spoken of."""
    [answer] = await stage.person("Ana").says("When is the Dublin Diplomatic Conference?")

    assert "The store has no such meeting: “Dublin Diplomatic Conference”." in answer.text
    assert "2008" not in answer.text


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/venue lima", "Lima, Peru"),
        ("/venue", "World Meteorological Organization building"),
        ("/programme april 2013", "Technical workshop"),
        ("/register", "https://www.ccm-registration.org"),
        ("/contacts oslo 2007", "OsloCCM@mfa.no"),
        ("/documents lima", "José Antonio García Belaunde"),
    ],
)
async def test_a_command_is_a_question_whose_subject_is_known(stage, command, words):
    """With no meeting named it is the one that comes next."""
    [answer] = await stage.person("Ana").says(command)

    assert words in answer.text
    assert [] == stage.refusals


@pytest.mark.parametrize("words", ["/calendar lima", "add Lima to my calendar"])
async def test_a_calendar_entry_is_sent_when_it_is_asked_for(stage, words):
    """By command or in words."""
    seen = await stage.person("Ana").says(words)

    assert "lima-2007.ics" == seen[-1].document.name


async def test_an_edited_question_is_answered_anew(stage):
    """She meant Lima."""
    ana = stage.person("Ana")
    await ana.says("when is Oslo 2007?")

    [answer] = await ana.edits(ana.newest(), "when is Lima?")

    assert "23–25 May 2007" in answer.text


@pytest.mark.parametrize("words", ["when is Lima?", "/next", "/follow lima 2007", "@PlenaryBot when is Lima?"])
async def test_an_edit_that_changes_no_word_is_not_answered(stage, words):
    """Telegram calls a message edited also when somebody reacts to it for the first time."""
    group = stage.group("Delegations")
    ana = stage.person("Ana")
    for chat in (None, group):
        await ana.says(words, chat=chat)

    seen = [await ana.edits(ana.newest(chat), words, chat=chat) for chat in (None, group)]

    assert [[], []] == seen


async def test_of_edits_each_that_changes_a_word_is_answered(stage):
    """Also the one that changes it back."""
    ana = stage.person("Ana")
    await ana.says("when is Oslo 2007?")
    await ana.edits(ana.newest(), "when is Lima?")

    reaction = await ana.edits(ana.newest(), "when is Lima?")
    [back] = await ana.edits(ana.newest(), "when is Oslo 2007?")

    assert [] == reaction
    assert "22–23 February 2007" in back.text


async def test_a_very_long_message_gets_one_sentence(stage):
    """Nobody asks in 3,000 characters."""
    [answer] = await stage.person("Ana").says("when is Lima? " * 214)

    assert "too long" in answer.text


async def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(stage):
    """A mention or a reply; people talk among themselves."""
    group = stage.group("Delegations")
    ana = stage.person("Ana")

    [answer] = await ana.says("@PlenaryBot when is Lima?", chat=group)
    silence = await ana.says("when is Lima?", chat=group)
    [reply] = await ana.says("and where?", chat=group, reply_to=answer)

    assert "23–25 May 2007" in answer.text
    assert [] == silence
    assert "Lima, Peru" in reply.text


async def test_a_question_under_a_picture_or_a_file_is_a_question(stage):
    """The letter that she asks about comes with it, from her phone; in a group what mentions the bot or replies to it."""
    group = stage.group("Delegations")
    ana = stage.person("Ana")

    [photo] = await ana.sends_photo("when is Lima?")
    [file] = await ana.sends_document("letter.pdf", b"letter", "where is Lima?")
    [mention] = await ana.sends_photo("@PlenaryBot when is Lima?", chat=group)
    silence = await ana.sends_photo("when is Lima?", chat=group)

    assert ["23–25 May 2007" in seen.text for seen in (photo, mention)] == [True, True]
    assert "Lima, Peru" in file.text
    assert [] == silence


async def test_what_becomes_of_a_picture_afterwards_is_no_message(stage):
    """Neither a caption that is mended nor somebody's reaction to a voice message."""
    ana = stage.person("Ana")
    await ana.sends_photo("when is Lima?")
    mended = await ana.edits(ana.newest(), caption="when is Oslo 2007?")
    await ana.sends_voice()

    assert [] == mended
    assert [] == await ana.edits(ana.newest(), caption="")


async def test_the_name_of_the_bot_is_known_in_small_and_capital_letters(stage):
    """As Telegram knows it; it is no word of the question."""
    group = stage.group("Delegations")

    for words in ("@plenarybot when is Lima?", "hello @PLENARYBOT, when is Lima?"):
        [answer] = await stage.person("Ana").says(words, chat=group)

        assert "23–25 May 2007" in answer.text


@pytest.mark.parametrize(
    "text", ["<b>x</b> & <script>", "'; DROP TABLE meeting; --", "{{ 7*7 }}", "%(name)s", "\u202eLima"]
)
async def test_markup_and_sql_are_words_like_others(stage, text):
    """Nothing that a person types is run, and nothing breaks."""
    [answer] = await stage.person("Ana").says(text)

    assert "went wrong" not in answer.text
    assert "49" not in answer.text
    assert [] == stage.refusals


async def test_in_a_forum_it_answers_in_the_topic_of_the_question(stage):
    """By mention and by reply; the file that goes with an answer, and what a button brings, too."""
    group = stage.group("Delegations", topics={7: "Travel"})
    ana = stage.person("Ana")

    [answer] = await ana.says("@PlenaryBot when is the Lima conference?", chat=group, thread=7)
    [reply] = await ana.says("and where?", chat=group, thread=7, reply_to=answer)
    entry = await ana.says("@PlenaryBot add it to my calendar", chat=group, thread=7)
    await ana.presses("Meeting", on=reply, chat=group)
    brought = await ana.presses("Calendar", chat=group)

    seen = [answer, reply, *entry, *[one for one in brought if not one.edited]]
    assert [7] * len(seen) == [one.thread for one in seen]
    assert any(one.document for one in entry)
    assert any(one.document for one in brought)
    assert "Lima" in reply.text
    assert [] == stage.refusals


async def test_in_a_group_everybody_has_a_thread_of_her_own(stage):
    """What one talked about is not what another means."""
    group = stage.group("Delegations")
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.says("@PlenaryBot when is the Lima conference?", chat=group)
    await ben.says("@PlenaryBot when is the Oslo conference of 2007?", chat=group)

    [hers] = await ana.says("@PlenaryBot and where?", chat=group)
    [his] = await ben.says("@PlenaryBot and where?", chat=group)

    assert "Lima" in hers.text
    assert "Oslo" in his.text


async def test_buttons_stand_side_by_side_where_a_phone_can_show_them_whole(stage):
    """Three in Chinese; in Russian the card has a row of its own."""
    [chinese] = await stage.person("Chen", language_code="zh").says("利马会议什么时候开？")
    [russian] = await stage.person("Olga", language_code="ru").says("Когда конференция в Лиме?")

    assert [3] == [len(row) for row in chinese.buttons]
    assert [1, 2] == [len(row) for row in russian.buttons]


async def test_in_arabic_the_commands_of_the_help_can_be_pressed(stage):
    """Nothing stands between the stroke and the word."""
    [shown] = await stage.person("Layla", language_code="ar").says("/help")

    pressed = [one for one in shown.message["entities"] if one["type"] == "bot_command"]
    assert len(pressed) > 10
