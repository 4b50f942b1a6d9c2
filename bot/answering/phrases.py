"""Phrases found in a sequence of tokens, thousands at once: a trie walked from every place.

A phrase is words with blanks between them; `regist*` stands for every word that begins so, and `...` for up to three words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Any, Generic, NamedTuple, TypeVar

from bot.answering.text import Token, begins_a_syllable, cleaned, folded_forms, tokens

V = TypeVar("V")

_WIDEST_GAP = 3
_MANY = 8  # lengths of stems
_GAP = "..."


@dataclass(slots=True)
class Hit(Generic[V]):
    """A phrase that stands from token `start` up to before token `end`, and what it means; words in a `gap` are not its own."""

    start: int
    end: int
    value: V
    gap: tuple[int, int] | None = None

    @property
    def length(self) -> int:
        """How many tokens it covers."""
        return self.end - self.start

    @property
    def places(self) -> Sequence[int]:
        """The tokens that are its words."""
        if self.gap is None:
            return range(self.start, self.end)
        return (*range(self.start, self.gap[0]), *range(self.gap[1], self.end))


_start = attrgetter("start")
_NOTHING: dict[str, Any] = {}  # shared by the many nodes that lead nowhere; never written to


class _Lengths:
    """How long the stems beyond a node are, the longest first, by their first letters, as many as the shortest has.

    A word is held against one or two of thousands so.
    """

    __slots__ = ("_least", "_lengths")

    def __init__(self, stems: Collection[str]) -> None:
        found: dict[str, set[int]] = {}
        self._least = min(map(len, stems))
        for stem in stems:
            found.setdefault(stem[: self._least], set()).add(len(stem))
        self._lengths = {beginning: tuple(sorted(lengths, reverse=True)) for beginning, lengths in found.items()}

    def of(self, word: str) -> tuple[int, ...]:
        """Those of the stems that begin as a word does."""
        return self._lengths.get(word[: self._least], ())

    def __len__(self) -> int:
        return len(self._lengths)


class _Node(Generic[V]):
    """A place in the trie. Once packed, the values alone stand for a node from which nothing leads on, and where one word
    alone leads on there is no dictionary of it."""

    __slots__ = ("exact", "gap", "lengths", "next", "stems", "values", "word")

    def __init__(self) -> None:
        self.exact: dict[str, _Node[V] | tuple[V, ...]] = _NOTHING
        self.stems: dict[str, _Node[V] | tuple[V, ...]] = _NOTHING
        self.lengths: tuple[int, ...] | _Lengths = ()
        self.gap: _Node[V] | None = None
        self.values: tuple[V, ...] = ()
        self.word: str | None = None
        self.next: _Node[V] | tuple[V, ...] = ()

    def __getstate__(self) -> tuple[Any, ...]:
        """As a tuple: of the dictionary that pickle would make of each node, thousands, some room is never given back."""
        return self.exact, self.gap, self.lengths, self.next, self.stems, self.values, self.word

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.exact, self.gap, self.lengths, self.next, self.stems, self.values, self.word = state

    def packed(self, same: dict[Any, Any]) -> _Node[V] | tuple[V, ...]:
        """The node with what is below it in a third of the room; `same` has one of each text and tuple that are alike."""
        self.values = same.setdefault(self.values, self.values)
        if len(self.lengths) > _MANY:
            self.lengths = _Lengths(self.stems)
        else:
            self.lengths = same.setdefault(self.lengths, self.lengths)
        self.exact, self.stems = (
            {same.setdefault(text, text): _open(child).packed(same) for text, child in children.items()} or _NOTHING
            for children in (self.exact, self.stems)
        )
        if self.gap is not None:
            self.gap.packed(same)
        leads_on = self.exact or self.stems or self.gap is not None
        if len(self.exact) == 1:
            [(self.word, self.next)] = self.exact.items()
            self.exact = _NOTHING
        return self if leads_on else self.values


def _open(child: _Node[V] | tuple[V, ...]) -> _Node[V]:
    if isinstance(child, tuple):
        raise TypeError("these phrases are packed")
    return child


class Phrases(Generic[V]):
    """A set of phrases, each with the values that it stands for."""

    def __init__(self) -> None:
        self._root: _Node[V] = _Node()

    def add(self, phrase: str, value: V) -> None:
        """Let a phrase stand for a value, besides those that it stands for already. Raises ValueError for an empty one."""
        steps = steps_of(phrase)
        if not steps or steps[0].text == _GAP:
            raise ValueError(f"{phrase!r} is no phrase")
        self._add(steps, value)

    def add_folded(self, phrase: str, value: V) -> None:
        """Let a phrase stand for a value that is folded already (`bot.answering.text.fold_phrase`), word by word."""
        self._add([Step(intern(word), False) for word in phrase.split(" ")], value)

    def _add(self, steps: Sequence[Step], value: V) -> None:
        node = self._root
        for step in steps:
            node = self._child(node, *step)
        if value not in node.values:
            node.values = (*node.values, value)

    @staticmethod
    def _child(node: _Node[V], text: str, is_stem: bool) -> _Node[V]:
        if text == _GAP:
            node.gap = node.gap or _Node()
            return node.gap
        if not is_stem:
            if node.exact is _NOTHING:
                node.exact = {}
            return _open(node.exact.setdefault(text, _Node()))
        if node.stems is _NOTHING:
            node.stems = {}
        child = _open(node.stems.setdefault(text, _Node()))
        before = node.lengths if isinstance(node.lengths, tuple) else ()
        node.lengths = tuple(sorted({*before, len(text)}, reverse=True))
        return child

    def pack(self) -> None:
        """Take less room from now on; nothing can be added any more."""
        self._root.packed({})

    def find(self, sequence: Sequence[Token], places: Iterable[int] | None = None) -> list[Hit[V]]:
        """Every phrase wherever it stands, also within another, in order of place; only those that begin at one of `places`."""
        hits: list[Hit[V]] = []
        root = self._root
        begun = root.exact if not root.lengths and root.word is None else None
        signs = root.exact if root.word is None else {root.word: root.next}
        for start in range(len(sequence)) if places is None else places:
            token = sequence[start]
            if begun is not None and token.text not in begun and len(token.forms) == 1:
                continue  # no phrase begins so: of names of meetings and what is in them few do
            if token.kind == "sign" and (token.text not in signs or not begins_a_syllable(token.text)):
                continue  # no stem is of a sign
            found: list[_Found[V]] = []
            _walk(root, sequence, start, found)
            if found:
                for end, values, gap in found if len(found) == 1 else dict.fromkeys(found):
                    hits.extend([Hit(start, end, value, gap) for value in values])
        return hits


class PhrasesByScript(Generic[V]):
    """Phrases in several scripts: those that begin in one are asked for (`of_script`) when a word in it is met."""

    def __init__(self, of_script: Callable[[str], Phrases[V]]) -> None:
        self._of_script = of_script

    def find(self, sequence: Sequence[Token]) -> list[Hit[V]]:
        """Every phrase wherever it stands, also within another, in order of place."""
        scripts = [token.script for token in sequence]
        if scripts and scripts.count(scripts[0]) == len(scripts):
            return self._of_script(scripts[0]).find(sequence)
        hits: list[Hit[V]] = []
        for script in sorted(set(scripts)):
            places = [at for at, each in enumerate(scripts) if each == script]
            hits += self._of_script(script).find(sequence, places)
        return sorted(hits, key=_start)


# Where a phrase ends, what it stands for, and from where to where it is open.
_Found = tuple[int, tuple[V, ...], tuple[int, int] | None]


def _walk(node: _Node[V], sequence: Sequence[Token], at: int, found: list[_Found[V]]) -> None:
    """Add what phrases end beyond a node, on the token at a place and behind it, with the places of their ends."""
    while True:
        forms = sequence[at].forms
        at += 1
        if len(forms) > 1:
            for child in [child for form in forms for child in _leads(node, form)]:
                _beyond(child, sequence, at, found)
            return
        if not node.lengths:
            form = forms[0]
            only = node.next if form == node.word else node.exact.get(form)
            if only is None:
                return
        else:
            children = _children(node, forms[0])
            if len(children) != 1:
                for child in children:
                    _beyond(child, sequence, at, found)
                return
            only = children[0]
        # One way on, as nearly always: no call for each word of it.
        if isinstance(only, tuple):
            found.append((at, only, None))
            return
        if only.gap is not None:
            _beyond(only, sequence, at, found)
            return
        if only.values:
            found.append((at, only.values, None))
        if at == len(sequence):
            return
        node = only


def _leads(node: _Node[V], form: str) -> tuple[_Node[V] | tuple[V, ...], ...]:
    """Where a word leads on to from a node."""
    if node.lengths:
        return _children(node, form)
    only = node.next if form == node.word else node.exact.get(form)
    return () if only is None else (only,)


@lru_cache(maxsize=16384)
def _children(node: _Node[Any], form: str) -> tuple[_Node[Any] | tuple[Any, ...], ...]:
    """Where a word leads on to from a node with stems, which takes a look for every length of them: people use few words."""
    whole = node.next if form == node.word else node.exact.get(form)
    lengths = node.lengths if isinstance(node.lengths, tuple) else node.lengths.of(form)
    beginnings = [form[:length] for length in lengths if length <= len(form)]
    stems = [node.stems.get(beginning) for beginning in beginnings]
    return tuple([child for child in (whole, *stems) if child is not None])


def _beyond(node: _Node[V] | tuple[V, ...], sequence: Sequence[Token], at: int, found: list[_Found[V]]) -> None:
    """Add a phrase that ends at a node, before the token at a place, and those that go on."""
    if isinstance(node, tuple):
        found.append((at, node, None))
        return
    if node.values:
        found.append((at, node.values, None))
    if at < len(sequence) and (node.exact or node.stems or node.word is not None):
        _walk(node, sequence, at, found)
    if node.gap is not None:
        for skipped in range(min(_WIDEST_GAP + 1, len(sequence) - at)):
            beyond: list[_Found[V]] = []
            _walk(node.gap, sequence, at + skipped, beyond)
            found.extend([(end, values, (at, at + skipped)) for end, values, _ in beyond])


class Step(NamedTuple):
    """A word of a phrase, folded, and whether it is only the beginning of a word."""

    text: str
    is_stem: bool


def steps_of(phrase: str) -> tuple[Step, ...]:
    """The words of a phrase."""
    return tuple(step for part in phrase.split() for step in _steps_of_part(part))


@lru_cache(maxsize=65536)
def _steps_of_part(part: str) -> tuple[Step, ...]:
    if part == _GAP:
        return (Step(_GAP, False),)
    words = tokens(cleaned(part.removesuffix("*")))
    last = len(words) - 1
    return tuple(Step(intern(word.text), part.endswith("*") and place == last) for place, word in enumerate(words))


def forget_steps() -> None:
    """Free what was kept while many phrases were added."""
    _steps_of_part.cache_clear()
    _children.cache_clear()
    folded_forms.cache_clear()


def places_of(hits: Iterable[Hit[Any]]) -> set[int]:
    """The places of all tokens that a phrase covers."""
    places: set[int] = set()
    for hit in hits:
        start, end = hit.start, hit.end
        if end - start == 1:  # as most
            places.add(start)
        else:
            places.update(range(start, end) if hit.gap is None else hit.places)
    return places


def longest_first(hits: Sequence[Hit[V]]) -> list[Hit[V]]:
    """The hits without those that lie within a longer one, in order of place; equals in place all stay."""
    if len(hits) < 2 or _are_apart(hits):
        return list(hits)
    kept: list[Hit[V]] = []
    taken: dict[int, tuple[int, int]] = {}
    for hit in sorted(hits, key=_longest):
        span = hit.start, hit.end
        places = range(*span) if hit.gap is None else hit.places
        spans = {taken[at] for at in places if at in taken}
        if not spans:
            taken.update(dict.fromkeys(places, span))
        elif spans != {span}:
            continue
        kept.append(hit)
    kept.sort(key=_start)
    return kept


def _are_apart(hits: Sequence[Hit[Any]]) -> bool:
    """Whether hits stand one behind the other, but for those on the same words: most do."""
    start = end = 0
    for hit in hits:
        if hit.gap is not None or not (hit.start >= end or (hit.start == start and hit.end == end)):
            return False
        start, end = hit.start, hit.end
    return True


def _longest(hit: Hit[Any]) -> tuple[int, int]:
    return hit.start - hit.end, hit.start
