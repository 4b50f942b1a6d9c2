"""Terms that organisers add to the glossary, so that documents are found by questions in other languages."""

from __future__ import annotations

import pytest

from bot.services.meetings_file import export_folder

GLOSSARY = """glossary:
    - {en: lighthouse keepers, fr: gardiens de phare, ru: смотрители маяков, zh: 灯塔看守人}
    - {en: fog signal, fr: corne de brume}"""
MEETINGS = """
process:
  id: harbour
  name: Harbour Convention
  GLOSSARY
meetings:
  - id: bergen-2011
    name: Bergen Conference on the Harbour Convention
    start: 2011-09-05
    end: 2011-09-07
    timezone: Europe/Oslo
    city: Bergen
    country: "NO"
    documents:
      - {id: letter, title: Letter, kind: letter, issued: 2011-05-02, language: en, file: letter.txt}
"""
LETTER = """Excellency,

Lighthouse keepers from nineteen ports will be heard on the second day.

Every harbour has a fog signal that sounds twice a minute.
"""


@pytest.fixture
def files(tmp_path):
    """Makes the meetings file, with or without a glossary."""
    (tmp_path / "letter.txt").write_text(LETTER)

    def made(glossary: str):
        file = tmp_path / "meetings.yaml"
        file.write_text(MEETINGS.replace("GLOSSARY", glossary))
        return (file,)

    return made


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Que dit-on des gardiens de phare ?", "fr"),
        ("Что говорится о смотрители маяков?", "ru"),
        ("灯塔看守人有什么规定？", "zh"),
    ],
)
async def test_a_term_of_the_glossary_finds_what_a_document_says_of_it(open_stage, files, text, language):
    """The letter is in English, the question is not, and only the glossary brings them together."""
    stage = await open_stage(files=files(GLOSSARY))

    [answer] = await stage.person("Ana", language_code=language).says(text)

    assert "Lighthouse keepers from nineteen ports" in answer.text


async def test_without_the_glossary_nothing_is_guessed(open_stage, files):
    """The words alone do not meet."""
    stage = await open_stage(files=files("website: https://harbour.example"))

    [answer] = await stage.person("Ana", language_code="fr").says("Que dit-on des gardiens de phare ?")

    assert "nineteen" not in answer.text


async def test_a_glossary_goes_out_as_it_came_in(open_stage, files, tmp_path):
    """By an export."""
    stage = await open_stage(files=files(GLOSSARY))

    await export_folder(stage.plenary.database, tmp_path / "out")

    written = (tmp_path / "out" / "meetings.yaml").read_text()
    assert "gardiens de phare" in written
    assert "{en: fog signal, fr: corne de brume}" in written
