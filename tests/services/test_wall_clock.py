"""A time that an organiser writes is read strictly, on the clocks of the venue."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot import formatting
from bot.errors import UserError
from bot.languages import LANGUAGES
from bot.services.wall_clock import at_wall_clock

ZURICH = ZoneInfo("Europe/Zurich")
NOW = datetime(2011, 6, 19, 22, 30, tzinfo=UTC)  # half past midnight of the 20th in Geneva
WORDS = {"today": 0, "tomorrow": 1, "mañana": 1, "demain": 1, "aujourd’hui": 0, "завтра": 1, "明天": 1, "غدًا": 1}

MONTHS = {name: number for language in LANGUAGES for name, number in formatting.months(language).items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011-06-20 09:00", datetime(2011, 6, 20, 7, tzinfo=UTC)),
        ("2011-06-20T9:05", datetime(2011, 6, 20, 7, 5, tzinfo=UTC)),
        ("tomorrow 9:00", datetime(2011, 6, 21, 7, tzinfo=UTC)),
        (" Today,  18.30 ", datetime(2011, 6, 20, 16, 30, tzinfo=UTC)),
        ("mañana 0:00", datetime(2011, 6, 20, 22, tzinfo=UTC)),
        ("Tomorrow at 9:00", datetime(2011, 6, 21, 7, tzinfo=UTC)),
        ("mañana a las 9", datetime(2011, 6, 21, 7, tzinfo=UTC)),
        ("demain à 9h30", datetime(2011, 6, 21, 7, 30, tzinfo=UTC)),
        ("demain 9 h", datetime(2011, 6, 21, 7, tzinfo=UTC)),
        ("aujourd'hui 18:30", datetime(2011, 6, 20, 16, 30, tzinfo=UTC)),
        ("завтра в 9:00", datetime(2011, 6, 21, 7, tzinfo=UTC)),
        ("明天9:00", datetime(2011, 6, 21, 7, tzinfo=UTC)),
        ("明天 9：00", datetime(2011, 6, 21, 7, tzinfo=UTC)),
        ("غدا 9:00", datetime(2011, 6, 21, 7, tzinfo=UTC)),
        ("غداً الساعة ٩:٠٠", datetime(2011, 6, 21, 7, tzinfo=UTC)),
        ("20.06.2011 09:00", datetime(2011, 6, 20, 7, tzinfo=UTC)),
        ("2011年6月20日 09:00", datetime(2011, 6, 20, 7, tzinfo=UTC)),
        ("٢٠١١-٠٦-٢٠ ٠٩:٠٠", datetime(2011, 6, 20, 7, tzinfo=UTC)),
        ("20 June 9:00", datetime(2011, 6, 20, 7, tzinfo=UTC)),
        ("20 June 2012 at 9:00", datetime(2012, 6, 20, 7, tzinfo=UTC)),
        ("19 June 9:00", datetime(2012, 6, 19, 7, tzinfo=UTC)),  # this year it is over
        ("1er juillet à 9 h", datetime(2011, 7, 1, 7, tzinfo=UTC)),
        ("20 de junio de 2011 a las 9", datetime(2011, 6, 20, 7, tzinfo=UTC)),
        ("20 июня в 9:00", datetime(2011, 6, 20, 7, tzinfo=UTC)),
        ("6月20日 9:00", datetime(2011, 6, 20, 7, tzinfo=UTC)),
        ("20 يونيو الساعة 9", datetime(2011, 6, 20, 7, tzinfo=UTC)),
        ("tomorrow 9pm", datetime(2011, 6, 21, 19, tzinfo=UTC)),
        ("tomorrow at 12:30 am", datetime(2011, 6, 20, 22, 30, tzinfo=UTC)),
        ("2011-06-20 9 AM", datetime(2011, 6, 20, 7, tzinfo=UTC)),
        ("2011-10-30 02:30", datetime(2011, 10, 30, 0, 30, tzinfo=UTC)),  # shown twice: the first
    ],
)
def test_what_is_understood(text, expected):
    """A day and an hour."""
    assert expected == at_wall_clock(text, ZURICH, NOW, WORDS, MONTHS)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "9:00", "tomorrow", "tomorrow 25:00", "2011-02-30 09:00", "20.6.11 9:00", "2011-06-20 09:60",
     "31 June 9:00", "20 Brumaire 9:00", "20 June 2011", "June 9:00", "tomorrow 13 pm", "29 February 9:00",
     "2012-03-25 02:30", "tomorrow 9:00 or later", "9999-99-99 00:00"],
)  # fmt: skip
def test_all_else_is_asked_again(text):
    """Also an hour that the clocks leave out."""
    with pytest.raises(UserError):
        at_wall_clock(text, ZURICH, NOW, WORDS, MONTHS)
