"""Words of a question as they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.names import head_of
from bot.answering.text import LONGEST, cleaned, fold, fold_phrase, tokens, words_of


def texts(text: str) -> list[str]:
    return [token.text for token in tokens(cleaned(text))]


def test_case_accents_and_apostrophes_do_not_count() -> None:
    """People leave them out, and phones put other ones in."""
    assert ["l", "inscription", "a", "geneve", "store"] == texts("L’INSCRIPTION à Genève, Støre")


def test_letters_and_numbers_stand_apart() -> None:
    """ "1MSP" is a number and an acronym."""
    assert ["1", "msp", "27", "30"] == texts("1MSP, 27-30")


@pytest.mark.parametrize("digits", ["٢٠١١", "۲۰۱۱", "２０１１", "໒໐໑໑"])
def test_digits_of_every_script_are_read(digits: str) -> None:
    """A year is a year in any of them."""
    assert ["2011"] == texts(digits)


def test_arabic_is_looked_up_without_its_joints() -> None:
    """The article, "and" and "for" are written together with the word."""
    word = tokens(cleaned("وللتسجيل"))[0]

    assert "تسجيل" in word.forms


def test_arabic_letters_that_people_mix_up_count_alike() -> None:
    """Forms of alef, ta marbuta and ya; vowel marks and kashida are left out."""
    assert fold("أوسلو") == fold("اوسلو")
    assert fold("جهة") == fold("جهه")
    assert texts("مُؤْتَمَر") == texts("مـؤتمر")


def test_chinese_and_lao_are_read_sign_by_sign() -> None:
    """They put no blanks between words."""
    assert ["利", "马", "会", "议"] == texts("利马会议")
    assert texts("ໜັງສື") == texts("ຫນັງສື")


@given(st.one_of(st.text(st.characters(max_codepoint=127)), st.text()))
def test_the_words_of_a_text_are_those_of_its_tokens(text: str) -> None:
    """However they are read."""
    assert texts(text) == list(words_of(text))


def test_a_flag_is_one_token() -> None:
    """It names a country."""
    assert ["🇵🇪"] == texts("🇵🇪❓📅")


def test_addresses_are_no_words() -> None:
    """An address within a question is not read as its words."""
    assert ["mail", "contact@register.org"] == texts("mail contact@register.org")


@pytest.mark.timeout(20)
@pytest.mark.parametrize("written", ["a@", "@", "a@a.", "a-", "a.", "www.", "http", " ", "a\u0301", "🇵"])
def test_no_text_takes_long_to_read(written: str) -> None:
    """A document of an organiser may be anything: what repeats itself is read in time that grows with its length."""
    assert len(words_of(written * 20_000)) <= 40_000


@pytest.mark.timeout(20)
def test_no_title_takes_long_to_shorten() -> None:
    """Blanks without end are looked through once, not from each of them."""
    assert "a" == head_of("a" + " " * 100_000 + ": b")
    assert "a" + " " * 100_000 + "b" == head_of("a" + " " * 100_000 + "b")
    assert ["Committee A", "Meeting", "Budget"] == [
        head_of(title) for title in ("Committee A, first meeting: Budget", "Meeting  of  States", "Budget")
    ]


def test_a_very_long_text_is_cut() -> None:
    """No question needs more, and nobody makes the bot read a book."""
    assert len(cleaned("a " * 5000)) == LONGEST


def test_a_phrase_is_folded_word_by_word() -> None:
    """As names are put into the index."""
    assert "cop 28" == fold_phrase("COP28")
