"""What the bot does not know goes to the organisers, and their words come back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from telegram.error import TimedOut

from bot.app import ready
from bot.clock import Clock
from bot.rehearsal import TOKEN, Rehearsal
from bot.services.meetings_file import export_folder, import_files
from bot.settings import Settings
from bot.store.database import Database
from tests.conftest import BEFORE_GENEVA, EXAMPLE, Stage
from tests.handlers.steps import CHIEF

SECOND = EXAMPLE.parents[2] / "tests" / "testdata" / "second-process" / "meetings.yaml"
OTHER = 5_000_000_099
HOTELS = "is there a hotel list for Lima 2007?"


class Lives:
    """A bot on one store and one Telegram, that can be ended and started again."""

    def __init__(self, path: Path, organisers: tuple[int, ...]) -> None:
        self.clock = Clock.started_at(BEFORE_GENEVA)
        self.rehearsal = Rehearsal(self.clock)
        self._path = path
        self._settings = Settings(_env_file=None, organisers=organisers)
        self._stack = AsyncExitStack()
        self.stage: Stage

    async def begin(self) -> Stage:
        database = await Database.open(self._path, self.clock)
        self._stack.push_async_callback(database.close)
        await import_files(database, self.clock, (EXAMPLE,))
        plenary = await self._stack.enter_async_context(
            ready(self._settings, self.clock, database, self.rehearsal.request, TOKEN, pace=0)
        )
        await plenary.outbox.start()
        self.rehearsal.connect(plenary.door.take, plenary.door.idle)
        self.stage = Stage(self.rehearsal, self.clock, plenary)
        return self.stage

    async def end(self) -> None:
        await self._stack.aclose()

    async def restart(self) -> None:
        await self.end()
        await self.begin()

    async def sent(self) -> None:
        """Wait until the outbox has nothing left to do."""
        await self.stage.plenary.outbox.idle()


Begin = Callable[..., Awaitable[Lives]]


@pytest.fixture
async def begin(tmp_path: Path) -> AsyncIterator[Begin]:
    """Start a bot with these organisers; by default one chief."""
    begun: list[Lives] = []

    async def with_organisers(*organisers: int) -> Lives:
        lives = Lives(tmp_path / "plenary.db", organisers)
        await lives.begin()
        begun.append(lives)
        return lives

    yield with_organisers
    for lives in begun:
        await lives.end()


@pytest.fixture
async def lives(begin: Begin) -> Lives:
    """A bot with one organiser."""
    return await begin(CHIEF)


@pytest.fixture
async def ingrid(lives):
    """The organiser, who has written to the bot."""
    ingrid = lives.rehearsal.person("Ingrid", id=CHIEF)
    await ingrid.starts()
    return ingrid


async def passed_on(lives, person, question=HOTELS, **where):
    """A question asked, and passed on."""
    await person.says(question, **where)
    chat = {"chat": where["chat"]} if "chat" in where else {}
    await person.presses("Ask the organisers", **chat)
    seen = await person.presses("Send", **chat)
    await lives.sent()
    return seen[-1]


# The walk


async def test_the_walk_with_a_restart_between_each_step(lives, ingrid):
    """Asked, passed on, answered by an organiser, kept, asked by another person."""
    ana, ben = lives.rehearsal.person("Ana"), lives.rehearsal.person("Ben")

    [answer] = await ana.says(HOTELS)
    await lives.restart()
    [preview] = await ana.presses("Ask the organisers")
    await lives.restart()
    [passed] = await ana.presses("Send")
    await lives.sent()
    await lives.restart()
    asked = ingrid.shown()[-1]
    said = await ingrid.says("The ministry recommends the Hotel Bolívar.", reply_to=asked)
    [sent] = [seen for seen in said if not seen.edited]  # the card that she replied to may just be
    await lives.sent()
    await lives.restart()
    back = ana.shown()[-1]
    [kept] = await ingrid.presses("Keep as a fact")
    await lives.restart()
    [known] = await ben.says(HOTELS)

    assert "do not say anything about hotels" in answer.text
    assert HOTELS in preview.text
    assert ["📨 Send", "✏️ Write it anew", "✖ Send nothing"] == preview.labels
    assert "Passed on as question 1" in passed.text
    assert passed.edited
    for words in ("Question 1", "Lima Conference", "Ana", HOTELS, "do not say anything about hotels"):
        assert words in asked.text
    assert "goes to Ana" in sent.text
    for words in (
        "The answer to your question 1",
        HOTELS,
        "Ingrid, organiser",
        "The ministry recommends the Hotel Bolívar.",
    ):
        assert words in back.text
    assert "Kept as a fact of Lima Conference" in kept.text
    assert "The organisers say (Ingrid, 6 May 2011):" in known.text
    assert "The ministry recommends the Hotel Bolívar." in known.text
    assert "do not say anything" not in known.text
    assert known.button("Ask the organisers") is None
    assert [] == [refusal for refusal in lives.stage.refusals if "chat not found" not in refusal]


# Before it goes


async def test_nothing_is_sent_before_she_says_so(lives, ingrid):
    """The preview shows what would go; she can leave it."""
    ana = lives.rehearsal.person("Ana")
    await ana.says(HOTELS)
    await ana.presses("Ask the organisers")
    before = len(ingrid.shown())

    [left] = await ana.presses("Send nothing")
    await lives.sent()

    assert "Nothing was sent" in left.text
    assert before == len(ingrid.shown())


async def test_she_can_write_the_question_anew(lives, ingrid):
    """What she writes then is what goes."""
    ana = lives.rehearsal.person("Ana")
    await ana.says(HOTELS)
    await ana.presses("Ask the organisers")
    await ana.presses("Write it anew")

    [preview] = await ana.says("Which hotels do you recommend, <b>please</b>?")
    await ana.presses("Send")
    await lives.sent()

    assert "Which hotels do you recommend, <b>please</b>?" in preview.text
    assert "Which hotels do you recommend, <b>please</b>?" in ingrid.shown()[-1].text
    assert HOTELS not in ingrid.shown()[-1].text.partition("I had answered")[0]


async def test_send_pressed_twice_sends_once(lives, ingrid):
    """Telegram or her thumb was slow."""
    ana = lives.rehearsal.person("Ana")
    await ana.says(HOTELS)
    [preview] = await ana.presses("Ask the organisers")
    send = preview.button("Send").callback_data
    await ana.presses_data(preview, send)
    [again] = await ana.presses_data(preview, send)
    await lives.sent()

    assert "sent already" in again.text
    assert 1 == sum("Question 1" in shown.text for shown in ingrid.shown())


async def test_an_answer_that_is_not_right_goes_the_same_way(lives, ingrid):
    """With what is wrong in her words, and what the bot had answered."""
    ana = lives.rehearsal.person("Ana")
    await ana.says("when is Lima 2007?")
    await ana.presses("This is not right")
    await ana.says("The note verbale of May says otherwise.")
    await ana.presses("Send")
    await lives.sent()

    asked = ingrid.shown()[-1]
    for words in ("when is Lima 2007?", "The note verbale of May says otherwise.", "23–25 May 2007"):
        assert words in asked.text


async def test_what_is_wrong_need_not_be_said(lives, ingrid):
    """One press more, no words."""
    ana = lives.rehearsal.person("Ana")
    await ana.says("when is Lima 2007?")
    await ana.presses("This is not right")

    [passed] = await ana.presses("Send without words")
    await lives.sent()

    assert "Passed on as question 1" in passed.text
    assert "when is Lima 2007?" in ingrid.shown()[-1].text


@pytest.mark.parametrize("text", ["hello", "thank you", "what is the capital of France?"])
async def test_what_is_no_matter_of_a_meeting_is_not_offered(lives, text):
    """Organisers are not asked about the weather."""
    [answer] = await lives.rehearsal.person("Ana").says(text)

    assert answer.button("Ask the organisers") is None
    assert answer.button("This is not right") is None


async def test_without_an_organiser_the_contact_is_named_and_no_button_shown(begin):
    """Nobody would read it."""
    lives = await begin()

    [answer] = await lives.rehearsal.person("Ana").says("is there a hotel list for Oslo 2007?")

    assert "OsloCCM@mfa.no" in answer.text
    assert answer.button("Ask the organisers") is None


async def test_a_question_of_long_ago_is_asked_again(lives):
    """What she asked is kept for twelve hours."""
    ana = lives.rehearsal.person("Ana")
    await ana.says(HOTELS)
    lives.clock.set(lives.clock.now().replace(day=8))

    [refused] = await ana.presses("Ask the organisers")

    assert "Ask it again" in refused.text


async def test_the_question_of_the_pressed_answer_is_the_one_that_goes(lives):
    """Not the last one."""
    ana = lives.rehearsal.person("Ana")
    [hotels] = await ana.says(HOTELS)
    await ana.says("when is Oslo 2007?")

    [preview] = await ana.presses("Ask the organisers", on=hotels)

    assert HOTELS in preview.text


@pytest.mark.parametrize(
    ("code", "question", "ask", "send", "frame"),
    [
        ("ar", "هل توجد قائمة فنادق لمؤتمر ليما 2007؟", "اسأل المنظمين", "إرسال", "جواب سؤالك"),
        (
            "es",
            "¿Hay una lista de hoteles para Lima 2007?",
            "Preguntar a los organizadores",
            "Enviar",
            "La respuesta a su pregunta 1",
        ),
        (
            "fr",
            "Y a-t-il une liste d'hôtels pour Lima 2007 ?",
            "Demander aux organisateurs",
            "Envoyer",
            "La réponse à votre question 1",
        ),
        (
            "ru",
            "Есть ли список гостиниц в Лиме в 2007 году?",
            "Спросить организаторов",
            "Отправить",
            "Ответ на ваш вопрос 1",
        ),
        ("zh", "2007年利马会议有酒店名单吗？", "询问组织者", "发送", "对您的问题 1 的答复"),
    ],
)
async def test_it_is_framed_in_the_language_of_the_question(lives, ingrid, code, question, ask, send, frame):
    """The organiser's words stay as they are; the organiser reads the question in her own frame."""
    ana = lives.rehearsal.person("Ana", language_code=code)
    await ana.says(question)
    await ana.presses(ask)
    await ana.presses(send)
    await lives.sent()
    asked = ingrid.shown()[-1]
    await ingrid.says("The ministry recommends the Hotel Bolívar.", reply_to=asked)
    await lives.sent()

    back = ana.shown()[-1]
    assert "Question 1" in asked.text
    assert question in asked.text
    assert frame in back.text
    assert "The ministry recommends the Hotel Bolívar." in back.text


# Hers


async def test_she_sees_hers_and_takes_one_back(lives, ingrid):
    """An organiser who replies nevertheless is told."""
    ana = lives.rehearsal.person("Ana")
    await passed_on(lives, ana)

    [mine] = await ana.presses("My questions")
    [after] = await ana.presses("Withdraw 1")
    await lives.sent()
    asked = ingrid.shown()[-1]
    [told] = await ingrid.says("Too late.", reply_to=asked)

    assert "Ana has withdrawn it." in asked.text
    assert HOTELS in mine.text
    assert "no answer yet" in mine.text
    assert "taken back" in after.text
    assert [] == after.labels
    assert "not open any more" in told.text


async def test_too_many_open_questions_wait(lives):
    """Ten; then the eleventh is refused in a sentence."""
    ana = lives.rehearsal.person("Ana")
    for place in range(11):
        lives.clock.set(lives.clock.now().replace(minute=place * 3))
        last = await passed_on(lives, ana)

    assert "10 questions of yours wait" in last.text


# The organisers


async def test_the_first_answer_counts_and_the_second_may_be_added(begin):
    """Two organisers answer at once: she gets one answer, and another where its author says so."""
    lives = await begin(CHIEF, OTHER)
    ingrid, jon = lives.rehearsal.person("Ingrid", id=CHIEF), lives.rehearsal.person("Jon", id=OTHER)
    await ingrid.starts()
    await jon.starts()
    ana = lives.rehearsal.person("Ana")
    await passed_on(lives, ana)
    hers, his = ingrid.shown()[-1], jon.shown()[-1]

    await ingrid.says("Hotel Bolívar.", reply_to=hers)
    said = await jon.says("Or the Maury.", reply_to=his)
    [second] = [seen for seen in said if not seen.edited]  # the card that he replied to may just be
    await lives.sent()
    his_after = next(shown for shown in jon.shown() if shown.message_id == his.message_id)
    before = [shown.text for shown in ana.shown()]
    await jon.presses("Send as an addition")
    await lives.sent()

    assert "Answered by Ingrid." in his_after.text
    assert [] == his_after.labels
    assert "answered by Ingrid" in second.text
    assert "Hotel Bolívar." in second.text
    assert not any("Maury" in text for text in before)
    assert "More on your question 1" in ana.shown()[-1].text
    assert "Jon, organiser" in ana.shown()[-1].text
    assert "Or the Maury." in ana.shown()[-1].text


async def test_a_reply_that_is_no_text_gets_one_sentence(lives, ingrid):
    """A voice message is not brought."""
    ana = lives.rehearsal.person("Ana")
    await passed_on(lives, ana)
    before = len(ana.shown())

    [told] = await ingrid.sends_voice(reply_to=ingrid.shown()[-1])
    await lives.sent()

    assert "words only" in told.text
    assert before == len(ana.shown())


async def test_a_question_is_dismissed_with_a_reason(lives, ingrid):
    """Who asked is told, and the log keeps it."""
    ana = lives.rehearsal.person("Ana")
    await passed_on(lives, ana)
    await ingrid.presses("Dismiss")

    [closed] = await ingrid.says("The host does not recommend hotels.")
    await lives.sent()
    [log] = await ingrid.says("/log")

    assert "Question 1 is closed" in closed.text
    assert "is not taken up" in ana.shown()[-1].text
    assert "The host does not recommend hotels." in ana.shown()[-1].text
    assert "dismissed question 1: “The host does not recommend hotels.”" in log.text


async def test_the_list_has_what_is_open_and_is_answered_from(lives, ingrid):
    """By number, with who asked when about what."""
    ana = lives.rehearsal.person("Ana")
    await passed_on(lives, ana)
    await passed_on(lives, ana, "is there a hotel list for Oslo 2007?")

    [listed] = await ingrid.says("/questions")
    await ingrid.presses("Answer 2")
    await ingrid.says("The Grand Hotel.")
    await lives.sent()
    [after] = await ingrid.says("/questions")

    assert "2 open questions" in listed.text
    for words in (HOTELS, "Ana", "6 May 2011", "Lima Conference"):
        assert words in listed.text
    assert "The Grand Hotel." in ana.shown()[-1].text
    assert "1 open question" in after.text


async def test_the_list_is_turned(lives, ingrid):
    """Five a page."""
    for place in range(6):
        lives.clock.set(lives.clock.now().replace(minute=place * 3))
        await passed_on(lives, lives.rehearsal.person(f"Delegate {place}"))

    [first] = await ingrid.says("/questions")
    [second] = await ingrid.presses("Later")
    [again] = await ingrid.presses("Earlier")

    assert "6 open questions" in first.text
    assert "Delegate 5" in second.text
    assert "Delegate 4" not in second.text
    assert first.text == again.text


async def test_what_is_asked_in_vain_is_counted_without_names(lives, ingrid):
    """By words and meeting."""
    for name in ("Ana", "Ben"):
        await lives.rehearsal.person(name).says(HOTELS)
    await ingrid.says("/questions")

    [counted] = await ingrid.presses("Asked most and not answered")

    assert "2× “is there a hotel list for lima 2007”" in counted.text
    assert "Ana" not in counted.text


async def test_a_delegate_who_has_blocked_the_bot_is_not_written_to(lives, ingrid):
    """The organiser is told that her words may not arrive."""
    ana = lives.rehearsal.person("Ana")
    await passed_on(lives, ana)
    await ana.blocks()

    [sent] = await ingrid.says("Hotel Bolívar.", reply_to=ingrid.shown()[-1])
    await lives.sent()

    assert "cannot write to her or him" in sent.text


async def test_who_organises_another_process_is_not_asked(lives, ingrid):
    """And neither sees nor answers the question; who organises this one does."""
    ana, ben, eve = (lives.rehearsal.person(name) for name in ("Ana", "Ben", "Eve"))
    services = lives.stage.plenary.services
    await import_files(lives.stage.plenary.database, lives.clock, (SECOND,))
    chief = await services.people.meet(CHIEF, "Ingrid", "en")
    await ben.starts((await services.organisers.invite_organiser(chief, "ccm")).payload)
    await eve.starts((await services.organisers.invite_organiser(chief, "nightsky")).payload)
    await passed_on(lives, ana)

    [listed] = await eve.says("/questions")
    [refused] = await eve.presses_data(listed, "answer_question:1")

    assert HOTELS in ben.shown()[-1].text
    assert "0 open questions" in listed.text
    assert "You organise other processes" in refused.text
    assert HOTELS not in refused.text


# What is kept


async def kept(lives, ingrid, question=HOTELS, answer="The ministry recommends the Hotel Bolívar."):
    """An answer that was kept; gives what the organiser is shown."""
    await passed_on(lives, lives.rehearsal.person("Ana"), question)
    await ingrid.says(answer, reply_to=ingrid.shown()[-1])
    await lives.sent()
    return (await ingrid.presses("Keep as a fact"))[-1]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("which hotels are there for Lima 2007?", "The organisers say (Ingrid, 6 May 2011):"),
        ("Y a-t-il une liste d'hôtels pour Lima 2007 ?", "Les organisateurs répondent (Ingrid, 6 mai 2011)"),
        ("¿Hay una lista de hoteles para Lima 2007?", "Responden los organizadores (Ingrid, 6 de mayo de 2011)"),
        ("هل توجد قائمة فنادق لمؤتمر ليما 2007؟", "يجيب المنظمون"),
        ("2007年利马会议有酒店名单吗？", "组织者答复"),
        ("há uma lista de hotéis para Lima 2007?", "The organisers say (Ingrid, 6 May 2011):"),
        ("Есть ли список гостиниц в Лиме в 2007 году?", "Отвечают организаторы (Ingrid, 6 мая 2011"),
    ],
)
async def test_the_same_in_other_words_and_languages_is_answered_at_once(lives, ingrid, question, words):
    """With the question that the organiser had answered."""
    await kept(lives, ingrid)

    [answer] = await lives.rehearsal.person("Ben").says(question)

    assert words in answer.text
    assert "The ministry recommends the Hotel Bolívar." in answer.text
    assert HOTELS in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "is there a hotel list for Oslo 2007?",
        "do I need a visa for Lima 2007?",
        "when is Lima 2007?",
        "is there parking at the venue of Lima 2007?",
        "does the hotel in Lima 2007 have a swimming pool?",
    ],
)
async def test_another_question_is_not_answered_by_it(lives, ingrid, question):
    """Of another meeting, of another matter, or of what a field states."""
    await kept(lives, ingrid)

    [answer] = await lives.rehearsal.person("Ben").says(question)

    assert "Hotel Bolívar" not in answer.text


async def test_what_a_field_states_is_not_replaced(lives, ingrid):
    """An answer to what the bot knew is sent, and not offered to be kept."""
    ana = lives.rehearsal.person("Ana")
    await ana.says("when is Lima 2007?")
    await ana.presses("This is not right")
    await ana.presses("Send without words")
    await lives.sent()

    [sent] = await ingrid.says("It is right.", reply_to=ingrid.shown()[-1])

    assert sent.button("Keep as a fact") is None


async def test_a_kept_answer_is_taken_back(lives, ingrid):
    """Nothing of it is left; the log has both."""
    await kept(lives, ingrid)

    [undone] = await ingrid.presses("Take back")
    [answer] = await lives.rehearsal.person("Ben").says(HOTELS)
    [log] = await ingrid.says("/log")

    assert "Not kept any more" in undone.text
    assert "Hotel Bolívar" not in answer.text
    assert f"kept an answer to “{HOTELS}” for lima-2007" in log.text
    assert f"took the answer to “{HOTELS}” for lima-2007 back" in log.text


async def test_a_kept_answer_is_replaced(lives, ingrid):
    """From the list; the next one hears the new words only."""
    await kept(lives, ingrid)
    await ingrid.says("/questions")
    [listed] = await ingrid.presses("Kept answers")
    await ingrid.presses("1. Replace")

    [replaced] = await ingrid.says("The Maury, since July.")
    [answer] = await lives.rehearsal.person("Ben").says(HOTELS)

    assert "1 answer kept" in listed.text
    assert "It takes the place of" in replaced.text
    assert "The Maury, since July." in answer.text
    assert "Bolívar" not in answer.text


async def test_what_was_asked_in_vain_is_answered_from_the_list(lives, ingrid):
    """Nobody had to pass it on; it is then not counted any more."""
    await lives.rehearsal.person("Ana").says(HOTELS)
    await ingrid.says("/questions")
    await ingrid.presses("Asked most and not answered")
    await ingrid.presses("Answer 1")
    await ingrid.says("The Maury.")

    [answer] = await lives.rehearsal.person("Ben").says(HOTELS)
    await ingrid.says("/questions")
    [counted] = await ingrid.presses("Asked most and not answered")

    assert "The Maury." in answer.text
    assert "Everything that was asked could be answered." in counted.text


async def test_kept_answers_are_text_and_nothing_else(lives, ingrid):
    """Whatever an organiser types."""
    await kept(lives, ingrid, answer="<b>Bolívar</b> & {{ 7 * 7 }} %(who)s")

    [answer] = await lives.rehearsal.person("Ben").says(HOTELS)

    assert "<b>Bolívar</b> & {{ 7 * 7 }} %(who)s" in answer.text


async def test_what_is_kept_travels_with_the_meeting(lives, ingrid, tmp_path):
    """Exported and imported into another store, with the organiser as its source."""
    await kept(lives, ingrid)
    database = lives.stage.plenary.database

    file = await export_folder(database, tmp_path / "export")
    again = await export_folder(database, tmp_path / "again")
    text = file.read_text()
    other = await Database.open(tmp_path / "other.db", lives.clock)
    report = await import_files(other, lives.clock, (file,))
    same = await export_folder(other, tmp_path / "other")
    await other.close()

    assert "The ministry recommends the Hotel Bolívar." in text
    assert "lima-2007" in report.created
    assert text == again.read_text() == same.read_text()


async def test_followers_are_not_told_of_it_and_calendars_stay(lives, ingrid):
    """An answer changes nothing that is in an entry."""
    follower = lives.rehearsal.person("Follower")
    await follower.says("/follow lima 2007")
    before = (await follower.says("/calendar lima 2007"))[-1].document
    await kept(lives, ingrid)
    told = len(follower.shown())
    lives.clock.set(lives.clock.now().replace(hour=12))
    lives.stage.plenary.outbox.wake()
    await lives.sent()
    silence = len(follower.shown())

    after = (await follower.says("/calendar lima 2007"))[-1].document

    assert before.content == after.content
    assert told == silence


# Kills


async def test_what_was_being_sent_at_a_kill_is_in_doubt_and_not_sent_again(lives, ingrid):
    """The call left and nobody knows what became of it: the list has the question all the same."""
    ana = lives.rehearsal.person("Ana")
    await ana.says(HOTELS)
    await ana.presses("Ask the organisers")
    lives.rehearsal.answers_next("sendMessage", TimedOut(), chat=ingrid, delivered=True)
    await ana.presses("Send")
    await lives.sent()
    await lives.restart()
    await lives.sent()

    shown = [one for one in ingrid.shown() if HOTELS in one.text]
    [listed] = await ingrid.says("/questions")

    assert 1 == len(shown)
    assert HOTELS in listed.text


async def test_what_was_not_sent_before_a_kill_is_sent_after_it(lives, ingrid):
    """The answer is in the store with the reply: ended before the outbox got to it, it goes at the next start."""
    ana = lives.rehearsal.person("Ana")
    await passed_on(lives, ana)
    await lives.stage.plenary.outbox.stop()
    await ingrid.says("Hotel Bolívar.", reply_to=ingrid.shown()[-1])
    before = [shown.text for shown in ana.shown()]
    await lives.restart()
    await lives.sent()

    assert not any("Bolívar" in text for text in before)
    assert 1 == sum("Hotel Bolívar." in shown.text for shown in ana.shown())


# Groups


async def test_from_a_group_the_answer_goes_to_her_alone(lives, ingrid):
    """Where she can be written to."""
    ana = lives.rehearsal.person("Ana")
    await ana.starts()
    group = lives.rehearsal.group("Delegations", topics={5: "Lima"})
    await passed_on(lives, ana, f"@PlenaryBot {HOTELS}", chat=group, thread=5)
    before = len(ana.shown(group))

    await ingrid.says("Hotel Bolívar.", reply_to=ingrid.shown()[-1])
    await lives.sent()

    assert "Hotel Bolívar." in ana.shown()[-1].text
    assert before == len(ana.shown(group))


async def test_from_a_group_it_goes_to_the_topic_where_she_cannot_be_written_to(lives, ingrid):
    """She has never opened the private chat."""
    ana = lives.rehearsal.person("Ana")
    group = lives.rehearsal.group("Delegations", topics={5: "Lima"})
    await passed_on(lives, ana, f"@PlenaryBot {HOTELS}", chat=group, thread=5)

    await ingrid.says("Hotel Bolívar.", reply_to=ingrid.shown()[-1])
    await lives.sent()

    back = ana.shown(group)[-1]
    assert 5 == back.thread
    for words in ("Ana", HOTELS, "Hotel Bolívar.", "Ingrid, organiser"):
        assert words in back.text


async def test_in_a_group_only_who_asked_passes_a_question_on(lives):
    """Everybody there sees the button."""
    ana, ben = lives.rehearsal.person("Ana"), lives.rehearsal.person("Ben")
    group = lives.rehearsal.group("Delegations")
    await ana.says(f"@PlenaryBot {HOTELS}", chat=group)

    [refused] = await ben.presses("Ask the organisers", chat=group)

    assert "Only who asked" in refused.text


async def test_organisers_have_the_questions_come_to_a_topic_of_their_group(lives, ingrid):
    """They reply there; who is no organiser there cannot."""
    ana, eve = lives.rehearsal.person("Ana"), lives.rehearsal.person("Eve")
    desk = lives.rehearsal.group("Secretariat", topics={7: "Questions"})
    desk.chat.members[CHIEF] = "administrator"
    [here] = await ingrid.says("/questions here", chat=desk, thread=7)
    before = len(ingrid.shown())
    await passed_on(lives, ana)
    asked = ingrid.shown(desk)[-1]

    [told] = await eve.says("I know a hotel!", chat=desk, thread=7, reply_to=asked)
    [alert] = await eve.presses("Dismiss", chat=desk)
    await ingrid.says("Hotel Bolívar.", chat=desk, thread=7, reply_to=asked)
    await lives.sent()

    assert "come here now" in here.text
    assert (7, True) == (asked.thread, HOTELS in asked.text)
    assert before == len(ingrid.shown())
    assert "Only organisers" in told.text
    assert "Only organisers" in alert.text
    assert "Hotel Bolívar." in ana.shown()[-1].text
    assert not any("I know a hotel!" in shown.text for shown in ana.shown())


async def test_a_group_that_is_lost_leaves_the_question_to_each_organiser(lives, ingrid):
    """It was removed from the group meanwhile."""
    ana = lives.rehearsal.person("Ana")
    desk = lives.rehearsal.group("Secretariat")
    desk.chat.members[CHIEF] = "administrator"
    await ingrid.says("/questions here", chat=desk)
    desk.chat.closed = "bot was kicked from the supergroup chat"

    await passed_on(lives, ana)

    assert HOTELS in ingrid.shown()[-1].text


async def test_only_administrators_who_organise_bring_questions_to_a_group(lives, ingrid):
    """Others are refused or not heard."""
    group = lives.rehearsal.group("Delegations")
    ana = lives.rehearsal.person("Ana")

    silence = await ana.says("/questions here", chat=group)
    [refused] = await ingrid.says("/questions here", chat=group)

    assert [] == silence
    assert "administrators decide" in refused.text
