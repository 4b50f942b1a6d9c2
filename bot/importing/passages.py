"""A document's text, and the passages that it is quoted by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.importing.cleaning import cleaned, folded

ITEM = "\n– "  # before each item of a list in the passage that announces it
LONGEST = 1200  # characters: three passages and what is said around them fit one message

_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,200}?)(?<=\S)\1", re.DOTALL)
_BLANK_LINES = re.compile(r"\n\s*\n")
_HEADING = re.compile(r"\A#{1,6}\s+")
_BULLET = re.compile(r"\A(?:[-*•–]\s*)+(?=[^\W\d_]|\s)")
_ITEM = re.compile(rf"{_BULLET.pattern}|\A\(?(?:\d{{1,3}}|[a-z])[.)]\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？؟])(?=\s)|(?=\n)")
_STATED = tuple(".!?。！？؟")
_AT_AN_HOUR = re.compile(r"\A\(?\d{1,2}(?:[:.]\d\d|\s?[hH時时](?:\s?\d\d)?|\s?[ap]\.?m\b)")
_ALMOST_WHOLE = 0.85  # of the longest line: letters are not equally wide


def decoded(content: bytes) -> str:
    """The text of a plain-text file. Raises UnicodeDecodeError when it is not in UTF-8."""
    return cleaned(content.decode("utf-8-sig"))


class Quotable:
    """A text as quotes are looked up in it: line ends, blanks and the asterisks of emphasis do not count."""

    def __init__(self, text: str) -> None:
        self._as_written = folded(text)
        self._as_read = folded(_EMPHASIS.sub(r"\2", text))

    def __contains__(self, quote: str) -> bool:
        """Whether the text says so, word by word."""
        return folded(quote) in self._as_written or folded(quote) in self._as_read


def passages_of(text: str) -> list[str]:
    """The paragraphs, list items and timetables of a text, a heading with what follows it, none longer than `LONGEST`.

    A paragraph that ends in a colon has the list behind it, as far as there is room; its items are passages of their own too.

    Lines of a timetable stay lines: each is a statement by itself.
    """
    passages: list[str] = []
    heading, announcing = "", -1
    for block, is_item in _blocks(_EMPHASIS.sub(r"\2", text)):
        if _HEADING.match(block) and len(heading) < LONGEST:
            heading += _HEADING.sub("", block) + "\n"
            announcing = -1
            continue
        if is_item and announcing >= 0:
            with_item = f"{passages[announcing]}{ITEM}{block}"
            if len(with_item) <= LONGEST:
                passages[announcing] = with_item
            else:
                announcing = -1  # no list with holes
        passages.extend(_clipped(heading + block))
        if not is_item:
            announcing = len(passages) - 1 if block.endswith(":") else -1
        heading = ""
    return [*passages, *_clipped(heading.strip())]


def _blocks(text: str) -> Iterator[tuple[str, bool]]:
    """Paragraphs, list items and headings, each on one line, and timetables; and whether each is an item of a list."""
    blocks: list[list[str]] = []
    for paragraph in _BLANK_LINES.split(text):
        before = ""
        lines = list(filter(None, map(str.strip, paragraph.splitlines())))
        longest = max(map(len, lines), default=0)
        timed = [line for line in lines if _AT_AN_HOUR.match(line)]
        if len(timed) > 1:
            blocks.append(list(_rows(lines)))
            continue
        for line in lines:
            headed = _ITEM.match(line) or _HEADING.match(line) or _HEADING.match(before)
            begins = not before or headed or _is_broken(before, line, longest)
            runs_on = not before and blocks and _runs_on(blocks[-1][-1], line)
            if begins and not runs_on:
                blocks.append([line])
            else:
                blocks[-1].append(line)
            before = line
    for lines in blocks:
        rows = [" ".join(row.split()) for row in " ".join(lines).split("\n")]
        block = "\n".join(rows)
        yield _BULLET.sub("", block).strip(), _ITEM.match(block) is not None


def _rows(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a timetable, each but the first with a line end before it; what runs on from the line before without one."""
    for place, line in enumerate(lines):
        yield line if not place or line[0].islower() else f"\n{line}"


def _is_broken(before: str, line: str, longest: int) -> bool:
    """Whether a statement ended in a line that had room for the first word of the next one."""
    fits = len(before) + 1 + len(line.split(maxsplit=1)[0]) <= longest * _ALMOST_WHOLE
    return fits and before.endswith(_STATED) and not line[0].islower()


def _runs_on(before: str, line: str) -> bool:
    """Whether a page ended in the middle of a sentence: no full stop before, no capital after."""
    return before[-1].isalpha() and line[0].islower() and not _ITEM.match(line) and not _HEADING.match(before)


def _clipped(passage: str) -> Iterator[str]:
    """The passage, in several at the ends of sentences or lines (else of words) when it is long."""
    part = ""
    for sentence in _SENTENCE_END.split(passage) if len(passage) > LONGEST else [passage]:
        if part and len(part) + len(sentence) > LONGEST:
            yield part
            part = ""
        part = f"{part}{sentence}" if part else sentence.strip()
        while len(part) > LONGEST:
            end = part.rfind(" ", 1, LONGEST)
            end = LONGEST if end < 0 else end
            yield part[:end]
            part = part[end:].strip()
    if part:
        yield part
