"""Her own time zone, by what people write where they are asked for it."""

from __future__ import annotations

import pytest

COUNTRIES = {
    "en": ("Peru", "Lima"),
    "fr": ("Égypte", "Le Caire"),
    "es": ("India", "Asia/Kolkata"),
    "ru": ("Ливан", "Бейрут"),
    "zh": ("挪威", "奥斯陆"),
    "ar": ("الأردن", "عمّان"),
}


async def _asked(stage, name, **options):
    ana = stage.person(name, **options)
    await ana.says("/settings")
    await ana.presses_data(ana.shown()[-1], "settings:zone")
    return ana


@pytest.mark.parametrize("language", COUNTRIES)
async def test_a_country_with_one_time_is_enough(stage, language):
    """In her language."""
    country, city = COUNTRIES[language]
    ana = await _asked(stage, "Ana", language_code=language)

    [told] = await ana.says(country)

    assert city in told.text
    assert [] == stage.refusals


async def test_a_country_with_several_offers_its_cities(stage):
    """Those that show another hour in the year to come; one press takes one of them."""
    ana = await _asked(stage, "Ana")

    [offered] = await ana.says("Chile")
    [told] = await ana.presses("Easter Island")

    assert ["Santiago", "Easter Island"] == offered.labels
    assert "Pacific/Easter" in told.text


async def test_namesakes_are_told_apart_by_their_country(stage):
    """Two cities have it."""
    ana = await _asked(stage, "Ana")

    [offered] = await ana.says("Valencia")

    assert ["Caracas, Venezuela", "Madrid, Spain"] == offered.labels
