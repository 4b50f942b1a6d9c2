"""The container: what the Dockerfile and the compose file promise, and the steps of the build, without a container."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from aiohttp import web

from bot.settings import Address
from bot.web.server import create_web, listening
from tests.botapi.server import TOKEN, BotApi
from tests.deploy.conftest import DEPLOY, ROOT

Step = tuple[str, str]


def stages() -> list[list[Step]]:
    """The Dockerfile's instructions with their arguments, a list for each stage."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    steps = [tuple(line.split(maxsplit=1)) for line in re.sub(r"\\\n\s*", "", text).splitlines() if line]
    starts = [place for place, (name, _) in enumerate(steps) if name == "FROM"]
    return [steps[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


def arguments(name: str, stage: int = -1) -> list[str]:
    return [argument for instruction, argument in stages()[stage] if instruction == name]


def healthcheck() -> list[str]:
    """The command that asks the bot in the container how it is."""
    return json.loads(arguments("HEALTHCHECK")[0].partition("CMD ")[2])


def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_it_runs_as_nobody_in_particular_with_its_data_on_a_volume():
    """A numeric user, so that a cluster can see that it is not root."""
    assert ["10001:10001"] == arguments("USER")
    assert ["/var/lib/plenary"] == arguments("VOLUME")
    assert ['["plenary"]'] == arguments("ENTRYPOINT")
    assert ["SIGTERM"] == arguments("STOPSIGNAL")


def test_every_package_is_installed_by_its_hash():
    """Nothing is fetched that the lock does not name."""
    installs = [part for step in arguments("RUN", 0) for part in step.split("&&") if "pip install" in part]

    assert 2 == len(installs)
    assert all("--require-hashes" in part or "--no-deps --no-build-isolation" in part for part in installs)


def test_what_is_copied_is_there_and_reaches_the_build():
    """No secret and no test goes along."""
    ignored = (ROOT / ".dockerignore").read_text().split()
    sources = [name for argument in arguments("COPY", 0) for name in argument.split()[:-1]]

    assert all((ROOT / name).exists() for name in sources)
    assert {".git", ".env", "*.db", "*.db-*", "tests", ".venv"} <= set(ignored)
    assert not [name for name in sources if name in ignored]


def test_what_the_build_runs_is_among_what_is_copied():
    """Each file, folder and module of the project that a RUN names."""
    words = [word for argument in arguments("RUN", 0) for word in shlex.split(argument)]
    modules = [module for flag, module in pairwise(words) if flag == "-m" and module.startswith("bot.")]
    named = {word for word in words if re.fullmatch(r"(bot|handlers|templates|deploy|migrations)(/[\w./-]+)?", word)}

    assert {"deploy/runtime_lock.py", "templates", "bot", "handlers"} == named
    assert all((ROOT / path).exists() for path in named)
    assert ["bot.commandline.prepare"] == modules
    assert all(find_spec(module) for module in modules)


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
async def test_the_healthcheck_asks_the_bot(status, healthy):
    """It ends with 0 when /health says ready, and not otherwise."""

    async def show_health(request: web.Request) -> web.Response:
        return web.Response(status=status)

    async with listening(create_web([web.get("/health", show_health)]), Address("127.0.0.1", 0)) as served:
        python, *rest = healthcheck()
        command = [sys.executable, *(part.replace("8080", str(served.port)) for part in rest)]
        ended = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False)

    assert python == "python"
    assert healthy == (ended.returncode == 0)


def test_the_healthcheck_fails_where_nobody_listens():
    """A bot that hangs or has ended is not healthy."""
    command = [sys.executable, *(part.replace("8080", "1") for part in healthcheck()[1:])]

    assert 0 != subprocess.run(command, capture_output=True, check=False).returncode


def test_compose_runs_it_read_only_without_privileges():
    """Only the volume and /tmp can be written; it has longer to stop than it needs."""
    bot = compose()["services"]["bot"]

    assert bot["read_only"] is True
    assert (["ALL"], ["no-new-privileges:true"]) == (bot["cap_drop"], bot["security_opt"])
    assert (["/tmp"], ["data:/var/lib/plenary"]) == (bot["tmpfs"], bot["volumes"])
    assert ("15s", "unless-stopped") == (bot["stop_grace_period"], bot["restart"])


def test_compose_opens_the_bot_to_this_machine_only():
    """What people outside reach is the proxy's."""
    services = compose()["services"]

    assert ["127.0.0.1:8080:8080"] == services["bot"]["ports"]
    assert "0.0.0.0:8080" in " ".join(arguments("ENV"))
    assert "bot:8080" == services["proxy"]["environment"]["PLENARY_UPSTREAM"]


def test_compose_names_files_and_volumes_that_there_are():
    """Paths count from the compose file."""
    content = compose()
    mounts = [mount.split(":")[0] for service in content["services"].values() for mount in service["volumes"]]

    assert "../.env" == content["services"]["bot"]["env_file"]  # where .dockerignore keeps it out of the image
    assert {mount for mount in mounts if not mount.startswith(".")} == set(content["volumes"])
    assert all((DEPLOY / mount).exists() for mount in mounts if mount.startswith("."))
    assert (DEPLOY / content["services"]["bot"]["build"]).resolve() == ROOT


@pytest.mark.soak
async def test_the_steps_of_the_build_make_a_bot_that_runs(tmp_path, unused_tcp_port):
    """Every COPY and RUN of the first stage, in its order, in folders of the test's own; then the bot in them."""
    project, venv = tmp_path / "plenary", tmp_path / "venv"
    await asyncio.to_thread(build, project, venv)
    store = {"PLENARY_DATABASE": str(tmp_path / "plenary.db"), "PLENARY_LISTEN": f"127.0.0.1:{unused_tcp_port}"}
    environment = os.environ | {"PATH": f"{venv / 'bin'}:/usr/bin:/bin"} | store

    async def plenary(*words: object, **more: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            venv / "bin/plenary", *words, cwd=tmp_path, env=environment | more, stdout=subprocess.PIPE
        )

    checked = await plenary("check")
    imported = await plenary("import", project / "examples/oslo-process/meetings.yaml")

    assert (0, 0) == (await checked.wait(), await imported.wait())
    assert not list(venv.glob("lib/*/site-packages/pytest"))
    assert not list(venv.glob("lib/*/site-packages/pip"))

    async with BotApi() as api:
        bot = await plenary("run", PLENARY_TOKEN=TOKEN, PLENARY_API_URL=api.url)
        api.person(7, "Anna").says("/start")
        await api.called("sendMessage")
        asked = await asyncio.create_subprocess_exec(
            venv / "bin/python", *(part.replace("8080", str(unused_tcp_port)) for part in healthcheck()[1:])
        )

        assert 0 == await asked.wait()

        bot.terminate()

        assert 0 == await bot.wait()


def build(project: Path, venv: Path) -> None:
    """Do what the first stage of the Dockerfile does."""
    project.mkdir()
    folders = {"/opt/plenary": str(project), "/opt/venv": str(venv), "/tmp/": f"{project.parent}/"}
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    for name, argument in stages()[0][2:]:
        here = re.sub("|".join(folders), lambda match: folders[match[0]], argument)
        if name == "COPY":
            *sources, target = shlex.split(here)
            for source in sources:
                copy_into(ROOT / source, project / target, whole=source == ".")
        else:
            assert name == "RUN"
            subprocess.run(["/bin/sh", "-c", here], cwd=project, env=environment, check=True, capture_output=True)


def copy_into(source: Path, target: Path, *, whole: bool) -> None:
    """Copy as the build does: without what .dockerignore names."""
    if not whole:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
        return
    patterns = [pattern.removeprefix("**/") for pattern in (ROOT / ".dockerignore").read_text().split()]

    def ignored(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if any(fnmatch(name, pattern) for pattern in patterns)}

    shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True)
