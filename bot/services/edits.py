"""Single fields changed by hand: the stored meeting as a meetings file in which one fact is another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import yaml

from bot.errors import UserError
from bot.importing.writing import as_yaml
from bot.model import Catalogue

FIELDS: Mapping[str, tuple[str, ...]] = {
    "status": ("status",),
    "dates": ("start", "end"),
    "venue": ("venue.name",),
    "opens": ("registration.opens",),
    "closes": ("registration.closes",),
    "website": ("website",),
}
"""What can be changed by hand, and at which paths of the meeting it stands."""

NOTHING = "-"
"""What is written to take a fact away."""


def edited_file(catalogue: Catalogue, meeting_id: str, field: str, words: str, by: str, now: datetime) -> bytes:
    """The meeting as a file with the words at the paths of the field, and who said so in the place of its sources.

    The words are as in a file; two dates stand apart by a blank. Raises UserError when the store has no such meeting.
    """
    meeting = catalogue.meetings.get(meeting_id)
    if meeting is None or field not in FIELDS:
        raise UserError("errors/no_such_meeting.html")
    cut = replace(catalogue, meetings={meeting_id: meeting}, processes={})
    written = yaml.load(as_yaml(cut), yaml.BaseLoader)["meetings"][0]  # as texts: what is read is what was written
    paths = FIELDS[field]
    values = words.split() if len(paths) > 1 else [words]
    values += [NOTHING] * (len(paths) - len(values))
    if len(values) > len(paths):
        raise UserError("imports/two_dates.html")
    whole = field == "venue"  # an address and a map pin are those of the building that it was
    for path, value in zip(paths, values, strict=True):
        _write(written, path.split(".")[0] if whole else path, _value(path, value, whole=whole))
        _note(written, path.split(".")[0] if whole else path, by, now, is_stated=value != NOTHING)
    return yaml.safe_dump({"meetings": [written]}, allow_unicode=True, sort_keys=False).encode()


def _value(path: str, value: str, *, whole: bool) -> Any:
    if value == NOTHING:
        return None
    return {"name": value} if whole else value


def _write(tree: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for step in above:
        tree = tree.setdefault(step, {})
    tree.pop(last, None)
    if value is not None:
        tree[last] = value


def _note(tree: dict[str, Any], path: str, by: str, now: datetime, *, is_stated: bool) -> None:
    """Let the fact rest on who entered it; what is given is neither to follow nor left out any more."""
    sources = tree.setdefault("sources", {})
    for known in [key for key in sources if key == path or key.startswith(f"{path}.")]:
        del sources[known]
    if is_stated:
        sources[path] = {"entered_by": by, "entered_at": now.strftime("%Y-%m-%dT%H:%M:%SZ")}
    for name in ("to_follow", "not_stated"):
        if isinstance(tree.get(name), list):
            tree[name] = [known for known in tree[name] if known != path and not known.startswith(f"{path}.")]
