"""Which time zone a person means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.services.zones import zone_at, zones_named

NOW = datetime(2030, 3, 1, tzinfo=UTC)


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
    assert (zone,) == await zones_named(text, NOW)


async def test_cities_that_share_a_name_are_all_offered():
    """There are many Springfields, hours apart."""
    assert len(await zones_named("Springfield", NOW)) > 1


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("India", "Asia/Kolkata"),
        ("Egypt", "Africa/Cairo"),
        ("Ireland", "Europe/Dublin"),
        ("Jordan", "Asia/Amman"),
        ("Georgia", "Asia/Tbilisi"),
        ("Lebanon", "Asia/Beirut"),
        ("Mali", "Africa/Bamako"),
        ("Samoa", "Pacific/Apia"),
        ("UK", "Europe/London"),
        ("Peru", "America/Lima"),
        ("Perú", "America/Lima"),
        ("Germany", "Europe/Berlin"),
        ("Norvège", "Europe/Oslo"),
        ("Египет", "Africa/Cairo"),
        ("日本", "Asia/Tokyo"),
        ("لبنان", "Asia/Beirut"),
        ("Argentina", "America/Argentina/Buenos_Aires"),
        ("Palestine", "Asia/Hebron"),
        ("Germny", "Europe/Berlin"),
        ("Kolkata", "Asia/Kolkata"),
        ("Kyiv", "Europe/Kyiv"),
        ("Kiev", "Europe/Kyiv"),
    ],
)
async def test_a_country_with_one_time_is_its_zone(text, zone):
    """Before any city of that name; a zone that has two names is one."""
    assert (zone,) == await zones_named(text, NOW)


@pytest.mark.parametrize(
    ("text", "first", "most"),
    [
        ("US", "America/New_York", 8),
        ("United States", "America/New_York", 8),
        ("Россия", "Europe/Moscow", 11),
        ("Brésil", "America/Sao_Paulo", 4),
        ("Chile", "America/Santiago", 3),
        ("España", "Europe/Madrid", 2),
        ("Korea", "Asia/Seoul", 2),
    ],
)
async def test_a_country_with_several_offers_each_once(text, first, most):
    """That of its largest city first."""
    offered = await zones_named(text, NOW)

    assert first == offered[0]
    assert most == len(offered) == len(set(offered))


@pytest.mark.parametrize("text", ["zzzzqq", "EST", "IST", "XX"])
async def test_what_nobody_knows_is_no_zone(text):
    """Nothing is guessed."""
    assert () == await zones_named(text, NOW)


def test_a_place_on_the_map_has_a_zone():
    """Latitude and longitude of Geneva."""
    assert "Europe/Zurich" == zone_at(46.2, 6.14)
