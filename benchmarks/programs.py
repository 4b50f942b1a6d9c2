"""Programs that are measured from outside: started with an environment of their own, read through /proc, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent

_TICKS = os.sysconf("SC_CLK_TCK")
_STOP_SECONDS = 15.0


class Program:
    """A running program; what it writes goes to a file in its folder."""

    def __init__(self, command: Sequence[str], folder: Path, settings: dict[str, str]) -> None:
        self._log = folder / "output.log"
        self.started_at = time.monotonic()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=folder, env=_environment(settings), stdout=log, stderr=subprocess.STDOUT
            )

    def output(self) -> str:
        """What it has written."""
        return self._log.read_text()

    def cpu_seconds(self) -> float:
        """The processor time that it has taken so far, its own and the kernel's for it (proc(5), stat)."""
        fields = self._proc("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory_bytes(self) -> int:
        """What it holds in memory now (proc(5), VmRSS)."""
        line = next(line for line in self._proc("status").splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self._process.pid}/{name}").read_text()


@contextmanager
def running(command: Sequence[str], folder: Path, **settings: str) -> Iterator[Program]:
    """Run a program in a folder with nothing in its environment but these settings.

    What it wrote is added to whatever error ends the block.
    """
    program = Program(command, folder, settings)
    try:
        yield program
    except Exception as error:
        error.add_note(program.output())
        raise
    finally:
        program.stop()


def carry_out(command: Sequence[str], **settings: str) -> None:
    """Run a program to its end. Raises CalledProcessError when that is a failure."""
    subprocess.run(command, cwd=ROOT, env=_environment(settings), check=True, stdout=subprocess.DEVNULL)


def _environment(settings: dict[str, str]) -> dict[str, str]:
    """No proxy and no setting that happens to be there; the packages of this repository are found."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT)} | settings
