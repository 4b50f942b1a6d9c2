"""The link that `plenary run` prints where nobody organises yet."""

from __future__ import annotations

import re

from bot.commandline.run import offer_first_link


async def test_it_is_printed_and_makes_the_chief_organiser(open_stage, capsys):
    """On standard output, with the hour until which it works; once there is a chief, never again."""
    stage = await open_stage()

    await offer_first_link(stage.plenary)
    printed = capsys.readouterr().out
    link = re.search(r"^https://t\.me/PlenaryBot\?start=(\S+)$", printed, re.MULTILINE)
    [welcome] = await stage.person("Ingrid").starts(link[1])
    await offer_first_link(stage.plenary)

    assert "until 2011-05-07 08:00 UTC" in printed
    assert "Chief organiser" in welcome.text
    assert "" == capsys.readouterr().out


async def test_with_a_chief_in_the_settings_nothing_is_printed(open_stage, capsys):
    """She can invite the others."""
    stage = await open_stage(organisers=(5_000_000_000,))

    await offer_first_link(stage.plenary)

    assert "" == capsys.readouterr().out
