"""Messages within Telegram's limit."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.markup import utf16_length
from bot.messages import LIMIT, split

BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(["{}", "<b>{}</b>", "<blockquote expandable>{}</blockquote>"]),
        st.text("ab &\n😀", max_size=300),
    ),
    max_size=40,
)


def html_of(blocks: list[tuple[str, str]]) -> str:
    return "\n\n".join(form.format(text.replace("&", "&amp;")) for form, text in blocks)


def words_of(html: str) -> str:
    return "".join(re.sub(r"<[^>]*>", "", html).split())


@given(BLOCKS)
def test_every_part_is_within_the_limit_and_nothing_is_lost(blocks):
    """Whatever the length, no message is refused and no word is missing."""
    html = html_of(blocks)

    parts = split(html, 200)

    assert all(utf16_length(part) <= 200 for part in parts)
    assert words_of(html) == "".join(map(words_of, parts))


@given(BLOCKS)
def test_every_part_has_balanced_tags_and_whole_references(blocks):
    """A tag that is open at the cut is closed before it and opened again after it."""
    for part in split(html_of(blocks), 200):
        tags = re.findall(r"<(/?)(\w+)[^>]*>", part)

        assert [name for slash, name in tags if not slash] == [name for slash, name in tags if slash]
        assert not re.search(r"&(?!amp;)", part)


def test_a_short_text_is_one_message():
    """Most answers are."""
    assert ["<b>Lima</b>"] == split("<b>Lima</b>")


def test_blocks_stay_whole_where_they_can():
    """The cut is between paragraphs, not within one."""
    first, second = "a " * 1500, "b " * 1500

    assert [first.strip(), second] == split(f"{first}\n\n{second}", LIMIT)
