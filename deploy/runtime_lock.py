"""Print the part of requirements.lock that the running bot needs, hashes and all: no tests, readers or checks.

    python deploy/runtime_lock.py > runtime.lock
    pip install --require-hashes -r runtime.lock

The lock says of each package what wants it ("via"); that is followed from the dependencies in pyproject.toml. If one
were missed, pip would refuse to install the others.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
_NEXT_PACKAGE = re.compile(r"^(?=[A-Za-z0-9])", re.MULTILINE)
_WANTED_BY = re.compile(r"^    #(?: via)? +(\S+)", re.MULTILINE)
_NOTE = re.compile(r"^ *#.*\n", re.MULTILINE)


def runtime_lock(lock: str, pyproject: str) -> str:
    """Give the packages of `lock` that the dependencies in `pyproject` need, and those that install the project."""
    project = tomllib.loads(pyproject)
    wanted = {_name(text) for text in (*project["project"]["dependencies"], *project["build-system"]["requires"])}
    packages = {_name(text): text for text in _NEXT_PACKAGE.split(lock)[1:]}
    while more := {
        name
        for name, text in packages.items()
        if name not in wanted and wanted.intersection(map(_name, _WANTED_BY.findall(text)))
    }:
        wanted |= more
    return "".join(_NOTE.sub("", text) for name, text in packages.items() if name in wanted)


def _name(text: str) -> str:
    """The name with which a requirement or a package of the lock begins, as PyPI compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0]).lower()


if __name__ == "__main__":
    sys.stdout.write(runtime_lock((ROOT / "requirements.lock").read_text(), (ROOT / "pyproject.toml").read_text()))
