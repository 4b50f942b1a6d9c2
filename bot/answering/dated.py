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


def tells_the_letter(start: int, reading: Reading) -> bool:
    """Whether the day that begins at a token tells which letter is meant, and not when it was signed ("signed on 18 April")."""
    signing = [hit for hit in reading.of("concepts") if hit.value.name == "sign"]
    letters = [hit.end for hit in reading.of("concepts") if hit.value.name == "letter" and hit.end <= start]
    since = max(letters, default=0)
    if letters and any(since <= hit.start < start for hit in signing):
        return False
    return any(time.start == start and is_of_a_letter(time, reading) for time in reading.times)


def names_a_letter(reading: Reading) -> bool:
    """Whether a question names a letter by its day."""
    return any(is_of_a_letter(time, reading) for time in reading.times)
