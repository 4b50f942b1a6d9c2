"""Meetings files and the documents beside them, read into one draft."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from bot.deferred import adapter
from bot.importing.located import Located, Steps, read
from bot.importing.passages import decoded
from bot.importing.problems import Problem, shown, write_one_of
from bot.importing.shape import Shaped, shaped
from bot.model import Meeting, Process

MAX_FILE = 8_000_000  # bytes: what an export of some 1,500 full meetings takes
MAX_DOCUMENT = 20_000_000  # bytes: what a bot may send as a file is 50 MB
FILE_NAME = "meetings.yaml"

_KEYS = ("process", "processes", "meetings")
_PLAIN_TEXT = {".txt", ".text", ".md", ".markdown"}


@dataclass(frozen=True, slots=True)
class Content:
    """A document's file: its bytes, and its text where it is plain text or Markdown."""

    data: bytes
    text: str | None


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One file: its processes and meetings by their place in it, and what is in the documents that they name."""

    name: str
    located: Located
    processes: Mapping[Steps, Shaped[Process]]
    meetings: Mapping[Steps, Shaped[Meeting]]
    contents: Mapping[str, Content]

    def problem(self, path: Steps, wrong: str, right: str) -> Problem:
        """A problem with what stands at `path`."""
        return Problem(
            file=self.name,
            line=self.located.line(path),
            path=self.located.shown(path),
            wrong=wrong,
            right=right,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """What the files of one import say together, and what is wrong with them by themselves."""

    files: tuple[DraftFile, ...]
    problems: tuple[Problem, ...]

    def meetings(self) -> Iterator[Meeting]:
        """The meetings of all files."""
        return (meeting.value for file in self.files for meeting in file.meetings.values())


def read_files(paths: Iterable[Path]) -> Draft:
    """Read meetings files with their documents. Raises nothing: whatever is wrong is among the draft's problems."""
    files, problems = [], []
    for path in paths:
        source, found = _source(path)
        problems.extend(found)
        if source is not None:
            located, found = read(source, str(path))
            problems.extend(found)
            if found and not located.value:
                continue
            file, found = _file(path, located)
            files.append(file)
            problems.extend(found)
    return Draft(tuple(files), tuple(problems))


def _source(path: Path) -> tuple[bytes | None, list[Problem]]:
    content = _bytes_of(path, MAX_FILE)
    if isinstance(content, bytes):
        return content, []
    wrong, right = content
    return None, [Problem(file=str(path), wrong=wrong, right=right)]


def _bytes_of(path: Path, limit: int) -> bytes | tuple[str, str]:
    """The bytes of a regular file, or what is wrong with it and what would be right."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            return "is no file", "name a file"
        if state.st_size > limit:
            return f"is larger than {limit // 1_000_000} MB", "make it smaller, or split it"
        with path.open("rb") as file:
            return file.read(limit)
    except FileNotFoundError:
        return "is not there", "look at the name, and at upper and lower case"
    except (OSError, ValueError) as error:  # ValueError: a name that no file system can have
        said = error.strerror if isinstance(error, OSError) else None
        return f"cannot be read ({said or error})", "see that this user may read it"


def _file(path: Path, located: Located) -> tuple[DraftFile, list[Problem]]:
    """What of the file has the right shape, and what is wrong with the rest."""
    processes: dict[Steps, Shaped[Process]] = {}
    meetings: dict[Steps, Shaped[Meeting]] = {}
    contents: dict[str, Content] = {}
    file = DraftFile(str(path), located, processes, meetings, contents)
    if not isinstance(located.value, dict):
        return file, [file.problem((), "the file is no mapping", "begin it with `process:` and `meetings:`")]
    problems = (
        [] if located.value else [file.problem((), "the file says nothing", "begin it with `process:` and `meetings:`")]
    )
    problems += [
        file.problem(
            (key,),
            f"{shown(key)} is no key that is known here",
            write_one_of(key, _KEYS, "the keys are process and meetings"),
        )
        for key in located.value
        if key not in _KEYS
    ]
    for step in _entries(file, problems, "processes", alone="process"):
        process = shaped(adapter(Process), Process, located, step, file.name, problems)
        if process is not None:
            processes[step] = process
    for step in _entries(file, problems, "meetings"):
        meeting = shaped(adapter(Meeting), Meeting, located, step, file.name, problems)
        if meeting is not None:
            whole = _with_documents(file, step, meeting.value, path.parent, contents, problems)
            meetings[step] = replace(meeting, value=whole)
    return file, problems


def _entries(file: DraftFile, problems: list[Problem], key: str, alone: str = "") -> list[Steps]:
    """The paths of the entries of a list at the top of the file, or of the one that stands alone under its own key."""
    value = file.located.value
    steps: list[Steps] = [(alone,)] if alone and alone in value else []
    if alone and alone in value and key in value:
        problems.append(file.problem((key,), f"`{alone}` and `{key}` are both here", f"put all of them under `{key}`"))
    entries = value.get(key, [])
    if not isinstance(entries, list):
        problems.append(file.problem((key,), "is not a list", "write a line with a hyphen for each"))
        return steps
    return steps + [(key, place) for place in range(len(entries))]


def _with_documents(
    file: DraftFile, path: Steps, meeting: Meeting, folder: Path, contents: dict[str, Content], problems: list[Problem]
) -> Meeting:
    """The meeting with its documents' file names made plain; their files go to `contents`."""
    documents = []
    for place, document in enumerate(meeting.documents):
        name = document.file
        if name is not None:
            found = _document(folder, name)
            if isinstance(found, Content):
                contents[document.id] = found
                name = PurePosixPath(name).as_posix()
            else:
                problems.append(file.problem((*path, "documents", place, "file"), *found))
        documents.append(replace(document, file=name))
    return replace(meeting, documents=tuple(documents))


def _document(folder: Path, name: str) -> Content | tuple[str, str]:
    """The document's file, or what is wrong with it and what would be right."""
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts or "\\" in name or "\n" in name:
        return (
            f"{shown(name)} leads out of the folder",
            "put the document beside the meetings file and name it from there",
        )
    if parts == (FILE_NAME,):
        return f"{FILE_NAME} is the name of an exported meetings file", "give the document another name"
    path = folder / name
    try:
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
            return f"{shown(name)} is a link that leads out of the folder", "put a copy of the document there"
    except (OSError, ValueError):
        return f"{shown(name)} is no name that a file can have", "give the document another name"
    content = _bytes_of(path, MAX_DOCUMENT)
    if not isinstance(content, bytes):
        return f"the document {shown(name)} {content[0]}", content[1]
    if path.suffix.lower() not in _PLAIN_TEXT:
        return Content(content, None)
    try:
        return Content(content, decoded(content))
    except UnicodeDecodeError:
        return f"the text of {shown(name)} is not in UTF-8", "save the document as UTF-8"
