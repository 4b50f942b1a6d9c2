"""Text as Telegram shows it: plain characters, and entities that say from where to where it is bold, quoted, a link.

Offsets and lengths count UTF-16 code units, as everywhere in the Bot API (MessageEntity).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

Entity = dict[str, Any]

_FOUND = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>«»“”\"]*[^\s<>«»“”\".,;:!?)\]'])"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w/@])@[A-Za-z0-9_]{2,32}(?!\w))"
)
# What Telegram takes out of every text: carriage returns, and the controls that turn or break lines unseen.
_REMOVED = re.compile("[\r\u2028-\u202e]")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f]")


def utf16_length(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(text: str) -> str:
    """Without the characters that Telegram does not take; to be called before entities are counted."""
    return _CONTROLS.sub(" ", _REMOVED.sub("", text))


def trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Without the white space around it, the entities moved along; one that has nothing left goes."""
    left = utf16_length(text[: len(text) - len(text.lstrip())])
    text = text.strip()
    end = utf16_length(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - left, 0)
        stop = min(entity["offset"] + entity["length"] - left, end)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    return text, kept


def with_found(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The entities and what Telegram finds by itself: addresses, commands and mentions, outside of code and links."""
    taken = [entity for entity in entities if entity["type"] in {"code", "pre", "text_link", "text_mention"}]
    found = [entity for entity in _found(text) if not any(_overlap(entity, other) for other in taken)]
    return in_order([*entities, *found])


def in_order(entities: Sequence[Entity]) -> list[Entity]:
    """By place, the outer before the inner."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _found(text: str) -> list[Entity]:
    return [
        {
            "type": match.lastgroup,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
