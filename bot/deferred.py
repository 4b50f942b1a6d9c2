"""Libraries that few processes need, imported when something of them is first used: until then they take no memory."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Deferred:
    """Stands for a library in a module that has it imported for the type checker alone."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        """What the library has by this name; kept, so that the next use costs nothing. Raises AttributeError as it does."""
        value = getattr(import_module(self._name), name)
        setattr(self, name, value)
        return value
