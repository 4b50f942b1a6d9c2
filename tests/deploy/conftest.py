"""The files in deploy/ and the Dockerfile are held against the programs that read them.

What needs such a program (nginx, Caddy, systemd) is for `make soak`, on a machine that has it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """Gives the path of a program of the system; the test fails where there is none."""

    def find(name: str) -> str:
        found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
        if found is None:
            pytest.fail(f"{name} is not installed: on Debian, apt-get install nginx-light caddy openssl systemd")
        return found

    return find


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for a program of the system is run by `make soak`."""
    for item in items:
        if "program" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.soak)
