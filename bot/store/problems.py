"""What SQLite reports about the file or its disk, as one plain sentence with the next step."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreError

_DAMAGED = "{path} is damaged or no database; restore it from a backup, or name another file in PLENARY_DATABASE."
_NO_ACCESS = "{path} cannot be written; see that its folder exists and that this user may write there."
_FULL = "The disk that holds {path} is full; make room there and try again."
_SENTENCES = {
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _NO_ACCESS,
    sqlite3.SQLITE_READONLY: _NO_ACCESS,
    sqlite3.SQLITE_PERM: _NO_ACCESS,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: "{path} is locked by another program; stop that one and try again.",
    sqlite3.SQLITE_IOERR: "{path} could not be read or written; see that the disk is neither full nor failing.",
}


def damaged(path: Path) -> StoreError:
    """The error for a file that is not whole."""
    return StoreError(_DAMAGED.format(path=path))


def as_store_error(error: BaseException, path: Path) -> BaseException:
    """Give the StoreError for an error of the file or its disk, and any other error as it is."""
    code = getattr(error, "sqlite_errorcode", None)
    sentence = _SENTENCES.get(code & 0xFF) if code is not None else None  # the low byte is the primary code
    return StoreError(sentence.format(path=path)) if sentence else error


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn the errors of the file or its disk into StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        plain = as_store_error(error, path)
        if plain is error:
            raise
        raise plain from error
    except OSError as error:
        sentence = _FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else _NO_ACCESS
        raise StoreError(sentence.format(path=path)) from error
