"""Which time zone a person means."""

from __future__ import annotations

import pytest

from bot.services.zones import zone_at, zones_named


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Oslo", "Europe/Oslo"),
        ("europe/oslo", "Europe/Oslo"),
        ("Lima", "America/Lima"),
        ("  são paulo ", "America/Sao_Paulo"),
        ("Genève", "Europe/Zurich"),
        ("日内瓦", "Europe/Zurich"),
        ("بيروت", "Asia/Beirut"),
        ("Осло", "Europe/Oslo"),
        ("Vientian", "Asia/Vientiane"),
    ],
)
async def test_a_zone_is_known_by_its_name_or_by_a_city_in_any_language(text, zone):
    """Nobody has to know what IANA calls it."""
    assert (zone,) == await zones_named(text)


async def test_cities_that_share_a_name_are_all_offered():
    """There are many Springfields, hours apart."""
    assert len(await zones_named("Springfield")) > 1


async def test_what_nobody_knows_is_no_zone():
    """Nothing is guessed."""
    assert () == await zones_named("zzzzqq")


def test_a_place_on_the_map_has_a_zone():
    """Latitude and longitude of Geneva."""
    assert "Europe/Zurich" == zone_at(46.2, 6.14)
