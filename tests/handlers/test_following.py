"""Following meetings and processes, alone and in groups."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.announcement import Addressees
from tests.conftest import EXAMPLE
from tests.handlers.steps import new_link
from tests.handlers.test_sharing import MEETINGS

LIMA = Addressees(process="ccm", meeting="lima-2007")


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


@pytest.mark.parametrize("name", ["ccm", "CCM", "Convention on Cluster Munitions", "the Oslo Process"])
async def test_a_command_follows_a_process_by_name(stage, name):
    """As it is called, or by its id."""
    ana = stage.person("Ana")

    [followed] = await ana.says(f"/follow {name}")

    assert "You follow it now" in followed.text
    assert ["ccm"] == [each.what.id for each in (await stage.plenary.services.following.of(ana.id)).followed]


async def test_a_command_unfollows_by_name(stage):
    """/unfollow lima; without a name it shows what is followed, with a button to leave each."""
    ana = stage.person("Ana")
    await ana.says("/follow lima 2007")
    await ana.says("/follow ccm")

    [shown] = await ana.says("/unfollow")
    [left] = await ana.says("/unfollow lima 2007")
    await ana.says("/unfollow ccm")

    assert 2 == len([label for label in shown.labels if "Unfollow" in label])
    assert "You do not follow it any more" in left.text
    assert () == (await stage.plenary.services.following.of(ana.id)).followed


async def test_the_way_back_to_the_card_stands_last(stage):
    """As below every other page."""
    [followed] = await stage.person("Ana").says("/follow lima 2007")

    assert "‹ Back" == followed.labels[-1]


async def test_without_a_name_the_command_shows_what_is_followed(stage):
    """And how to follow."""
    [nothing] = await stage.person("Ana").says("/follow")

    assert "Nothing is followed here" in nothing.text
    assert ["🗓 All meetings"] == nothing.labels


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
    assert "alert" == refused.kind, "a message would be read by everybody, at each press of anybody"
    assert 1 == len((await stage.plenary.services.following.of(channel.id)).followed)


@pytest.mark.parametrize(
    ("data", "payload"),
    [("meeting:lima-2007", "lima-2007"), ("venue:lima-2007", "ask_in_private"), ("x", "ask_in_private")],
)
async def test_what_a_subscriber_presses_in_a_channel_is_shown_to_her_alone(stage, data, payload):
    """In the private chat: else each press would be a post, or change one, for all who read the channel."""
    channel = stage.group("News")
    channel.chat.about["type"] = "channel"
    world = stage.rehearsal.telegram
    post = world.post(channel.chat, world.bot, {"text": "The venue has changed."})["message_id"]

    seen = await stage.person("Ana").presses_data(post, data, chat=channel)

    assert [] == seen
    [answered] = [call for call in stage.rehearsal.calls if call.method == "answerCallbackQuery"]
    assert f"https://t.me/PlenaryBot?start={payload}" == answered.parameters["url"]


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


WISHES = {
    "I want to follow the Beirut meeting": "beirut-2011",
    "Follow Beirut 2011": "beirut-2011",
    "subscribe me to Beirut": "beirut-2011",
    "Je voudrais suivre la réunion de Beyrouth": "beirut-2011",
    "Quiero seguir la reunión de Beirut": "beirut-2011",
    "Подпишите меня на встречу в Бейруте": "beirut-2011",
    "我想关注贝鲁特会议": "beirut-2011",
    "أريد متابعة اجتماع بيروت": "beirut-2011",
    "Quero seguir a reunião de Beirute": "beirut-2011",
    "Jeg vil følge møtet i Beirut": "beirut-2011",
    "ຂ້ອຍຢາກຕິດຕາມກອງປະຊຸມເບຣຸດ": "beirut-2011",
    "follow the Convention on Cluster Munitions": "ccm",
    "subscribe to the Convention on Cluster Munitions": "ccm",
}
LEFT = (
    "unfollow Lima",
    "stop telling me about Lima",
    "I don't want to follow Lima any more",
    "Je ne veux plus suivre Lima",
    "Quiero dejar de seguir Lima",
    "Отпишите меня от конференции в Лиме",
    "取消关注利马会议",
    "أريد إلغاء متابعة ليما",
    "Quero deixar de seguir Lima",
    "Slutt å følge Lima",
    "ເຊົາຕິດຕາມລິມາ",
)
NO_WISHES = (
    "when is the following meeting?",
    "what follows the Beirut meeting?",
    "are there follow-up documents of Lima?",
    "Follow-up documents of Lima?",
    "what will follow after Beirut?",
    "Fellow delegates, where is Beirut?",
    "where can I follow the Beirut meeting online?",
    "subscribe me to the calendar of Beirut",
    "¿qué sigue después de Beirut?",
    "贝鲁特会议关注什么问题？",
    "关注什么问题？",
    "suis-je invité à Beyrouth ?",
    "I don't follow",
    "følger det lunsj med i Beirut?",
    "Ifølge brevet, når er møtet i Beirut?",
    "diga, ¿cuándo es lo de Beirut?",
    "how do I follow the session of Beirut on Zoom?",
)


@pytest.mark.parametrize("words", WISHES)
async def test_whoever_asks_in_her_words_follows(stage, words):
    """As with the command, and a button undoes it."""
    ana = stage.person("Ana")

    [told] = await ana.says(words)
    view = await stage.plenary.services.following.of(ana.id)
    [left] = await ana.presses(next(label for label in told.labels if label.startswith("🔕")))

    assert told.text.lstrip("\u200f").startswith("🔔")
    assert [WISHES[words]] == [each.what.id for each in view.followed]
    assert left.text.lstrip("\u200f").startswith("🔕")
    assert [] == stage.refusals


@pytest.mark.parametrize("words", LEFT)
async def test_whoever_asks_in_her_words_follows_no_more(stage, words):
    """As with the button."""
    ana = stage.person("Ana")
    await ana.says("/follow lima 2007")

    [told] = await ana.says(words)

    assert told.text.lstrip("\u200f").startswith("🔕")
    assert () == (await stage.plenary.services.following.of(ana.id)).followed


@pytest.mark.parametrize("words", NO_WISHES)
async def test_words_that_only_look_like_it_follow_nothing(stage, words):
    """They are answered as the questions that they are."""
    ana = stage.person("Ana")

    told = await ana.says(words)

    assert not any(each.text.startswith(("🔔", "🔕")) or "Followed here" in each.text for each in told)
    assert () == (await stage.plenary.services.following.of(ana.id)).followed


async def test_where_several_fit_she_chooses_and_then_follows(stage):
    """Four meetings of the example were held in Geneva."""
    ana = stage.person("Ana")

    [which] = await ana.says("follow the Geneva meeting")
    [followed] = await ana.presses(which.labels[0])

    assert len(which.labels) > 1
    assert "You follow it now" in followed.text


async def test_in_a_group_its_administrators_decide_in_words_too(stage):
    """Others are told so."""
    group = stage.group("Delegations")
    ana, boss = stage.person("Ana"), stage.person("Boss")
    group.chat.members[boss.id] = "administrator"

    [refused] = await ana.says("@PlenaryBot follow Beirut 2011", chat=group)
    [followed] = await boss.says("@PlenaryBot follow Beirut 2011", chat=group)

    assert "administrators decide" in refused.text
    assert "You follow it now" in followed.text


async def becomes_supergroup(stage, group, writer):
    """Telegram gives a group another id, and says so in both; gives the new one."""
    new = stage.group("Delegations")
    new.chat.members.update(group.chat.members)
    for place, field, other in ((group, "migrate_to_chat_id", new.id), (new, "migrate_from_chat_id", group.id)):
        told = {"message_id": 900, "date": 0, "chat": place.chat.about, "from": writer.user, field: other}
        stage.updates = getattr(stage, "updates", 900_000) + 1
        await stage.plenary.door.take([{"update_id": stage.updates, "message": told}])
        await stage.plenary.door.idle()
    return new


async def test_a_group_that_becomes_a_supergroup_goes_on_in_the_middle_of_a_sentence(open_stage, tmp_path):
    """It follows what it followed, sees what it was let in to, and knows what was talked about."""
    file = tmp_path / "meetings.yaml"
    file.write_text(MEETINGS)
    (tmp_path / "letter.txt").write_text("The drafting group will hear forty lighthouse keepers.\n")
    stage = await open_stage(files=(EXAMPLE, file), organisers=(77,))
    ingrid, ana = stage.person("Ingrid", id=77), stage.person("Ana")
    group = stage.group("Delegations")
    group.chat.members[ana.id] = "creator"
    await ana.says(f"/start@PlenaryBot {await new_link(ingrid)}", chat=group)
    await ana.says("/follow geneva 2011", chat=group)
    await ana.says("@PlenaryBot when is the Lima conference?", chat=group)

    new = await becomes_supergroup(stage, group, ana)
    [contact] = await ana.says("@PlenaryBot and who is the contact?", chat=new)
    [followed] = await ana.says("/follow", chat=new)
    [invited] = await ana.says("@PlenaryBot where is the drafting group?", chat=new)

    assert "Lima" in contact.text
    assert "Intersessional Meeting" in followed.text
    assert "Genoa" in invited.text


async def test_an_administrator_who_stays_anonymous_is_one(stage):
    """Telegram then names the group itself as who sends; a button is pressed by a person."""
    group = stage.group("Delegations")
    ana = stage.person("Ana")
    message = {
        "message_id": 77,
        "date": 0,
        "chat": group.chat.about,
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
        "sender_chat": group.chat.about,
        "text": "/follow lima 2007",
        "entities": [{"type": "bot_command", "offset": 0, "length": 7}],
    }

    await stage.plenary.door.take([{"update_id": 900_000, "message": message}])
    await stage.plenary.door.idle()
    [followed] = ana.shown(group)
    [refused] = await ana.presses(next(label for label in followed.labels if "Unfollow" in label), chat=group)

    assert "You follow it now" in followed.text
    assert "administrators decide" in refused.text


async def test_whoever_opens_the_chat_can_be_written_to(stage):
    """Telegram tells of a block and its end, but not that somebody who was met in a group has now begun a chat."""
    ana = stage.person("Ana")
    await ana.says("/follow lima 2007")
    await stage.plenary.services.following.lost(ana.id, "never started")

    await ana.starts()

    assert 0 == (await stage.plenary.services.announcements.count(LIMA)).unreachable
