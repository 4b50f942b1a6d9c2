"""The word lists as data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.answering import particles
from bot.answering.rules import RULES
from bot.answering.text import cleaned, tokens
from bot.answering.words import FOLDER, LANGUAGES, gaps, lacking, words


def test_every_language_has_a_file() -> None:
    """None is understood by its script alone."""
    assert set(LANGUAGES) == {file.stem for file in FOLDER.glob("??.yaml")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_what_english_has(language: str) -> None:
    """A translator is told what to add: `bot.answering.words.lacking`."""
    assert [] == lacking(language)


def test_a_gap_is_named_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `plenary check` prints it."""
    for file in FOLDER.glob("??.yaml"):
        text = file.read_text("utf-8")
        if file.stem == "no":
            text = re.sub(r"^  visa: .*\n", "", text, flags=re.M)
        (tmp_path / file.name).write_text(text, "utf-8")
    monkeypatch.setattr("bot.answering.words.FOLDER", tmp_path)

    assert ["words/no.yaml: no phrase for concepts.visa"] == gaps()


def test_an_entry_of_small_words_has_every_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that needs none there says so."""
    assert [] == [name for language in LANGUAGES for name in particles.lacking(language)]
    file = tmp_path / "particles.yaml"
    file.write_text('or: {en: [or], fr: [ou], es: [o], pt: [], "no": [eller], ru: [или], ar: [أو], zh: [或]}', "utf-8")
    monkeypatch.setattr(particles, "FILE", file)

    assert ["or"] == particles.lacking("lo")
    assert {"en", "fr", "es", "no", "ru", "ar", "zh"} == set(particles.by_language("or"))
    assert "او" in particles.said("or")


def test_every_rule_rests_on_concepts_that_can_be_said() -> None:
    """A concept that no language names is a slip of the pen."""
    said = {name.removeprefix("concepts.") for name in _names_in_english() if name.startswith("concepts.")}

    assert set() == {name for rule in RULES for name in rule.needs | rule.any_of | rule.without} - said


def _names_in_english() -> set[str]:
    from bot.answering.words import _entries, _read  # noqa: PLC0415 - the one place that asks for them

    return {f"{group}.{name}" for group, name, _ in _entries(_read("en"), "en")}


def test_the_words_are_read_once() -> None:
    """They are kept for the process."""
    assert words() is words()


@pytest.mark.parametrize(
    ("called", "code"),
    [
        ("the Kyrgyz Republic", "KG"),
        ("Slovak Republic", "SK"),
        ("Myanmar", "MM"),
        ("People's Republic of China", "CN"),
        ("République kirghize", "KG"),
        ("Confédération suisse", "CH"),
        ("República Kirguisa", "KG"),
        ("Кыргызской Республики", "KG"),
        ("КНР", "CN"),
        ("大韩民国", "KR"),
        ("教廷", "VA"),
        ("刚果民主共和国", "CD"),
        ("大不列颠及北爱尔兰联合王国", "GB"),
        ("美利坚合众国", "US"),
        ("السعودية", "SA"),
        ("كوت ديفوار", "CI"),
        ("República Quirguiz", "KG"),
        ("Den kirgisiske republikk", "KG"),
        ("Мьянме", "MM"),
        ("ميانمار", "MM"),
        ("ມຽນມາ", "MM"),
    ],
)
def test_states_are_known_by_the_names_that_letters_give_them(called: str, code: str) -> None:
    """Formal names, short ones and abbreviations, not only those of CLDR."""
    sequence = tokens(cleaned(called))
    found = [hit for hit in words().phrases.find(sequence) if hit.value.group == "countries"]

    assert code == max(found, key=lambda hit: hit.length).value.name
