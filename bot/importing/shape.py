"""From a tree of texts to the dataclasses of the model, pydantic's objections in plain words."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.importing.located import MAX_DEPTH, Located, Steps, at
from bot.importing.paths import fields_of
from bot.importing.problems import Problem, shown, write_one_of

T = TypeVar("T")
_Objections = list[tuple[Steps, ErrorDetails]]

# What stands in the place of something that must be there and cannot be read.
_PLACEHOLDERS = {
    "name": "?",
    "title": "?",
    "text": "?",
    "what": "?",
    "date": "2000-01",
    "question": "?",
    "answer": "?",
    "created": "2000-01-01T00:00:00Z",
    "changed": "2000-01-01T00:00:00Z",
}


@dataclass(frozen=True, slots=True)
class Shaped(Generic[T]):
    """A value of the model.

    `unread` names what could not be read (`programme.start` for that of any session) and was left out or filled up:
    such a value serves to find out what else is wrong, and is never stored.
    """

    value: T
    unread: frozenset[str] = frozenset()


def shaped(
    adapter: TypeAdapter[T], owner: type[T], located: Located, path: Steps, file: str, problems: list[Problem]
) -> Shaped[T] | None:
    """Make the value at `path` one of `owner`, every objection among the problems; None when nothing is left of it."""
    value = located.at(path)
    unread: set[str] = set()
    for attempt in range(MAX_DEPTH):
        try:
            return Shaped(adapter.validate_python(value), frozenset(unread))
        except ValidationError as error:
            objections = _objections(error, value)
        if attempt == 0:
            problems.extend(_problems(objections, owner, value, located, path, file))
            value = copy.deepcopy(value)
        for steps, detail in objections:
            if not steps:
                return None
            unread.add(".".join(step for step in steps if isinstance(step, str)))
            _mend(value, steps, owner, detail["type"])
    return None


def _mend(value: Any, steps: Steps, owner: type, kind: str) -> None:
    """Take out of the tree what cannot be read, or put something in its place where there must be something."""
    parent, last = at(value, steps[:-1]), steps[-1]
    if isinstance(parent, list) and isinstance(last, int):
        if parent[last] == "?":  # a text is not wanted here either
            _mend(value, steps[:-1], owner, kind)
        else:
            parent[last] = {} if _owner_at(owner, steps) else "?"
    elif isinstance(parent, dict):
        parent.pop(last, None)
        if kind != "unexpected_keyword_argument" and last == "id":
            parent[last] = "-".join(["unread", *(str(step) for step in steps if isinstance(step, int))])
        elif kind != "unexpected_keyword_argument" and last in _PLACEHOLDERS:
            parent[last] = _PLACEHOLDERS[str(last)]


def _objections(error: ValidationError, value: Any) -> _Objections:
    """What pydantic objects to, each with its steps in the tree."""
    found = [(_real_steps(detail, value), detail) for detail in error.errors(include_url=False)]
    return [each for each in found if not _is_of_the_other_kind(each, found, value)]


def _is_of_the_other_kind(objection: tuple[Steps, ErrorDetails], all_of_them: _Objections, value: Any) -> bool:
    """Whether what may be a text or a map by language is told that it is not the one, and was meant as the other."""
    steps, detail = objection
    others = [
        (other, each["type"]) for other, each in all_of_them if each is not detail and other[: len(steps)] == steps
    ]
    if detail["type"] == "string_type" and isinstance(at(value, steps), dict):
        return any(other != steps or kind in ("string_pattern_mismatch", "too_short") for other, kind in others)
    if detail["type"] == "dict_type" and isinstance(at(value, steps), str):
        return any(kind != "dict_type" for _, kind in others)
    return False


def _real_steps(detail: ErrorDetails, value: Any) -> Steps:
    """The steps of an objection that stand in the file: pydantic adds the names of unions' members."""
    steps: list[str | int] = []
    loc = [step for step in detail["loc"] if step != "[key]"]
    for place, step in enumerate(loc):
        is_absent = place == len(loc) - 1 and detail["type"] == "missing" and not isinstance(value, list)
        if is_absent or (isinstance(value, dict) and step in value):
            steps.append(step)
            value = value.get(step) if isinstance(value, dict) else None
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            steps.append(step)
            value = value[step]
    return tuple(steps)


def _problems(
    objections: _Objections, owner: type, value: Any, located: Located, path: Steps, file: str
) -> list[Problem]:
    problems: dict[Steps, Problem] = {}
    for steps, detail in objections:
        wrong, right = _in_plain_words(detail, owner, steps, at(value, steps))
        whole = (*path, *steps)
        problem = Problem(file=file, line=located.line(whole), path=located.shown(whole), wrong=wrong, right=right)
        problems.setdefault(steps, problem)
    return list(problems.values())


def _owner_at(owner: type | None, steps: Steps) -> type | None:
    """The dataclass whose fields stand at `steps`, if one does."""
    for step in steps:
        if owner is None:
            return None
        if isinstance(step, str) and step in fields_of(owner):
            owner = fields_of(owner)[step].owner
    return owner


def _is_text(owner: type, steps: Steps) -> bool:
    """Whether a text or a map by language is wanted at `steps`."""
    last = max((place for place, step in enumerate(steps) if isinstance(step, str)), default=None)
    parent = None if last is None else _owner_at(owner, steps[:last])
    field = fields_of(parent).get(str(steps[last])) if parent and last is not None else None
    return field is not None and field.text


_EXAMPLES = {
    "id": "write 1 to 32 of the letters a to z, digits and hyphens, such as geneva-2011",
    "language": "write a language code such as en, fr or zh",
}
# What is wrong and what would be right, by the name that pydantic gives the error.
_GEO = "write latitude and longitude in degrees, such as [46.2225, 6.1467]"
_NUMBER = ("{found} is not a number", "write degrees with a point, such as 46.2225")
_WHOLE_NUMBER = ("{found} is not a whole number", "write digits only")
_LIST = ("is not a list", "write [one, another], or a line with a hyphen for each")
_WORDS = {
    "missing": ("is missing", "add `{name}: …`"),
    "missing_argument": ("is missing", "add `{name}: …`"),
    "literal_error": ("{found} is not possible here", "write {expected}"),
    "string_too_short": ("is empty", "leave the key out, or write something"),
    "string_too_long": ("is longer than {max_length} characters", "shorten it, or make it a document"),
    "string_type": ("is not a text", "write one text"),
    "string_unicode": ("holds half a character", "write it anew"),
    "too_long": ("there are too many numbers", _GEO),
    "too_short": ("is empty", "leave the key out, or write something"),
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "int_parsing": _WHOLE_NUMBER,
    "int_parsing_size": _WHOLE_NUMBER,
    "int_from_float": _WHOLE_NUMBER,
    "int_type": _WHOLE_NUMBER,
    "tuple_type": _LIST,
    "list_type": _LIST,
}
_TEXT = ("is not a text", "write one text, or a map by language such as {en: …, fr: …}")


def _in_plain_words(detail: ErrorDetails, owner: type, steps: Steps, found: Any) -> tuple[str, str]:
    """What is wrong and what would be right."""
    kind, context = detail["type"], detail.get("ctx", {})
    name = str(steps[-1]) if steps else "it"
    match kind:
        case "unexpected_keyword_argument":
            parent = _owner_at(owner, steps[:-1])
            known = list(fields_of(parent)) if parent else []
            advice = write_one_of(name, known, f"the keys are {', '.join(known)}")
            return f"{shown(name)} is no key that is known here", advice
        case "value_error":
            wrong, _, right = str(context["error"]).partition(": ")
            return wrong, right or "write a day that there is"
        case "string_pattern_mismatch":
            of_language = detail["loc"][-1] == "[key]" or name == "language"
            return f"{shown(detail['input'])} is not possible here", _EXAMPLES["language" if of_language else "id"]
        case "missing" if isinstance(found, list):
            return "there are too few numbers", _GEO
        case "string_type" | "dict_type" if _is_text(owner, steps):
            return _TEXT
        case "dict_type" | "dataclass_type" | "dataclass_exact_type":
            part = _owner_at(owner, steps)
            keys = ", ".join(f"{key}: …" for key in list(fields_of(part))[:3]) if part else "key: …"
            return "is not a mapping", f"write {{{keys}}}"
        case kind if kind.startswith("datetime"):
            return f"{shown(found)} is not an instant", "write it in UTC, such as 2011-05-10T08:00:00Z"
    otherwise = (f"{{found}} is not possible here ({kind})", "see `Meetings as a file` in the documentation")
    wrong, right = _WORDS.get(kind, otherwise)
    values = {"found": shown(found), "name": name, **context}
    return wrong.format(**values), right.format(**values)
