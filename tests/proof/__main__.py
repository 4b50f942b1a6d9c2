"""`python -m tests.proof`: write build/proof.html, template by template, the six languages side by side.

Each template is shown as its readers see it, with the values of a walk (walk.py beside it), and below it with all its messages,
those of lines that the walk has not come by as well. The labels of buttons follow.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from bot.languages import LANGUAGES
from bot.rendering import RIGHT_TO_LEFT, TEMPLATES, Rendering
from tests.proof.walk import FOLDERS, Shown, walk

TARGET = Path("build/proof.html")
_SHOWN = 12  # different renderings of a template
# Where the labels of their buttons stand.
_LABELS = re.compile(r"(handlers|bot/delivery)/(announce|amend|reminder|quiet|notice|categor|look)\w*\.py$")
_ORDER = ("en", "fr", "es", "ru", "zh", "ar")
_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem; color: #17202a; background: #fff; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .4rem; border-top: 1px solid #ccd; padding-top: 1rem; }
nav { columns: 3; margin-bottom: 2rem; } table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th, td { border: 1px solid #ccd; padding: .4rem .6rem; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eef3f8; } td { white-space: pre-wrap; } .shown td { background: #f6fbf4; } .missing { background: #fdd; }
@media (prefers-color-scheme: dark) { body { color: #e8edf2; background: #14181d; } th { background: #232b34; }
  .shown td { background: #18221a; } .missing { background: #602; } }
"""


def main() -> None:
    """Walk, and write the page."""
    rendering, shown = asyncio.run(walk())
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(page(rendering, shown), "utf-8")
    print(f"{TARGET}: {len(list(_templates()))} templates, {len(shown)} of them as their readers see them")


def page(rendering: Rendering, shown: Shown) -> str:
    """The whole page."""
    catalogues = {language: _catalogue(language) for language in LANGUAGES if language != "en"}
    sections = [_section(name, rendering, shown, catalogues) for name in _templates()]
    sections.append(_table("Buttons", [], _rows(catalogues, _LABELS)))
    links = Markup("").join(Markup('<a href="#{}">{}</a><br>').format(_key(name), name) for name in _templates())
    return Markup(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Plenary: every word</title><style>{}</style>'
        "<h1>Announcements, notices and reminders: every word</h1><nav>{}</nav>{}</html>"
    ).format(Markup(_STYLE), links, Markup("").join(sections))


def _templates() -> Iterator[str]:
    """The templates of the folders, by their names."""
    for folder in FOLDERS:
        for file in sorted((TEMPLATES / "chat" / folder).glob("*.html")):
            yield f"chat/{folder}/{file.name}"


def _section(name: str, rendering: Rendering, shown: Shown, catalogues: dict[str, dict[object, Message]]) -> Markup:
    renderings: dict[str, list[str]] = {}
    for values in shown.get(name, []):
        seen = rendering.render(name, "en", **values)
        if seen not in renderings and len(renderings) < _SHOWN:
            renderings[seen] = [rendering.render(name, language, **values) for language in _ORDER]
    pattern = re.compile(rf"templates/{re.escape(name)}$")
    return _table(name, list(renderings.values()), _rows(catalogues, pattern))


def _rows(catalogues: dict[str, dict[object, Message]], place: re.Pattern[str]) -> list[list[str]]:
    """Each message of a place in every language; of a plural all forms."""
    first = next(iter(catalogues.values()))
    return [
        [_forms(key), *(_forms(catalogues[language][key].string) for language in _ORDER[1:])]
        for key, message in first.items()
        if any(place.search(file) for file, _ in message.locations)
    ]


def _forms(text: object) -> str:
    return "\n".join(text) if isinstance(text, tuple | list) else str(text)


def _table(title: str, shown: list[list[str]], messages: list[list[str]]) -> Markup:
    head = Markup("").join(Markup("<th>{}</th>").format(language) for language in _ORDER)
    lines = [_row(line, "shown", markup=True) for line in shown] + [_row(line, "message") for line in messages]
    return Markup('<h2 id="{}">{}</h2><table><tr>{}</tr>{}</table>').format(
        _key(title), title, head, Markup("").join(lines)
    )


def _row(texts: list[str], kind: str, *, markup: bool = False) -> Markup:
    """A line of the table. What is shown is the bot's own HTML, escaped by its templates."""
    cells = [
        Markup('<td lang="{}" dir="{}"{}>{}</td>').format(
            language,
            "rtl" if language in RIGHT_TO_LEFT else "ltr",
            Markup("") if text else Markup(' class="missing"'),
            Markup(text) if markup else escape(text),
        )
        for language, text in zip(_ORDER, texts, strict=True)
    ]
    return Markup('<tr class="{}">{}</tr>').format(kind, Markup("").join(cells))


def _key(name: str) -> str:
    return re.sub(r"\W+", "-", name)


def _catalogue(language: str) -> dict[object, Message]:
    with (TEMPLATES / "locales" / language / "LC_MESSAGES" / "plenary.po").open("rb") as file:
        return {message.id: message for message in read_po(file) if message.id}


if __name__ == "__main__":
    main()
