"""YAML as people write it, where every value is a text and every value knows its line.

`country: NO` is the text NO, not a boolean. Anchors, aliases and tags are refused: a meetings file needs none, and they
are how a small file becomes a huge one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.importing.cleaning import cleaned
from bot.importing.problems import Problem, shown

MAX_DEPTH = 20

Steps = tuple[str | int, ...]
Objection = tuple[Steps, str, str]
"""Where something is wrong (the steps from the meeting), what it is, and what would be right."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# libyaml where the wheel has it: it reads a long file thirty times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Located:
    """A tree of dicts, lists and texts, and the line (from 1) of each path. A key without a value is left out."""

    value: Any
    lines: dict[Steps, int] = field(repr=False)

    def line(self, path: Steps) -> int | None:
        """The line of the value at `path`, or of what it would stand in."""
        return next((self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines), None)

    def at(self, path: Steps) -> Any:
        """What stands at `path`, None for nothing."""
        return at(self.value, path)

    def shown(self, path: Steps) -> str:
        """The path with dots, list entries by their id where they have one: `meetings.geneva-2011.start`."""
        words = []
        for place, step in enumerate(path):
            entry = self.at(path[: place + 1]) if isinstance(step, int) else None
            own_id = entry.get("id") if isinstance(entry, dict) else None
            words.append(own_id if isinstance(own_id, str) and own_id else str(step))
        return ".".join(words)


def at(value: Any, path: Steps) -> Any:
    """What stands at `path` in a tree of dicts and lists, None for nothing."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


class _Unreadable(Exception):
    """The file cannot be read beyond this point: the problem is the argument."""

    def __init__(self, line: int, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.line, self.wrong, self.right = line, wrong, right


def read(source: bytes, file: str) -> tuple[Located, list[Problem]]:
    """Read one YAML document; what could not be read is left out and told among the problems."""
    lines: dict[Steps, int] = {}
    doubled: list[tuple[Steps, int, int]] = []
    problems: list[Problem] = []
    value: Any = {}
    try:
        value = _Builder(yaml.parse(_decoded(source), Loader=_LOADER), lines, doubled).document()
    except _Unreadable as error:
        problems.append(Problem(file=file, line=error.line, wrong=error.wrong, right=error.right))
    except yaml.YAMLError as error:
        problems.append(_syntax_problem(error, file))
    located = Located(value, lines)
    problems.extend(
        Problem(
            file=file,
            line=line,
            path=located.shown(path),
            wrong=f"the key {shown(path[-1])} stands here a second time",
            right=f"keep this one or the one in line {first}",
        )
        for path, line, first in doubled
    )
    return located, problems


def _decoded(source: bytes) -> str:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise _Unreadable(line, "the text is not in UTF-8", "save the file as UTF-8") from None
    if found := _FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _Unreadable(line, f"the control character U+{ord(found[0]):04X} stands here", "take it out")
    return text


def _syntax_problem(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = " ".join(filter(None, (getattr(error, "context", None), getattr(error, "problem", None)))) or str(error)
    return Problem(
        file=file,
        line=mark.line + 1 if mark else None,
        wrong=f"this is not YAML ({' '.join(said.split())})",
        right="look at this line and the one before it: a missing quotation mark, bracket or blank after a colon",
    )


def _line(event: Any) -> int:
    line: int = event.start_mark.line + 1
    return line


class _Builder:
    """Makes a tree of the parser's events, which come one after another: no depth of the file can exhaust the stack."""

    def __init__(self, events: Iterator[Any], lines: dict[Steps, int], doubled: list[tuple[Steps, int, int]]) -> None:
        self._events = events
        self._lines = lines
        self._doubled = doubled

    def document(self) -> Any:
        value: Any = {}
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Unreadable(_line(event), "a second YAML document begins here", "make it a file of its own")
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, ())
        return {} if value in ("", None) else value

    def _node(self, event: Any, path: Steps) -> Any:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _Unreadable(
                line, "anchors (&) and aliases (*) are not read here", "write the value out, in quotation marks"
            )
        if event.tag not in (None, "!"):
            raise _Unreadable(
                line, f"the tag {shown(event.tag)} is not read here", "write the value in quotation marks"
            )
        if len(path) > MAX_DEPTH:
            raise _Unreadable(line, f"this is more than {MAX_DEPTH} levels deep", "a meetings file needs at most eight")
        self._lines.setdefault(path, line)
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value == "" else cleaned(event.value)
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)

    def _sequence(self, path: Steps) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            value = self._node(event, (*path, len(values)))
            values.append("" if value is None else value)
        return values

    def _mapping(self, path: Steps) -> dict[str, Any]:
        values: dict[str, Any] = {}
        seen: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = _line(event)
            key = self._node(event, (*path, "?"))
            if not isinstance(key, str):
                raise _Unreadable(line, "a key is missing, or is no plain word", "write `key: value`")
            value = self._node(next(self._events), (*path, key))
            if key in seen:
                self._doubled.append(((*path, key), line, seen[key]))
                continue
            seen[key] = line
            self._lines[*path, key] = line
            if value is not None:
                values[key] = value
        return values
