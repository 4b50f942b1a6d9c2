"""The words of a question that say neither what it asks nor of which meeting: by them documents are searched."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.answering import search_terms
from bot.answering.mention import TELLING
from bot.answering.question import Understood
from bot.answering.words import Words
from bot.model import Text

_BY_THE_WAY = ("word", "process")  # these may be of another meeting than the one meant
_UNREAD = 4  # signs: two words
_PAPERS = frozenset({"letter", "document", "declaration", "say", "aside"})  # concepts
_OFFICES = frozenset({"minister", "ambassador", "statements"})  # of the glossary
_BODIES = frozenset({"working_group", "drafting", "expert"})


def terms(
    understood: Understood,
    lexicon: Words,
    glossary: Mapping[str, Text],
    languages: frozenset[str],
    *,
    unasked: bool = False,
    translated: bool = False,
) -> list[search_terms.Term]:
    """The words of a question by which documents are searched: those that do not say when, or of which country, or only ask."""
    spent = [
        at
        for mention in understood.mentions
        if mention.kind in ("time", "country")
        for at in range(mention.start, mention.end)
    ]
    return search_terms.terms(
        understood.reading,
        lexicon,
        glossary,
        languages,
        spent,
        unasked=unasked or not understood.asks,
        translated=translated,
    )


def without_names(understood: Understood, wanted: Sequence[search_terms.Term]) -> list[search_terms.Term]:
    """Those of the terms that are not part of how the question names its meeting."""
    named = {
        understood.reading.tokens[at].text
        for mention in understood.mentions
        if mention.kind in (*TELLING, "short", "kind")
        for at in range(mention.start, mention.end)
    }
    return [term for term in wanted if not any(text.startswith(way[0]) for way in term.ways for text in named)]


def without_sayers(understood: Understood, wanted: Sequence[search_terms.Term]) -> list[search_terms.Term]:
    """Those of the terms that are no part of how the question names who says something, or the letter that says it."""
    reading = understood.reading
    spans = [(hit.start, hit.end) for hit in reading.of("concepts") if hit.value.name in _PAPERS]
    spans += [(hit.start, hit.end) for hit in reading.of("glossary") if hit.value.name in _OFFICES]
    spans += [(hit.start, hit.end) for hit in reading.of("countries")]
    spans += [(hit.start, hit.end) for hit in reading.names if hit.value.kind in ("person", "document")]
    spans += [(mention.start, mention.end) for mention in understood.mentions if mention.kind == "word"]
    said = {at for start, end in spans for at in range(start, end)} | reading.shaping
    named = {reading.tokens[at].text for at in said}
    return [term for term in wanted if not any(_is_explained(way, named) for way in term.ways[:1])]


def are_offices(understood: Understood, wanted: Sequence[search_terms.Term]) -> bool:
    """Whether the terms are no more than somebody's office and country ("will the ambassador of Norway be there?")."""
    reading = understood.reading
    spans = [(hit.start, hit.end) for hit in reading.of("glossary") if hit.value.name in _OFFICES]
    if not spans:
        return False
    spans += [(hit.start, hit.end) for hit in reading.of("countries")]
    said = {reading.tokens[at].text for start, end in spans for at in range(start, end)}
    return all(any(_is_explained(way, said) for way in term.ways[:1]) for term in wanted)


def without_titles(understood: Understood, wanted: Sequence[search_terms.Term]) -> list[search_terms.Term]:
    """Those of the terms that are not part of how the question names a document or a session."""
    reading = understood.reading
    titles = [hit for hit in reading.names if hit.value.kind in ("document", "session")]
    named = {reading.tokens[at].text for hit in titles for at in range(hit.start, hit.end)}
    return [term for term in wanted if not any(text.startswith(way[0]) for way in term.ways for text in named)]


def unspent(understood: Understood, wanted: Sequence[search_terms.Term]) -> list[search_terms.Term]:
    """Those of the terms that no concept, kind or name of a meeting explains; "how many states" asks of the states."""
    if not wanted:
        return []
    explained = {understood.reading.tokens[at].text for at in _explained(understood)}
    return [term for term in wanted if not any(_is_explained(way, explained) for way in term.ways)]


def _is_explained(way: tuple[str, ...], explained: Collection[str]) -> bool:
    """Whether a way to say a term begins with one of some words; of signs, whether all are among them."""
    first = way[0].rstrip()
    if len(first) == 1 and not first.isascii():
        return all(sign in explained for sign in way)
    return any(text.startswith(first) for text in explained)


def has_own_words(understood: Understood) -> bool:
    """Whether a question has words besides those that say what it asks and of which meeting, as `unspent` would find."""
    reading = understood.reading
    if reading.of("glossary") or "term" in reading.named:
        return True
    telling = [
        at
        for at, token in enumerate(reading.tokens)
        if at not in reading.stop and (token.kind == "number" or (token.kind == "word" and len(token.text) > 2))
    ]
    return bool(telling) and not _explained(understood).issuperset(telling)


def has_unread_signs(understood: Understood) -> bool:
    """Whether a question in a script without blanks says something in signs that nothing is known of."""
    reading = understood.reading
    spent = reading.stop | reading.covered | _explained(understood)
    spent |= {
        at
        for mention in understood.mentions
        if mention.kind in TELLING and mention.meetings
        for at in range(mention.start, mention.end)
    }
    unread = sum(token.kind == "sign" and at not in spent for at, token in enumerate(reading.tokens))
    return unread >= _UNREAD


def _explained(understood: Understood) -> set[int]:
    """The tokens of concepts, kinds and names of meetings; a working group that only a document names is no meeting."""
    reading = understood.reading
    own = {"group"} if "how_many" in reading.concepts else set()
    if any(mention.kind == "inside" for mention in understood.mentions):
        own |= _BODIES
    explaining = (*reading.of("concepts"), *reading.of("kinds"))
    spans = [(hit.start, hit.end) for hit in explaining if hit.value.name not in own]
    meant = frozenset(understood.resolution.meetings)
    spans += [
        (mention.start, mention.end)
        for mention in understood.mentions
        if mention.kind != "inside" and (mention.kind not in _BY_THE_WAY or not meant or mention.meetings & meant)
    ]
    return {at for start, end in spans for at in range(start, end)}
