"""Words that nobody knows, read as the known ones next to them: mistyped, run together, a city and a kind in one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.answering import particles, places
from bot.answering.language import LATIN
from bot.answering.lead_words import amounts
from bot.answering.names import Names
from bot.answering.phrases import Hit, places_of
from bot.answering.run_together import run_together
from bot.answering.spelling import SHORTEST, Spelling, likeliest
from bot.answering.text import Token, folded_forms
from bot.answering.words import Meaning, Words

_FEW = 3  # words: a question in which some are run together has no more
_KIND_STEMS = sorted(particles.said("joined_kinds"))  # what Norwegian writes in one word with a city


def mended(
    sequence: list[Token],
    hits: Sequence[Hit[Meaning]],
    of_names: Collection[int],
    lexicon: Words,
    names: Names,
    spoken: str | None,
    speller: str,
) -> list[Token] | None:
    """The tokens with unknown words read as the known ones next to them; None where there is nothing to mend."""
    unknown = {
        at
        for at, token in enumerate(sequence)
        if token.kind == "word"
        and len(token.text) >= SHORTEST
        and at not in of_names
        and not _is_known(token, spoken, lexicon, names)
    }
    if unknown and len(sequence) <= _FEW and (parted := _parted_words(sequence, unknown, speller, lexicon, names)):
        return parted
    if unknown:
        unknown -= places_of([hit for hit in hits if spoken is None or hit.value.language in (spoken, "", "en")])
    result: list[Token] = []
    changed = False
    for at, token in enumerate(sequence) if unknown else ():
        if at not in unknown:
            result.append(token)
            continue
        parts = tuple(_in_two(token, names)) or _respelt(token, lexicon.speller(speller), names)
        if parts and at and token.capital and token.gap == " " and parts[0].text in lexicon.stop:
            parts = ()  # a name that nobody knows ("Nadi")
        changed = changed or bool(parts)
        result.extend(parts or (token,))
    return result if changed else None


def _parted_words(
    sequence: Sequence[Token], unknown: Collection[int], speller: str, lexicon: Words, names: Names
) -> list[Token]:
    """The tokens with words that are run together parted; nothing where none are."""
    languages = (speller, *(language for language in LATIN if language != speller))
    strange = [at for at in unknown if not _respelt(sequence[at], lexicon.speller(speller), names)]
    parted = {
        at: next(
            filter(None, (run_together(sequence[at], each, lexicon.known, names.cities) for each in languages)), ()
        )
        for at in strange
    }
    if not any(parted.values()):
        return []
    return [word for at, token in enumerate(sequence) for word in parted.get(at) or (token,)]


def _is_known(token: Token, spoken: str | None, lexicon: Words, names: Names) -> bool:
    """Whether a word is one of the language, of a name or a place; where no other than English is spoken, of any text."""
    if token.text in amounts().numbers:
        return True  # "nueve" is no "nieve"
    of_any_text = spoken in (None, "en")
    for form in token.forms:
        where = lexicon.known.get(form, ())
        if form in names.words or (where if of_any_text else spoken in where) or (of_any_text and form in names.known):
            return True
    return places.is_large_city(token.text) or places.is_of_a_people(token.text)


def _respelt(token: Token, speller: Spelling, names: Names) -> tuple[Token, ...]:
    for form in token.forms:
        word = likeliest((*speller.near(form), *names.spelling.near(form)))
        if word is not None:
            text, forms = folded_forms(word)
            return (replace(token, text=text, forms=forms),)
    return ()


def _in_two(token: Token, names: Names) -> Iterator[Token]:
    """A city and a kind of meeting that are written as one word ("Oslokonferansen")."""
    for stem in _KIND_STEMS:
        at = token.text.rfind(stem)
        city = token.text[:at].removesuffix("s") if at >= 3 else ""
        if city in names.cities or token.text[:at] in names.cities:
            yield replace(token, text=city if city in names.cities else token.text[:at], forms=(city, token.text[:at]))
            yield replace(token, text=token.text[at:], forms=(token.text[at:],), gap=" ")
            return
