"""What takes memory and time to make, made when it is first used: libraries that few processes need, and readers of JSON."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


class Deferred:
    """Stands for a library in a module that has it imported for the type checker alone."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        """What the library has by this name; kept, so that the next use costs nothing. Raises AttributeError as it does."""
        value = getattr(import_module(self._name), name)
        setattr(self, name, value)
        return value


@cache
def adapter(kind: type[T]) -> TypeAdapter[T]:
    """What reads values of a kind from JSON and writes them; made once, for it takes longer than to read a thousand."""
    return TypeAdapter(kind)
