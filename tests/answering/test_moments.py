"""A reminder that is asked for a named moment is set for that moment, in nine languages."""

from __future__ import annotations

import pytest

from bot.answering.leads import heard
from bot.answering.parts import Reminder
from bot.answering.question import Question
from bot.reminding.events import deadline_event
from bot.reminding.leads import Lead
from tests.questions.scorer import asked, instant

CANDIDATURES = "candidatures"


@pytest.mark.parametrize(
    ("language", "text", "meeting", "event"),
    [
        ("ru", "напомни о последнем дне подачи кандидатур в совет за 5 дней", "assembly-6", CANDIDATURES),
        ("en", "remind me five days before the deadline for candidatures to the board", "assembly-6", CANDIDATURES),
        ("fr", "rappelez-moi la veille de la date limite des candidatures au Conseil", "assembly-6", CANDIDATURES),
        ("es", "avísame tres días antes de que venza el plazo de candidaturas a la Junta", "assembly-6", CANDIDATURES),
        ("ar", "ذكرني قبل ثلاثة أيام من آخر موعد للترشيحات لمجلس الإدارة", "assembly-6", CANDIDATURES),
        ("zh", "理事会候选人提名截止前三天提醒我", "assembly-6", CANDIDATURES),
        ("zh", "培训班申请截止前两天提醒我", "course-2030", "closes"),
        ("en", "remind me two days before applications for the course close", "course-2030", "closes"),
        ("fr", "rappelle-moi deux jours avant la clôture des candidatures au cours", "course-2030", "closes"),
        ("es", "recuérdame dos días antes del cierre de solicitudes del curso", "course-2030", "closes"),
        ("ru", "напомни за два дня до окончания приема заявок на курс", "course-2030", "closes"),
        ("ar", "ذكرني قبل يومين من انتهاء تقديم الطلبات للدورة", "course-2030", "closes"),
        ("pt", "lembre-me dois dias antes do fim das candidaturas ao curso", "course-2030", "closes"),
        ("no", "minn meg på to dager før søknadsfristen til kurset", "course-2030", "closes"),
        ("ru", "напомни за два дня до открытия регистрации на ассамблею", "assembly-6", "opens"),
        ("ru", "напомни за два дня до начала регистрации на ассамблею", "assembly-6", "opens"),
        ("fr", "rappelle-moi la veille de l'ouverture des inscriptions à l'assemblée", "assembly-6", "opens"),
        ("es", "recuérdame un día antes de que abra la inscripción de la asamblea", "assembly-6", "opens"),
        ("zh", "大会注册开放前一天提醒我", "assembly-6", "opens"),
        ("ar", "ذكرني قبل يوم من فتح باب التسجيل للجمعية العامة", "assembly-6", "opens"),
        ("pt", "lembre-me um dia antes da abertura das inscrições da assembleia", "assembly-6", "opens"),
        ("no", "minn meg på dagen før påmeldingen til generalforsamlingen åpner", "assembly-6", "opens"),
        ("en", "remind me a day before registration opens for the assembly", "assembly-6", "opens"),
        ("lo", "ແຈ້ງເຕືອນຂ້ອຍ 1 ມື້ກ່ອນເປີດລົງທະບຽນ ກອງປະຊຸມສະມັດຊາ", "assembly-6", "opens"),
    ],
)
def test_the_moment_that_is_named(language: str, text: str, meeting: str, event: str) -> None:
    """Of registration its opening or its closing, of applications and candidatures the day by which they are wanted."""
    assert (meeting, (event,)) == _reminded(language, text)


def test_no_other_moment_where_the_store_has_none() -> None:
    """Nominations are due on a day of which there are no reminders: none is set for another."""
    assert ("assembly-6", ()) == _reminded("en", "remind me three days before nominations for the assembly are due")


def test_the_day_before_in_norwegian() -> None:
    """It is not on the day."""
    said = heard("minn meg på dagen før påmeldingen åpner")

    assert said is not None
    assert (Lead(1),) == said.leads


def _reminded(language: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The meeting of the reminder, and its events; the deadline for candidatures by that word."""
    said = heard(text)
    store = asked("tenth")
    question = Question(text=said.rest if said else text, now=instant("2029-11-20"), hint=language)
    parts = store.answerer.answer(question, store.find).parts
    found = next(part for part in parts if isinstance(part, Reminder))
    due = deadline_event(store.catalogue.meetings["assembly-6"].deadlines[0])
    return found.meeting.id, tuple(CANDIDATURES if event == due else event for event in found.events)
