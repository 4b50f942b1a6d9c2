"""Letters that a question names by the day on which they were written: "your letter of 18 April"."""

from __future__ import annotations

from bot.answering.reading import Reading
from bot.answering.times import Time

_NEAR = 2  # words, such as "dated"


def is_of_a_letter(time: Time, reading: Reading) -> bool:
    """Whether a day stands right behind a word for a letter, or, in Chinese, before one."""
    if time.day is None:
        return False
    letters = [hit for hit in reading.of("concepts") if hit.value.name == "letter"]
    if reading.language == "zh":
        return any(0 <= hit.start - time.end < _NEAR for hit in letters)
    return any(0 <= time.start - hit.end <= _NEAR for hit in letters)


def names_a_letter(reading: Reading) -> bool:
    """Whether a question names a letter by its day."""
    return any(is_of_a_letter(time, reading) for time in reading.times)
