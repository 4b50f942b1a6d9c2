"""Which meeting a question means."""

from __future__ import annotations

import pytest

from bot.answering import parts


def about(answer) -> list[str]:
    return [meeting.id for meeting in answer.meetings]


@pytest.mark.parametrize(
    ("text", "meeting"),
    [
        ("when is the Lima conference?", "lima-2007"),
        ("dates of 1MSP", "vientiane-2010"),
        ("when was the first MSP", "vientiane-2010"),
        ("MSP 3 dates", "oslo-2012"),
        ("3rd meeting of states parties: when?", "oslo-2012"),
        ("quand a eu lieu la 2e réunion des États parties ?", "beirut-2011"),
        ("第三次缔约国会议是什么时候？", "oslo-2012"),
        ("when was the CCW review conference", "ccw-2006"),
        ("when is the meeting in April 2013", "geneva-2013"),
        ("the meeting of June 2011, when?", "geneva-2011"),
        ("когда совещание в Женеве в 2013 году?", "geneva-2013"),
        ("日内瓦2011年6月会议日期", "geneva-2011"),
        ("متى اجتماع جنيف في يونيو 2011؟", "geneva-2011"),
        ("fechas de Ginebra 2013", "geneva-2013"),
        ("when is 🇵🇪", "lima-2007"),
        ("når er Limamøtet?", "lima-2007"),
        ("when is the Genvea meetin of Jnue 2011", "geneva-2011"),
        ("who signed the letter 047", "geneva-2011"),
    ],
)
def test_a_meeting_is_known_by_all_its_names(ask, text: str, meeting: str) -> None:
    """Alias, acronym, ordinal, place in any language and script, year and month, flag, misspelt."""
    answer, _ = ask(text, now="2014-03-03")

    assert [meeting] == about(answer)


def test_none_is_meant_where_two_are_unknown(ask) -> None:
    """Those that come nearest are named, not told."""
    answer, shown = ask("when are Paris and Berlin?", now="2007-04-25")

    assert [] == about(answer)
    assert "The store has no such meeting: “Paris”." in shown


def test_several_meetings_are_answered_at_once(ask) -> None:
    """Each with what was asked."""
    both, _ = ask("compare the dates of the 2011 and 2013 intersessionals", now="2014-03-03")
    three, _ = ask("Dates of Oslo 2007, Lima and Geneva 2011?", now="2014-03-03")

    assert ["geneva-2011", "geneva-2013"] == about(both)
    assert ["oslo-2007", "lima-2007", "geneva-2011"] == about(three)


def test_two_that_fit_are_asked_about(ask) -> None:
    """Both over: which one?"""
    answer, shown = ask("when is the intersessional meeting?", now="2014-03-03")

    assert "Which meeting do you mean?" in shown
    assert ["geneva-2011", "geneva-2013"] == [meeting.id for meeting in answer.choices]


def test_of_two_that_fit_the_one_that_is_near_is_meant(ask) -> None:
    """And the other is offered."""
    answer, shown = ask("when is the intersessional meeting?", now="2011-05-20")

    assert ["geneva-2011"] == about(answer)
    assert ["geneva-2013"] == [meeting.id for meeting in answer.choices]
    assert "another one" in shown


def test_meetings_of_like_names_that_are_near_each_other_are_asked_about(ask_second) -> None:
    """Two days apart, nobody can tell."""
    answer, _ = ask_second("when is the expert group?", now="2025-01-20")

    assert {"measurement-2025", "mitigation-2025"} == {meeting.id for meeting in answer.choices}


def test_the_meeting_that_was_chosen_gets_the_question_that_waited(ask) -> None:
    """By its name, its year, or its place in the list."""
    for choice in ("Geneva 2013", "the 2013 one", "the second one", "2"):
        answer, _ = ask("when is the intersessional meeting?", choice, now="2014-03-03")

        assert (["geneva-2013"], ["dates"]) == (about(answer), [str(each) for each in answer.asks])


def test_where_none_is_named_the_clock_tells(ask) -> None:
    """The next one."""
    answer, _ = ask("is registration open?", now="2011-05-08")

    assert ["geneva-2011"] == about(answer)


def test_where_none_is_named_and_all_are_over_it_is_asked(ask) -> None:
    """Not guessed."""
    answer, _ = ask("how do I register", now="2014-03-03")

    assert isinstance(answer.parts[0], parts.Which)
    assert 8 == len(answer.choices)


@pytest.mark.parametrize(
    "text",
    [
        "When is the Dublin Diplomatic Conference?",
        "when is the vienna conference on cluster munitions",
        "dates of 4MSP",
        "where is the fourth meeting of states parties",
        "intersessional meeting April 2012",
        "когда конференция в Вене?",
        "维也纳会议什么时候？",
        "متى مؤتمر فيينا؟",
        "when was the Lima conference of 2008?",
        "the meeting in Brazil, when?",
    ],
)
def test_a_meeting_that_is_not_in_the_store_is_not_answered_with_another(ask, text: str) -> None:
    """The store says that it has no such meeting."""
    answer, _ = ask(text, now="2014-03-03")

    assert isinstance(answer.parts[0], parts.NotInStore)


def test_a_country_of_a_contact_is_not_taken_for_a_place(ask) -> None:
    """Mexico wrote the letter; the meeting is in Geneva."""
    answer, shown = ask("who is the contact of Mexico for the April 2013 meeting?", now="2013-04-05")

    assert ["geneva-2013"] == about(answer)
    assert "sramirezv@sre.gob.mx" in shown
    assert "bjorn" not in shown


def test_the_next_and_the_last_are_told_by_the_clock(ask) -> None:
    """And it is said when none is ahead."""
    following, _ = ask("what is the next meeting?", now="2011-05-10")
    last, _ = ask("where was the last meeting?", now="2011-05-10")
    _, none = ask("when is the next meeting?", now="2014-03-03")

    assert (["geneva-2011"], ["vientiane-2010"]) == (about(following), about(last))
    assert "no meeting that is still ahead" in none


def test_a_postponed_or_cancelled_meeting_is_not_the_next(ask_second) -> None:
    """Its date no longer holds."""
    answer, _ = ask_second("what is the next meeting?", now="2025-05-16")

    assert ["lapaz-2025"] == about(answer)


def test_neighbours_are_told_by_the_process(ask) -> None:
    """What came before and after a meeting."""
    _, before = ask("What came before the Lima conference in this process?", now="2007-04-25")
    _, after = ask("what comes after the Oslo conference of 2007?", now="2007-04-25")

    assert "Oslo Conference" in before
    assert "Lima Conference" in after


@pytest.mark.parametrize(
    ("text", "language", "meeting"),
    [
        ("¿Cuándo se reúne el Grupo de Expertos sobre Mitigación?", "es", "mitigation-2025"),
        ("quand se réunit le groupe d'experts sur l'atténuation ?", "fr", "mitigation-2025"),
        ("光污染缓解专家组什么时候开会？", "zh", "mitigation-2025"),
        ("во сколько начинается диалог в Ла-Пасе?", "ru", "lapaz-2025"),
        ("كيف أحصل على تأشيرة لليابان؟", "ar", "kyoto-2025"),
        ("加德满都会议在哪里？", "zh", "kathmandu-2026"),
        ("ກອງປະຊຸມກາດມັນດູແມ່ນມື້ໃດ?", "lo", "kathmandu-2026"),
    ],
)
def test_a_meeting_is_known_by_what_its_name_means(ask_second, text: str, language: str, meeting: str) -> None:
    """The words of its name and its place, as the language inflects them or joins others to them."""
    answer, _ = ask_second(text, now="2025-01-20", hint=language)

    assert [meeting] == about(answer)
