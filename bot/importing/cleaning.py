"""Characters that no text of the store may hold: they hide or turn what a reader sees, or break a calendar file."""

from __future__ import annotations

import re
import unicodedata

# Controls (but tab and line feed), surrogates, bidi embeddings, overrides and isolates, and the byte order mark. Our
# templates isolate names and numbers by themselves. The marks LRM and RLM stay: they are part of how Arabic is written.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def cleaned(text: str) -> str:
    """The text without control characters and bidi overrides, every line end a line feed."""
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))


def folded(text: str) -> str:
    """The text with every run of white space as one space, composed (NFC): how quotes are compared."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
