"""What `plenary check` finds wrong with translations: missing, malformed, other placeholders or tags than the original's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import PoFileError, read_po

from bot.languages import LANGUAGES

_PLACEHOLDER = re.compile(r"%%|%\((\w+)\)[sd]|%.?")
_TAG = re.compile(r"</?[a-z]+")
# Babel reads on over a quotation mark that was forgotten.
_LINE = re.compile(r'\s*|#[^\ufffd]*|((msgid|msgid_plural|msgctxt|msgstr(\[\d\])?)\s+)?"([^"\\\ufffd]|\\.)*"\s*')
_COUNTS = frozenset({"count", "num"})  # a plural form may say its number in words, or not at all
# As `make messages` extracts, by the settings of [tool.babel] in pyproject.toml, which an installed bot does not have.
_BLOCKS = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true", "silent": "false"}


def translation_problems(templates: Path, code: tuple[Path, ...] = ()) -> Iterator[str]:
    """One line for each problem with the catalogues of a folder of templates, with the file and the line in it.

    A text of the templates, or a label in the folders of `code`, that a catalogue does not have is a missing translation.
    """
    wanted = {*_extracted(templates, "jinja2"), *(text for folder in code for text in _extracted(folder, "python"))}
    for language in LANGUAGES:
        path = templates / "locales" / language / "LC_MESSAGES" / "plenary.po"
        if language == "en":
            continue
        if not path.exists():
            yield f"{path} is missing: nothing is translated into {language}."
            continue
        if not path.with_suffix(".mo").exists():
            yield f"{path} is not compiled: run make setup."
        malformed = [number for number, line in _lines(path) if not _LINE.fullmatch(line)]
        yield from (f"{path}:{number} is no line of a catalogue." for number in malformed)
        if malformed:
            continue
        try:
            with path.open("rb") as file:
                catalogue = read_po(file, locale=language, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError, ValueError) as error:
            yield f"{path} cannot be read: {error}."
            continue
        known = {_id(message) for message in catalogue if message.id}
        yield from (f"{path}: {text!r} is not in it: run make messages." for text in sorted(wanted - known))
        yield from _catalogue_problems(path, catalogue)


def _lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a file by their numbers; what is no UTF-8 is marked in them."""
    return list(enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1))


def _extracted(folder: Path, method: str) -> Iterator[str]:
    """The texts that are to be translated."""
    methods = [("**.html", method), ("**.txt", method)] if method == "jinja2" else [("**.py", method)]
    options = {pattern: _BLOCKS for pattern, _ in methods} if method == "jinja2" else {}
    found = extract_from_dir(folder, methods, options, keywords={**DEFAULT_KEYWORDS, "label": None})
    for _, _, text, _, _ in found:
        yield text[0] if isinstance(text, tuple) else text


def _id(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def _catalogue_problems(path: Path, catalogue: Catalog) -> Iterator[str]:
    for message in catalogue:
        if not message.id:
            continue
        where = f"{path}:{message.lineno}: {_id(message)!r}"
        forms = tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)
        if message.fuzzy or not all(forms):
            yield f"{where} is not translated."
            continue
        if message.pluralizable and len(forms) != catalogue.num_plurals:
            yield f"{where} has {len(forms)} plural forms, not {catalogue.num_plurals}."
        yield from (f"{where}: {reason}." for reason in sorted({*_differing(message, forms)}))


def _differing(message: Message, forms: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with the placeholders and tags of each form."""
    originals = message.id if isinstance(message.id, tuple | list) else (message.id,)
    wanted = [_placeholders(original) for original in originals]
    free = _COUNTS if message.pluralizable else frozenset()
    for form in forms:
        has = _placeholders(form)
        for name in has:
            if not any(name in original for original in wanted):
                yield f"{name} is not in the original" if name.startswith("%(") else f"{name} is no placeholder"
        for name in wanted[-1]:
            if name not in has and name[2:-2] not in free:
                yield f"{name} is missing"
        if Counter(_TAG.findall(form)) not in [Counter(_TAG.findall(original)) for original in originals]:
            yield "its tags are not those of the original"


def _placeholders(text: str) -> Counter[str]:
    return Counter(match[0] for match in _PLACEHOLDER.finditer(text) if match[0] != "%%")
