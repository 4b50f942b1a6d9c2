"""`python -m bot.commandline.prepare`: make and keep what the first start would else make of words and templates."""

from __future__ import annotations

from bot.answering import places
from bot.answering.words import words
from bot.rendering import Rendering


def prepare() -> None:
    """Compile the templates and read all words, as `make setup` and the container's build do."""
    Rendering().load_all()
    words()
    places.countries()
    places.regions()
    places.cities_of_zones()


if __name__ == "__main__":
    prepare()
