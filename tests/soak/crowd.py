"""People who ask, each in her own order, and what came of it."""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict

from tests.botapi.chats import Person
from tests.botapi.server import BotApi

EXPECTED = {
    "When is the Lima conference?": "23–25 May 2007",
    "Where is Geneva 2011?": "World Meteorological Organization building",
    "Whom do I contact about Oslo 2007?": "OsloCCM@mfa.no",
    "What is on the programme of Geneva 2013?": "Technical workshop",
    "Who is invited to the Lima conference?": "The 46 States",
    "How do I register for Geneva 2011?": "ccm-registration.org",
    "When was the Oslo conference 2007?": "22–23 February 2007",
    "When is Geneva 2013?": "15–18 April 2013",
}
"""Questions, and the words by which the answer to each is known from all the others."""


class Crowd:
    """People who have not written before."""

    def __init__(self, api: BotApi, chance: random.Random) -> None:
        self._api = api
        self._chance = chance
        self._ids = itertools.count(1_000_001)
        self._asked: dict[int, list[tuple[int, str]]] = {}

    def ask(self, people: int, questions: int) -> None:
        """Let so many people ask so many questions each, all at once."""
        crowd = [self._api.person(next(self._ids), "Anna") for _ in range(people)]
        for person in crowd:
            self._asked[person.id] = []
        turns = [
            (person, question)
            for row in zip(*(self._chance.sample(list(EXPECTED), questions) for _ in crowd), strict=True)
            for person, question in zip(crowd, row, strict=True)
        ]
        for person, question in turns:
            self._says(person, question)

    def _says(self, person: Person, question: str) -> None:
        self._asked[person.id].append((person.says(question), question))

    @property
    def unanswered(self) -> int:
        """How many questions have no answer."""
        answered = {(chat, question) for chat, questions in self._answers().items() for question in questions}
        return sum((chat, question) not in answered for chat, asked in self._asked.items() for _, question in asked)

    def repeated(self) -> Counter[int]:
        """The ids of the updates that were answered more than once, and how often more.

        Raises AssertionError where answers came out of order or to what was not asked.
        """
        repeated = Counter[int]()
        answers = self._answers()
        for chat, asked in self._asked.items():
            runs = [(question, len(list(run))) for question, run in itertools.groupby(answers[chat])]

            assert [question for _, question in asked] == [question for question, _ in runs]
            repeated.update({update_id: times - 1 for (update_id, _), (_, times) in zip(asked, runs, strict=True)})
        return +repeated

    def _answers(self) -> dict[int, list[str]]:
        """The questions that were answered in each chat, in the order of the answers."""
        answers: dict[int, list[str]] = defaultdict(list)
        for call in self._api.made("sendMessage"):
            if call["chat_id"] in self._asked:
                answers[call["chat_id"]].append(question_of(call["text"]))
        return answers


def question_of(answer: str) -> str:
    """The one question that a message answers."""
    [question] = [question for question, words in EXPECTED.items() if words in answer]
    return question
