"""The systemd units: understood by systemd, shut off from the machine, stopped gently."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.deploy.conftest import DEPLOY

UNITS = ["plenary.service", "plenary-backup.service", "plenary-backup.timer"]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units as on a machine where the bot is installed: what they start is there."""
    (tmp_path / "plenary").symlink_to("/bin/true")
    for unit in UNITS:
        text = (DEPLOY / unit).read_text()
        (tmp_path / unit).write_text(text.replace("/opt/plenary/.venv/bin/plenary", str(tmp_path / "plenary")))
    return tmp_path


def settings(unit: str) -> list[str]:
    lines = (DEPLOY / unit).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_understands_the_unit(program, installed, unit):
    """`systemd-analyze verify` has nothing to say about it."""
    verified = subprocess.run(
        [program("systemd-analyze"), "verify", str(installed / unit)], capture_output=True, text=True, check=False
    )

    assert (0, "", "") == (verified.returncode, verified.stdout, verified.stderr)


@pytest.mark.parametrize(("unit", "most"), [("plenary.service", 13), ("plenary-backup.service", 7)])
def test_the_unit_is_shut_off_from_the_machine(program, installed, unit, most):
    """`systemd-analyze security` rates its exposure from 0 to 100: what is left is the network."""
    command = [program("systemd-analyze"), "security", "--offline=true", "--no-pager", f"--threshold={most}"]
    rated = subprocess.run([*command, unit], cwd=installed, capture_output=True, text=True, check=False)

    assert 0 == rated.returncode, rated.stdout[-200:] + rated.stderr


def test_the_bot_is_stopped_gently_and_started_again_when_it_fails():
    """It has ten seconds to finish what is being handled, and systemd waits for longer."""
    lines = settings("plenary.service")

    assert {"KillSignal=SIGTERM", "TimeoutStopSec=15", "Restart=on-failure"} <= set(lines)


def test_the_token_is_in_a_file_that_systemd_reads():
    """Not in the unit, which everybody on the machine may read, and not on a command line."""
    text = (DEPLOY / "plenary.service").read_text()

    assert "EnvironmentFile=/etc/plenary/plenary.env" in settings("plenary.service")
    assert "PLENARY_TOKEN=" not in text


def test_bot_and_copy_use_the_same_store():
    """And may write nowhere else."""
    for unit in ("plenary.service", "plenary-backup.service"):
        lines = settings(unit)

        assert "Environment=PLENARY_DATABASE=/var/lib/plenary/plenary.db" in lines
        assert "ProtectSystem=strict" in lines
        assert not [line for line in lines if line.startswith("ReadWritePaths")]
