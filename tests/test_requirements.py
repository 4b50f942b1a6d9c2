"""What is installed is what was looked at."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
LOCK = (REPOSITORY / "requirements.lock").read_text()
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())

PIN = re.compile(r"[a-z0-9-]+==\S+( ; .+)? \\")
HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?")


def package(requirement: str) -> str:
    """The normalised name (PEP 503) in a requirement."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement)[0]).lower()


def test_the_lock_holds_names_and_hashes_only() -> None:
    """The lock says what is installed, never where it comes from: that is up to the machine."""
    lines = [line for line in LOCK.splitlines() if line and not line.lstrip().startswith("#")]

    assert [] == [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)]


@pytest.mark.parametrize(
    "requirements",
    [
        pytest.param(PROJECT["build-system"]["requires"], id="build"),
        pytest.param(PROJECT["project"]["dependencies"], id="run"),
        *(
            pytest.param(requirements, id=extra)
            for extra, requirements in PROJECT["project"]["optional-dependencies"].items()
        ),
    ],
)
def test_the_lock_pins_all_that_the_project_asks_for(requirements: list[str]) -> None:
    """A package added to pyproject.toml is added to the lock with it (`make lock`)."""
    pinned = {line.split("==")[0] for line in LOCK.splitlines() if "==" in line}

    assert set() == {package(requirement) for requirement in requirements} - pinned


def test_the_bot_asks_for_what_it_imports_and_for_nothing_else() -> None:
    """What only came along with another package may stay away with its next version. `tzdata` is read by zoneinfo."""
    files = [path for part in ("bot", "handlers") for path in (REPOSITORY / part).rglob("*.py")]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text()))]
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    others = {module.split(".")[0] for module in modules} - sys.stdlib_module_names - {"bot", "handlers"}
    imported = {package(packages_distributions()[module][0]) for module in others}

    assert imported | {"tzdata"} == {package(requirement) for requirement in PROJECT["project"]["dependencies"]}
