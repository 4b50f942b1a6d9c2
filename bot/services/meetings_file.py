"""Meetings files in and out: what `plenary import` and `plenary export` do."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath

from bot.clock import Clock
from bot.errors import StartError
from bot.importing.checks import problems_of
from bot.importing.merging import Merged, merged
from bot.importing.passages import passages_of
from bot.importing.problems import ImportProblems
from bot.importing.reading import FILE_NAME, Draft, read_files
from bot.importing.writing import as_yaml
from bot.model import Catalogue
from bot.services import consequences
from bot.services.consequences import Written
from bot.store import Connection, documents, meetings
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The ids of the meetings of an import by what became of them, and of the processes that are new or changed."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    processes: tuple[str, ...]


async def import_files(
    database: Database, clock: Clock, paths: Iterable[Path], by: str = "plenary import"
) -> ImportReport:
    """Take meetings files with their documents into the store, all or nothing; `by` stands beside each change.

    Raises ImportProblems with everything that is wrong; the store is then as it was.
    """
    draft = await asyncio.to_thread(read_files, tuple(paths))
    return await database.write(lambda connection: import_draft(connection, draft, clock.now(), by))


def plan(connection: Connection, draft: Draft, stored: Catalogue, now: datetime, by: str) -> Merged:
    """What an import of the draft would write. Raises ImportProblems with everything that is wrong."""
    if problems := problems_of(draft, stored, partial(documents.document_text, connection)):
        raise ImportProblems(problems)
    return merged(draft, stored, partial(_content_of, connection), now, by)


def import_draft(connection: Connection, draft: Draft, now: datetime, by: str) -> ImportReport:
    """Take a draft into the store, with all that follows from it. Raises ImportProblems; nothing is written then."""
    stored = meetings.catalogue(connection)
    result = plan(connection, draft, stored, now, by)
    _put(connection, result)
    after = {meeting.id: meeting for meeting in result.meetings}
    consequences.follow(connection, Written(stored.meetings, after, result.changes), now)
    return ImportReport(
        created=result.created,
        changed=result.changed,
        unchanged=result.unchanged,
        processes=tuple(process.id for process in result.processes),
    )


def _content_of(connection: Connection, document_id: str) -> bytes | None:
    found = documents.document_content(connection, document_id)
    return None if found is None else found[1]


def _put(connection: Connection, result: Merged) -> None:
    for process in result.processes:
        meetings.put_process(connection, process)
    for meeting in result.meetings:
        meetings.put_meeting(connection, meeting)
    for document_id, content in result.contents.items():
        data, text = (content.data, content.text) if content else (None, None)
        documents.put_content(connection, document_id, data, text, passages_of(text or ""))
    if result.contents:
        documents.tidy(connection)


async def export_folder(database: Database, folder: Path) -> Path:
    """Write the store as `meetings.yaml` with its documents into `folder`, whole or not at all; gives that file's path.

    The folder may be new, empty, or an earlier export, which is replaced. Raises StartError when it holds anything
    else, or cannot be written.
    """
    catalogue, contents = await database.read(whole_store)
    return await asyncio.to_thread(_write_folder, folder, catalogue, contents)


def whole_store(connection: Connection) -> tuple[Catalogue, dict[str, bytes]]:
    """All that an export writes: the catalogue, and the documents' files by the documents' ids."""
    catalogue = meetings.catalogue(connection)
    found = {each.id: _content_of(connection, each.id) for _, each in catalogue.documents() if each.file}
    return catalogue, {document_id: content for document_id, content in found.items() if content is not None}


def _write_folder(folder: Path, catalogue: Catalogue, contents: Mapping[str, bytes]) -> Path:
    target = Path(os.path.realpath(folder))
    part, old = (target.with_name(f".{target.name}.{suffix}") for suffix in ("part", "old"))
    try:
        if strangers := _strangers(target):
            raise StartError(
                f"{folder} holds what no export wrote ({', '.join(strangers[:3])}); name a new folder, or an empty one."
            )
        for leftover in (part, old):
            shutil.rmtree(leftover, ignore_errors=True)
        for name, content in files_of(catalogue, contents).items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _exchange(part, target, old)
    except OSError as error:
        raise StartError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return folder / FILE_NAME


def files_of(catalogue: Catalogue, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The meetings file and the documents beside it, by their names."""
    catalogue, files = _file_names(catalogue, contents)
    return {**files, FILE_NAME: as_yaml(catalogue).encode()}


def _exchange(part: Path, target: Path, old: Path) -> None:
    """Put the new folder in the place of the old one; when that fails the old one is back."""
    if not target.exists():
        part.rename(target)
        return
    target.rename(old)
    try:
        part.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old)


def _strangers(folder: Path) -> list[str]:
    """What stands in the folder and belongs to no export: neither a meetings file nor a document that it names."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        return [folder.name]
    present = {path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()}
    ours = {folder / FILE_NAME}
    if ours <= present:
        ours |= {
            folder / document.file
            for meeting in read_files(ours).meetings()
            for document in meeting.documents
            if document.file
        }
    return sorted(path.relative_to(folder).as_posix() for path in present - ours)


def _file_names(catalogue: Catalogue, contents: Mapping[str, bytes]) -> tuple[Catalogue, dict[str, bytes]]:
    """The documents' files by their names; where two documents came under one name, the later gets another."""
    files: dict[str, bytes] = {}
    folders: set[str] = {"."}
    exported = {}
    for meeting in catalogue.meetings.values():
        named = []
        for document in meeting.documents:
            name = document.file
            if name is not None:
                content = contents[document.id]
                if not _is_free(name, content, files, folders):
                    name = f"{document.id}/{PurePosixPath(name).name}"
                files[name] = content
                folders.update(parent.as_posix() for parent in PurePosixPath(name).parents)
            named.append(replace(document, file=name))
        exported[meeting.id] = replace(meeting, documents=tuple(named))
    return replace(catalogue, meetings=exported), files


def _is_free(name: str, content: bytes, files: Mapping[str, bytes], folders: set[str]) -> bool:
    parents = {parent.as_posix() for parent in PurePosixPath(name).parents}
    return files.get(name, content) == content and name not in folders and not parents & files.keys()
