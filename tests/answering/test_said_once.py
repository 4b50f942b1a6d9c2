"""What several parts of an answer share stands in it once."""

from __future__ import annotations

import pytest

from tests.questions.scorer import asked, instant


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Is there wifi in Cuenca, which hotel, and in which building is it?"),
        ("fr", "quel hôtel, quel bâtiment et quelles langues à Cuenca ?"),
        ("ar", "ما الفندق وما المبنى في كوينكا؟"),
        ("zh", "昆卡大会在哪栋楼，住哪家酒店？"),
    ],
)
def test_whom_to_ask_is_said_once(language: str, text: str) -> None:
    """However many things the documents leave out."""
    _, said = asked("eleventh").ask([text], instant("2041-02-20"), language)

    assert 1 == said.count("cordero@ambiente.example"), said
