"""Dependencies point one way: this reads the imports and holds us to it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")])

# Who in bot/ may know a library; what is not named here is open to all.
MAY_IMPORT = {
    "telegram": {
        "bot.app",
        "bot.context",
        "bot.received",
        "bot.receiving",
        "bot.web",
        "bot.delivery",
        "bot.transport",
        "bot.rehearsal",
    },
    "sqlite3": {"bot.store"},
    "aiosqlite": {"bot.store"},
    "icalendar": {"bot.ics", "bot.importing"},
    "jinja2": {"bot.rendering"},
}

# What a part of bot/ may know of the others. A part that is not named is the composition root's side.
KNOWS = {
    "bot.when": set(),
    "bot.model": {"bot.when"},
    "bot.clock": set(),
    "bot.errors": set(),
    "bot.languages": set(),
    "bot.settings": {"bot.errors", "bot.languages"},
    "bot.facts": {"bot.model", "bot.when"},
    "bot.changes": {"bot.facts", "bot.model", "bot.when"},
    "bot.deferred": set(),
    "bot.history": {"bot.deferred", "bot.model"},
    "bot.formatting": {"bot.facts", "bot.model", "bot.when"},
    "bot.markup": set(),
    "bot.messages": set(),
    "bot.quick_json": set(),
    "bot.announcement": {"bot.deferred", "bot.markup"},
    "bot.rendering": {"bot.facts", "bot.formatting", "bot.languages", "bot.model"},
    "bot.ics": {"bot.changes", "bot.deferred", "bot.errors", "bot.model", "bot.when"},
    "bot.reminding": {"bot.facts", "bot.model", "bot.when"},
    "bot.answering": {"bot.facts", "bot.formatting", "bot.model", "bot.reminding", "bot.when"},
    "bot.importing": {
        *("bot.changes", "bot.clock", "bot.deferred", "bot.errors", "bot.facts", "bot.ics", "bot.model", "bot.when"),
    },
    "bot.store": {
        *("bot.announcement", "bot.clock", "bot.deferred", "bot.errors", "bot.model", "bot.quick_json", "bot.when"),
    },
}


def module_of(path: Path) -> str:
    """The module's dotted name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(module: str, parts: Iterable[str]) -> str | None:
    """The part that a module belongs to."""
    return next((part for part in parts if module == part or module.startswith(part + ".")), None)


@pytest.mark.parametrize("path", OURS, ids=module_of)
def test_a_library_is_known_only_where_it_belongs(path):
    """Only the outer parts of bot/ import telegram, only the store SQLite, only ics and importing icalendar."""
    module = module_of(path)
    strangers = {
        name
        for name in imports_of(path)
        for library, allowed in MAY_IMPORT.items()
        if module.startswith("bot") and name.split(".")[0] == library and part_of(module, allowed) is None
    }

    assert set() == strangers


@pytest.mark.parametrize("path", OURS, ids=module_of)
def test_dependencies_point_one_way(path):
    """handlers → context → services → store → model; the pure parts know the model alone."""
    part = part_of(module_of(path), KNOWS)
    if part is None:
        return
    allowed = {part, *KNOWS[part]}
    strangers = {name for name in imports_of(path) if name.startswith("bot.") and part_of(name, allowed) is None}

    assert set() == strangers


@pytest.mark.parametrize("path", OURS, ids=module_of)
def test_handlers_are_known_to_the_composition_root_alone(path):
    """In bot/, only app.py imports handlers."""
    module = module_of(path)
    if module.startswith("handlers") or module == "bot.app":
        return

    assert not [name for name in imports_of(path) if name.split(".")[0] == "handlers"]


@pytest.mark.parametrize("path", OURS, ids=module_of)
def test_services_know_neither_telegram_nor_the_context(path):
    """What the bot can do does not depend on how people reach it."""
    module = module_of(path)
    if not module.startswith("bot.services"):
        return

    outside = ("telegram", "bot.received", "bot.context", "bot.composition", "bot.app")

    assert not [name for name in imports_of(path) if name.startswith(outside)]


@pytest.mark.parametrize("path", OURS, ids=module_of)
def test_no_module_bears_the_name_of_a_standard_one(path):
    """`from calendar import …` must mean the standard library everywhere."""
    inside_handlers = path.is_relative_to(ROOT / "handlers")

    assert inside_handlers or path.stem.startswith("__") or path.stem not in sys.stdlib_module_names
