"""Following meetings and processes, alone and in groups."""

from __future__ import annotations

from datetime import timedelta

from bot.announcement import Selection

LIMA = Selection(process="ccm", meeting="lima-2007")


async def test_a_delegate_follows_from_the_card_and_unfollows(stage):
    """One press each; what is followed is shown."""
    ana = stage.person("Ana")
    await ana.starts("geneva-2011")

    [followed] = await ana.presses("Follow")
    label = next(label for label in followed.labels if "Unfollow" in label)
    [left] = await ana.presses(label)

    assert "You follow it now" in followed.text
    assert "27–30 June 2011" in followed.text
    assert "You do not follow it any more" in left.text
    assert [] == stage.refusals


async def test_a_command_follows_by_name(stage):
    """/follow lima."""
    [followed] = await stage.person("Ana").says("/follow lima 2007")

    assert "Lima Conference on Cluster Munitions" in followed.text
    assert "You follow it now" in followed.text


async def test_a_whole_process_can_be_followed(stage):
    """Then each of its meetings is."""
    ana = stage.person("Ana")
    await ana.says("/follow lima 2007")

    [followed] = await ana.presses("Follow the whole process")

    assert "Convention on Cluster Munitions" in followed.text


async def test_without_a_name_the_command_shows_what_is_followed(stage):
    """And how to follow."""
    [nothing] = await stage.person("Ana").says("/follow")

    assert "Nothing is followed here" in nothing.text


async def test_in_a_group_its_administrators_decide(stage):
    """Others are told so."""
    group = stage.group("Delegations", topics={5: "News"})
    ana, boss = stage.person("Ana"), stage.person("Boss")
    group.chat.members[boss.id] = "administrator"

    [refused] = await ana.says("/follow lima 2007", chat=group, thread=5)
    [followed] = await boss.says("/follow lima 2007", chat=group, thread=5)

    assert "administrators decide" in refused.text
    assert "You follow it now" in followed.text
    view = await stage.plenary.services.following.of(group.id)
    assert [5] == [each.topic for each in view.followed]


async def test_who_blocks_the_bot_is_unreachable_until_she_comes_back(stage):
    """Nothing is sent to her meanwhile."""
    ana = stage.person("Ana")
    await ana.says("/follow lima 2007")

    await ana.blocks()
    counted = await stage.plenary.services.announcements.count(LIMA)
    await ana.unblocks()
    again = await stage.plenary.services.announcements.count(LIMA)

    assert (1, 1) == (counted.chats, counted.unreachable)
    assert (1, 0) == (again.chats, again.unreachable)


async def test_a_post_in_a_channel_makes_it_follow_and_subscribers_cannot_undo_it(stage):
    """Only its administrators post there, but everybody sees the buttons."""
    channel = stage.group("News")
    channel.chat.about["type"] = "channel"
    ana = stage.person("Ana")
    post = {
        "message_id": 77,
        "date": 0,
        "chat": channel.chat.about,
        "text": "/follow lima 2007",
        "entities": [{"type": "bot_command", "offset": 0, "length": 7}],
    }

    await stage.plenary.door.take([{"update_id": 900_000, "channel_post": post}])
    await stage.plenary.door.idle()
    [followed] = ana.shown(channel)
    [refused] = await ana.presses(next(label for label in followed.labels if "Unfollow" in label), chat=channel)

    assert "You follow it now" in followed.text
    assert "administrators decide" in refused.text
    assert 1 == len((await stage.plenary.services.following.of(channel.id)).followed)


async def test_a_question_that_names_no_meeting_is_about_the_one_that_is_followed(stage):
    """Though another one comes before it."""
    ana = stage.person("Ana")
    await ana.says("/follow geneva 2013")
    ben = stage.person("Ben")

    stage.clock.set(stage.clock.now() + timedelta(days=1))
    [hers] = await ana.says("who do I contact?")
    [his] = await ben.says("who do I contact?")

    assert "sramirezv@sre.gob.mx" in hers.text
    assert "sramirezv@sre.gob.mx" not in his.text
