"""The data files of what people and letters say."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from bot.answering.compiled import compiled

FOLDER = Path(__file__).parent / "words"


def loaded(file: Path) -> Any:
    """The content of a YAML file, as it was kept if that is the same. Raises yaml.YAMLError, OSError."""
    return compiled(f"file.{file.stem}", [file], partial(read, file))


def read(file: Path) -> Any:
    """The content of a YAML file that is read for once. Raises yaml.YAMLError, OSError."""
    import yaml  # noqa: PLC0415  # most starts find all that they need as it was kept

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it is built in
    return yaml.load(file.read_text("utf-8"), loader)
