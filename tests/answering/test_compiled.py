"""What is made of data files is kept, and made again when anything that it is made of has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering import compiled as module
from bot.answering.compiled import Parts, compiled


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "FOLDER", tmp_path / "compiled")
    file = tmp_path / "words.yaml"
    file.write_text("days: [today]")
    return file


def test_it_is_made_once(source: Path) -> None:
    """The second start reads what the first one made."""
    first = compiled("words", [source], lambda: {"made": 1})
    second = compiled("words", [source], lambda: {"made": 2})

    assert {"made": 1} == first == second


def test_it_is_made_again_when_a_file_has_changed(source: Path) -> None:
    """And what was made of the earlier one goes."""
    compiled("words", [source], lambda: 1)
    source.write_text("days: [tomorrow]")

    assert 2 == compiled("words", [source], lambda: 2)
    assert 1 == len(list(module.FOLDER.iterdir()))


@pytest.mark.parametrize("content", [b"", b"cut", b"\x80\x05", b"cnowhere\nnothing\n."])
def test_what_cannot_be_read_is_made_again(source: Path, content: bytes) -> None:
    """A machine that went down while it was written leaves no bot that does not start."""
    compiled("words", [source], lambda: 1)
    [file] = module.FOLDER.iterdir()
    file.write_bytes(content)

    assert 2 == compiled("words", [source], lambda: 2)
    assert 2 == compiled("words", [source], lambda: 3)


def test_where_nothing_can_be_written_it_is_made_each_time(source: Path) -> None:
    """A container's program folder is read-only."""
    module.FOLDER.write_text("in the way")

    assert [1, 2] == [compiled("words", [source], lambda number=number: number) for number in (1, 2)]


def test_whoever_runs_the_program_may_read_it(source: Path) -> None:
    """It was prepared by root; nothing else is left beside it."""
    compiled("words", [source], lambda: 1)

    [file] = module.FOLDER.iterdir()
    assert 0o644 == file.stat().st_mode & 0o777


def test_parts_are_made_once_and_read_one_by_one(source: Path) -> None:
    """Whoever asks for one part keeps them all for the next start, which reads no more than it is asked for."""
    made: list[str] = []

    def make() -> dict[str, str]:
        made.append("all")
        return {"one": "1", "two": "2"}

    first, second = Parts("words", [source], make), Parts("words", [source], make)

    assert ["1", "2", "2", "1"] == [first["one"], first["two"], second["two"], second["one"]]
    assert ["all"] == made


def test_there_is_no_other_part(source: Path) -> None:
    """Asking for one is a mistake in the program."""
    with pytest.raises(KeyError):
        Parts("words", [source], dict)["three"]
