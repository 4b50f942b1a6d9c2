"""A number before words of a name: "the third terminal dues meeting" is the third of those that are called so."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answering.features import GENERIC_KINDS
from bot.answering.mention import Mention
from bot.answering.names import Names
from bot.answering.reading import Reading

_FAR = 5  # tokens between the number and what it counts
_FAR_IN_SIGNS = 9


def counted_by_words(reading: Reading, names: Names) -> Iterator[Mention]:
    """The meetings that have an ordinal, and in their names the words behind it up to "meeting" or its like.

    None fits where meetings of that name are all numbered, and none so.
    """
    ordinals = reading.of("ordinals")
    if not ordinals:
        return
    kinds = {at: hit for hit in reading.of("kinds") for at in range(hit.start, hit.end)}
    terms = {at for name in reading.names if name.value.kind == "term" for at in range(name.start, name.end)}
    counting = {at for hit in ordinals for at in range(hit.start, hit.end)}
    far = _FAR_IN_SIGNS if reading.language in ("zh", "lo") else _FAR
    for ordinal in ordinals:
        pool, end, is_named = names.ids, 0, False
        for at in range(ordinal.end, min(ordinal.end + far, len(reading.tokens))):
            hit = kinds.get(at)
            own = None if at in counting else names.words.get(reading.tokens[at].text)
            if hit is not None:
                pool &= names.ids if hit.value.name in GENERIC_KINDS else names.kinds.get(hit.value.name, frozenset())
                end = hit.end
            elif at in terms or own:
                pool &= own or pool
                is_named = True
            elif at not in reading.stop and at not in counting:
                break
        numbered = {meeting: names.features[meeting].ordinals for meeting in pool} if is_named and end else {}
        if numbered and all(numbered.values()):
            number = int(ordinal.value.name)
            ids = frozenset(meeting for meeting, ordinals_of in numbered.items() if number in ordinals_of)
            near = frozenset() if ids else frozenset(numbered)
            yield Mention("nth", ordinal.start, end, ids, f"named.{number}", near)
