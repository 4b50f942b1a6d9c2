"""Tables as CSV files that spreadsheets open right, and in which nothing that people wrote is carried out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_BOM = "\ufeff"  # by which Excel knows UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_COMMA = frozenset({"en", "zh"})


def as_csv(rows: Iterable[Sequence[object]], language: str) -> bytes:
    """The rows as a file for readers of a language: their spreadsheets split at a comma, or else at a semicolon.

    A cell that a spreadsheet would take for a formula is a text (OWASP, "CSV Injection").
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter="," if language in _COMMA else ";", lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return (_BOM + written.getvalue()).encode()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
