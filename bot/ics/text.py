"""What is taken out of every text before it becomes part of a calendar.

Left in place are all letters and marks, also the joiners and directional marks that Arabic and Persian use.
Taken out are control characters, bidi overrides and embeddings (they can disguise a text), bidi isolates (our own chat
texts have them; calendar apps may show them as boxes) and lone surrogates (they have no UTF-8). What separates lines
becomes a line break.
"""

from __future__ import annotations

import re

_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TAKEN_OUT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def paragraphs(text: str) -> str:
    """The text with its lines parted by U+000A, and nothing around it."""
    text = _LINE_BREAK.sub("\n", text).replace("\t", " ")
    return _TAKEN_OUT.sub("", text).strip(" \n")


def one_line(text: str) -> str:
    """The text on one line: a space stands where lines were parted."""
    return paragraphs(text).replace("\n", " ")
