"""Meetings files as they travel in a chat: one YAML file, or a ZIP of it with its documents."""

from __future__ import annotations

import errno
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from bot.errors import UserError
from bot.importing.reading import FILE_NAME, Draft, read_files

_MOST_FILES = 2_000
_LARGEST_UNPACKED = 100_000_000
_USUAL = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_NO_NAMES = frozenset({errno.ENAMETOOLONG, errno.EEXIST, errno.ENOTDIR, errno.EISDIR})
_SAME_INSTANT = (1980, 1, 1, 0, 0, 0)  # so that the same content is the same archive


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, _SAME_INSTANT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def draft_of(name: str, content: bytes, stored: Mapping[str, bytes]) -> Draft:
    """Read what somebody has sent; documents that are not in it are the `stored` ones of the same name.

    The draft's names are those of the files that were sent. Raises UserError for an archive that is damaged, too large
    when it is unpacked, or without a meetings file.
    """
    files = _unpacked(content) if name.lower().endswith(".zip") else {FILE_NAME: content}
    shown = FILE_NAME if name.lower().endswith(".zip") else name
    with TemporaryDirectory() as folder:
        _write({**stored, **files}, Path(folder))
        draft = read_files([Path(folder, FILE_NAME)])
    return Draft(
        tuple(replace(file, name=shown) for file in draft.files),
        tuple(replace(problem, file=shown) for problem in draft.problems),
    )


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files. Raises UserError where a name is too long, or one is a folder of another."""
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    except OSError as error:
        if error.errno not in _NO_NAMES:
            raise
        raise UserError("imports/damaged.html") from error


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The files of an archive by their names from the folder of the meetings file. Raises UserError for another one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and _is_inside(entry.filename)]
            if any(entry.compress_type not in _USUAL for entry in entries):
                raise UserError("imports/damaged.html")
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:
                raise UserError("imports/too_large.html")
            found = [entry.filename for entry in entries if PurePosixPath(entry.filename).name == FILE_NAME]
            if not found:
                raise UserError("imports/no_meetings_file.html")
            folder = PurePosixPath(min(found, key=len)).parent
            inside = [entry for entry in entries if PurePosixPath(entry.filename).is_relative_to(folder)]
            return {str(PurePosixPath(entry.filename).relative_to(folder)): archive.read(entry) for entry in inside}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error) as error:
        raise UserError("imports/damaged.html") from error


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\x00" not in name
