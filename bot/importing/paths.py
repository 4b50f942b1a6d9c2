"""Paths into a meeting, such as `contacts.0.email` or `programme.workshop.start`: which there are, what stands there.

An entry of a list is named by its place, from 0, or by its id. Without either, `contacts.phone` is that of any contact.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any

from bot.importing.problems import shown, write_one_of
from bot.model import Meeting, OneOrMore, Text

# What a file says about its facts, or knows an item by, is no fact itself.
_NO_FACTS = {"id", "uid", "answers", "reminders", "sources", "to_follow", "not_stated", "revision"}


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """The shape of a field: the dataclass of its value or of its entries, if any, and whether it is a list of them."""

    owner: type | None
    listed: bool
    text: bool = False


@cache
def fields_of(owner: type) -> Mapping[str, Field]:
    """The fields of a dataclass of the model, in their order."""
    hints = typing.get_type_hints(owner, include_extras=True)
    return {field.name: _field(hints[field.name]) for field in dataclasses.fields(owner)}


@cache
def one_or_more(owner: type) -> frozenset[str]:
    """The fields of the dataclass that a file may give as one value where they are a list."""
    hints = typing.get_type_hints(owner, include_extras=True)
    return frozenset(name for name, hint in hints.items() if hint == OneOrMore)


def _field(hint: Any) -> Field:
    if hint == OneOrMore:
        return Field(None, listed=True, text=True)
    if hint in (Text, Text | None):
        return Field(None, listed=False, text=True)
    parts = typing.get_args(hint) if isinstance(hint, types.UnionType) or typing.get_origin(hint) else (hint,)
    owner = next((part for part in parts if dataclasses.is_dataclass(part) and isinstance(part, type)), None)
    return Field(owner, listed=typing.get_origin(hint) in (tuple, dict))


class UnknownPath(Exception):
    """No such path: the arguments are what is wrong and what would be right."""


def value_at(meeting: Meeting, path: str) -> Any:
    """What stands at the path, None or () for nothing. Raises UnknownPath for a path that names no field."""
    value: Any = meeting
    field = Field(Meeting, listed=False)
    before = ""
    for step in path.split("."):
        part = _part(field, value, step)
        if part is None:
            where = f" in {shown(before)}" if before else ""
            raise UnknownPath(
                f"{shown(path)} names nothing: there is no {shown(step)}{where}", _advice(field, value, step)
            )
        field, value = part
        before = f"{before}.{step}" if before else step
    return value


def _part(field: Field, value: Any, step: str) -> tuple[Field, Any] | None:
    """The field and the value one step further; None where there is no such step."""
    names = _names(field)
    if field.listed:
        entries = value or ()
        entry = next((each for each in entries if getattr(each, "id", None) == step), None)
        if entry is None and step.isdecimal() and int(step) < len(entries):
            entry = entries[int(step)]
        if entry is not None:
            return dataclasses.replace(field, listed=False), entry
        if field.owner and step in names:
            values = (getattr(each, step) for each in entries)
            return fields_of(field.owner)[step], next((each for each in values if each not in (None, ())), None)
    elif field.owner and step in names:
        return fields_of(field.owner)[step], getattr(value, step, None)
    elif field.text and isinstance(value, Mapping) and step in value:
        return field, value[step]
    return None


def _names(field: Field) -> list[str]:
    return [name for name in fields_of(field.owner) if name not in _NO_FACTS] if field.owner else []


def _advice(field: Field, value: Any, step: str) -> str:
    known = _names(field)
    otherwise = f"there are {', '.join(known)}" if known else "leave that part out"
    if field.listed:
        ids = [each.id for each in value or () if hasattr(each, "id")]
        known = [*ids, *known]
        otherwise = f"name one of {', '.join(ids)}" if ids else f"count from 0; there are {len(value or ())}"
    return write_one_of(step, known, otherwise)
