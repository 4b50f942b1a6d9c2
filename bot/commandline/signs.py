"""`python -m bot.commandline.signs`: set the signs in translations as each language has them; a part of `make messages`.

Translators type what their keyboards have: a plain space where French wants one at which no line breaks, ё where the Russian
of the United Nations has е, English quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from babel.messages.pofile import read_po, write_po

from bot.rendering import TEMPLATES

_WIDTH = 76  # of a line, as `pybabel update` writes it


def french(text: str) -> str:
    """No line begins with a colon and the like, and none ends with the mark before a quotation."""
    return re.sub("« ", "«\u00a0", re.sub(r"(?<=\S) (?=[:;?!»])", "\u00a0", text))


def russian(text: str) -> str:
    """As in documents of the United Nations."""
    return text.translate(str.maketrans("ёЁ“”", "еЕ«»"))


def arabic(text: str) -> str:
    """Quotation marks of its own; an ISO date, read backwards behind Arabic letters, and a full stop before a name keep
    their side (UAX 9)."""
    text = text.translate(str.maketrans("“”", "«»")).replace("اً", "ًا")
    text = re.sub(r"(?<=[ (])\.(?=[a-z])", "\u200e.", text)
    return re.sub(r"(?<!\u2066)(\d{4}-\d\d-\d\d(?: \d\d:\d\d)?)", "\u2066\\1\u2069", text)


SIGNS: dict[str, Callable[[str], str]] = {"ar": arabic, "fr": french, "ru": russian}


def main() -> None:
    """Write each catalogue in which something changes."""
    for language, signed in SIGNS.items():
        path = TEMPLATES / "locales" / language / "LC_MESSAGES" / "plenary.po"
        with path.open("rb") as file:
            catalogue = read_po(file, language)
        changed = False
        for message in catalogue:
            if message.id:
                old = message.string
                message.string = signed(old) if isinstance(old, str) else tuple(map(signed, old or ()))
                changed |= message.string != old
        if changed:
            with path.open("wb") as file:
                write_po(file, catalogue, width=_WIDTH, ignore_obsolete=True)


if __name__ == "__main__":
    main()
