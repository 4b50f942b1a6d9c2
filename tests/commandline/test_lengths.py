"""What `plenary check` says of messages that Telegram would not take."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.commandline.lengths import refused_at_the_longest, too_long_by_themselves
from bot.languages import LANGUAGES
from bot.rendering import TEMPLATES, Rendering


@pytest.fixture
def templates(tmp_path) -> Path:
    """A copy of the templates in English, to be broken."""
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates", ignore=shutil.ignore_patterns("locales")))


def test_no_template_is_too_long_by_its_own_words():
    """In no language."""
    assert [] == list(too_long_by_themselves(Rendering()))


def test_a_template_that_is_too_long_by_its_own_words_is_named(templates):
    """A message has 4,096 characters, a caption 1,024."""
    (templates / "chat" / "card.html").write_text("{% trans %}" + "word " * 850 + "{% endtrans %}")
    (templates / "chat" / "calendar_caption.html").write_text("word " * 210)

    caption, card = too_long_by_themselves(Rendering(templates))

    assert "calendar_caption.html: 1050 characters in en; there is room for 1024." in caption
    assert "card.html: 4250 characters in en; there is room for 4096." in card


async def test_with_the_longest_values_nothing_is_refused():
    """Each text of 4,000 characters, in every language, behind every button."""
    assert [] == await refused_at_the_longest(Rendering(), LANGUAGES)


async def test_a_template_that_breaks_with_the_longest_values_is_found(templates):
    """As one whose markup Telegram does not take."""
    card = templates / "chat" / "card.html"
    card.write_text(card.read_text().replace("<b>", "<b><i>", 1))

    [*problems] = await refused_at_the_longest(Rendering(templates), ["en"])

    assert any("can't parse entities" in problem for problem in problems), problems
