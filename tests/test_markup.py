"""The formatting of texts that people write: kept where Telegram takes it, harmless everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import cleaned, plain, utf16_length
from bot.rehearsal.parse_mode import parse_html

PIECES = st.sampled_from(
    ["<b>", "</b>", "<i>", "</i>", "<script>", "</script>", "<a href='https://x.org'>", '<a href="javascript:1">', "</a>",
     "<pre>", "<code class='language-python'>", "</code>", "</pre>", "<span class='tg-spoiler'>", "</span>", "<", ">", "&",
     "&lt;", "&amp;", "&nbsp;", "<blockquote expandable>", "</blockquote>", "<!-- -->", "Room", " ", "\n", "😀", "غرفة"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<b>new</b> room", "<b>new</b> room"),
        ("<strong>new</strong>", "<b>new</b>"),
        ('<a href="https://x.org/?a=1&amp;b=2">page</a>', '<a href="https://x.org/?a=1&amp;b=2">page</a>'),
        ('<a href="javascript:alert(1)">page</a>', "page"),
        ('<span class="tg-spoiler">secret</span>', "<tg-spoiler>secret</tg-spoiler>"),
        ("<blockquote expandable>long</blockquote>", "<blockquote expandable>long</blockquote>"),
        ("<b>never closed", "<b>never closed</b>"),
        ("<b><i>crossed</b></i>", "<b><i>crossed</i></b>"),
        ("Rooms &lt;A&gt; &amp; B", "Rooms &lt;A&gt; &amp; B"),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍"),
    ],
)
def test_what_is_kept(written, kept):
    """What Telegram's clients send, and nothing else."""
    assert kept == cleaned(written)


@given(st.lists(PIECES).map("".join))
def test_whatever_is_written_telegram_can_read_it(written):
    """And the plain text is what remains without markup."""
    text, _ = parse_html(cleaned(written))

    assert cleaned(written) == cleaned(cleaned(written))
    assert plain(written) == text.strip()


def test_the_length_is_telegrams():
    """An emoji counts for two."""
    assert (1, 2) == (utf16_length("a"), utf16_length("😀"))
