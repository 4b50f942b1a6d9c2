"""Tables that spreadsheets open right, and in which nothing is carried out."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from bot.spreadsheet import as_csv

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def read(content: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_excel_knows_it_for_utf8_and_splits_it():
    """By its first bytes, and by the separator of the reader's language."""
    assert b"\xef\xbb\xbfName;State\r\n" == as_csv([["Name", "State"]], "fr")
    assert b"\xef\xbb\xbfName,State\r\n" == as_csv([["Name", "State"]], "en")


@given(st.lists(st.lists(st.text(), min_size=2, max_size=3), max_size=5), st.sampled_from(["en", "es"]))
def test_no_cell_is_a_formula_and_nothing_is_lost(rows, language):
    """What begins like one is a text."""
    delimiter = "," if language == "en" else ";"

    found = read(as_csv(rows, language), delimiter)

    assert not [cell for row in found for cell in row if cell.startswith(FORMULAS)]
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == [
        [cell.removeprefix("'") for cell in row] for row in found
    ]
