"""The people who ask in the benchmarks, and what they ask."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Asked:
    """A question, and words of the heading by which its answer is known."""

    question: str
    about: tuple[str, ...]


def _questions() -> dict[str, tuple[Asked, ...]]:
    asked = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text("utf-8"))
    about = [tuple(map(str, words)) for words in asked["about"]]
    return {language: tuple(map(Asked, questions, about)) for language, questions in asked["questions"].items()}


QUESTIONS = _questions()
"""By language. Each person asks those of hers in this order; neighbours have different headings."""


class Crowd:
    """People who have not written before; nobody asks more than the bot answers in a minute."""

    def __init__(self) -> None:
        self._ids = count(1000)
        self._random = random.Random(2011)

    def asks(self, people: int, language: str = "en") -> list[dict[str, Any]]:
        """So many people ask each question of a language, all at the same time; the updates as Telegram has them."""
        turns = [person for person in (self._person() for _ in range(people)) for _ in QUESTIONS[language]]
        self._random.shuffle(turns)
        asked = Counter[int]()
        updates = []
        for person in turns:
            question = QUESTIONS[language][asked[person["id"]]].question
            asked[person["id"]] += 1
            updates.append(self._update(person, question, language))
        return updates

    def _person(self) -> dict[str, Any]:
        number = next(self._ids)
        return {
            "id": number,
            "first_name": f"Delegate {number}",
            "last_name": "García",
            "username": f"delegate{number}",
        }

    def _update(self, person: dict[str, Any], text: str, language: str) -> dict[str, Any]:
        number = next(self._ids)
        return {
            "update_id": number,
            "message": {
                "message_id": number,
                "from": person | {"is_bot": False, "language_code": language},
                "chat": person | {"type": "private"},
                "date": 1304668800,
                "text": text,
            },
        }
