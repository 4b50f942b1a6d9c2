"""The part of the lock that goes into the container: what the bot needs to run, and only that."""

from __future__ import annotations

import importlib.util
import re
from importlib.metadata import requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deploy.conftest import DEPLOY, ROOT


@pytest.fixture(scope="module")
def runtime_lock():
    spec = importlib.util.spec_from_file_location("runtime_lock", DEPLOY / "runtime_lock.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.runtime_lock((ROOT / "requirements.lock").read_text(), (ROOT / "pyproject.toml").read_text())


def needed(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """The packages that one needs, by what the installed ones say themselves."""
    found: set[str] = set()
    for text in requires(name) or ():
        wanted = Requirement(text)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in (extras or {""})):
            found |= {canonicalize_name(wanted.name)} | needed(wanted.name, frozenset(wanted.extras))
    return found


def test_it_holds_what_the_installed_packages_say_they_need(runtime_lock):
    """The notes in the lock and the packages' own metadata agree; besides there is what installs the project."""
    names = set(re.findall(r"^([a-z0-9-]+)==", runtime_lock, re.MULTILINE))

    assert needed("plenary") <= names
    assert {"setuptools", "wheel", "packaging"} >= names - needed("plenary")


def test_every_package_is_pinned_by_hashes_as_in_the_lock(runtime_lock):
    """What goes into the container is what the tests ran with."""
    lock = (ROOT / "requirements.lock").read_text()
    blocks = re.split(r"^(?=[a-z])", runtime_lock, flags=re.MULTILINE)[1:]

    assert blocks
    for block in blocks:
        assert block.rstrip() in lock
        assert re.match(r"[a-z0-9-]+==\S+ \\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n)+", block)


def test_no_test_nor_check_goes_along(runtime_lock):
    """Neither pytest nor a browser driver has a place in a container that faces people."""
    for name in (
        "pytest",
        "playwright",
        "hypothesis",
        "mypy",
        "ruff",
        "khal",
        "radicale",
        "aiogram",
        "pip-tools",
        "pip",
    ):
        assert not re.search(rf"^{name}==", runtime_lock, re.MULTILINE)
