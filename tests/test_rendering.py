"""Texts in every language."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bot.languages import LANGUAGES
from bot.rendering import Rendering

FSI, PDI = "\u2068", "\u2069"


@pytest.fixture(scope="module")
def rendering():
    return Rendering()


def test_there_are_texts_in_all_six_languages(rendering):
    """Those of the United Nations."""
    assert LANGUAGES == rendering.languages


@pytest.mark.parametrize(
    ("code", "language"), [("fr-CH", "fr"), ("zh-hans", "zh"), ("EN", "en"), ("it", None), ("", None), (None, None)]
)
def test_a_code_means_the_language_that_it_begins_with(rendering, code, language):
    """Telegram's hint is a guess; an unknown one is none."""
    assert language == rendering.supported(code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_compiled_in_every_language(rendering, language):
    """A broken one stops the start, not a delegate."""
    assert rendering.render("chat/errors/only_text.html", language)


def test_names_and_numbers_are_isolated_in_arabic_alone(rendering):
    """Else they reorder the words around them."""

    def shown(language: str) -> str:
        return rendering.render("chat/errors/unexpected.html", language, reference="1a2b")

    assert f"{FSI}1a2b{PDI}" in shown("ar")
    assert FSI not in shown("en")


def test_markup_in_a_value_is_text(rendering):
    """Whatever a person types."""
    shown = rendering.render("chat/settings_zone_unknown.html", "en", text="<b>Lima</b>")

    assert "&lt;b&gt;Lima&lt;/b&gt;" in shown


def test_a_missing_value_is_an_error_not_a_hole(rendering):
    """Nobody reads a sentence with nothing where a date should be."""
    with pytest.raises(Exception, match="undefined"):
        rendering.render("chat/errors/unexpected.html", "en")


def test_what_has_arabic_in_it_is_read_from_the_right_whatever_it_begins_with(tmp_path):
    """A place with its country, a line that begins with a name; a letter's own words stay as they are."""
    (tmp_path / "line.txt").write_text(
        "• {{ name }}: {{ place }}\n• {{ name }}\n  {{ place }} · {{ place }}\n  📅 {{ name }}\n  {{ name }}"
    )
    catalogue = tmp_path / "locales" / "ar" / "LC_MESSAGES" / "plenary.mo"
    catalogue.parent.mkdir(parents=True)
    with catalogue.open("wb") as file:
        write_mo(file, Catalog(locale="ar"))
    rendering = Rendering(tmp_path)

    mixed, plain, below, dated, named = rendering.render(
        "line.txt", "ar", name="Lima", place="Geneva، سويسرا"
    ).splitlines()

    assert f"\u200f• {FSI}Lima{PDI}: \u2067Geneva، سويسرا{PDI}" == mixed
    assert f"• {FSI}Lima{PDI}" == plain
    assert below.startswith("\u200f  ")
    assert dated.startswith("\u200f  📅")
    assert f"\u200f  {FSI}Lima{PDI}" == named


def test_what_is_listed_keeps_to_itself_in_arabic(tmp_path):
    """A bracket at the end of a name stays at its end; what is missing leaves no comma."""
    (tmp_path / "line.txt").write_text("{{ [name, none, country]|listed }}")
    catalogue = tmp_path / "locales" / "ar" / "LC_MESSAGES" / "plenary.mo"
    catalogue.parent.mkdir(parents=True)
    with catalogue.open("wb") as file:
        write_mo(file, Catalog(locale="ar"))
    rendering = Rendering(tmp_path)

    def shown(language: str) -> str:
        return rendering.render("line.txt", language, name="Ministry (MFA)", country="النرويج")

    assert f"{FSI}Ministry (MFA){PDI}، \u2067النرويج{PDI}" in shown("ar")
    assert "Ministry (MFA), النرويج" == shown("en")


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("Это май 2029\u00a0г.. Да.", "Это май 2029\u00a0г. Да."),
        ("Это <b>май 2029\u00a0г.</b>. Да.", "Это <b>май 2029\u00a0г.</b> Да."),
        ("Это <b><i>май 2029\u00a0г.</i></b>.", "Это <b><i>май 2029\u00a0г.</i></b>"),
        ("Это май 2029\u00a0г...", "Это май 2029\u00a0г..."),
    ],
)
def test_a_russian_sentence_that_ends_in_a_year_has_one_full_stop(tmp_path, template, shown):
    """The year ends in one already, also where it is set in bold."""
    (tmp_path / "line.txt").write_text(template)
    catalogue = tmp_path / "locales" / "ru" / "LC_MESSAGES" / "plenary.mo"
    catalogue.parent.mkdir(parents=True)
    with catalogue.open("wb") as file:
        write_mo(file, Catalog(locale="ru"))
    assert shown == Rendering(tmp_path).render("line.txt", "ru")
