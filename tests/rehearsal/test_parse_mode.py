"""HTML parse mode: text and entities out of markup, refusals in Telegram's words."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.entities import cleaned, trimmed, utf16_length, with_found
from bot.rehearsal.parse_mode import parse_html
from bot.rehearsal.refused import Refused

TAGS = ["b", "i", "u", "s", "tg-spoiler", "blockquote", "blockquote expandable"]
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


def marked(text: str, entity: dict) -> str:
    """The part of a text that an entity covers, counted as Telegram counts."""
    units = text.encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


@given(TEXT)
def test_any_escaped_text_survives(text):
    """What a template escapes comes out as it was."""
    assert (text, []) == parse_html(escape(text))


@given(TEXT, st.sampled_from(TAGS), TEXT, TEXT)
def test_an_entity_covers_what_its_tags_enclose(before, tag, inside, after):
    """Offsets count UTF-16 code units, so that an entity still fits after an emoji or a rare Chinese character."""
    text, entities = parse_html(f"{escape(before)}<{tag}>{escape(inside)}</{tag.split()[0]}>{escape(after)}")

    assert before + inside + after == text
    assert ([inside] if inside else []) == [marked(text, entity) for entity in entities]


@given(st.recursive(TEXT.map(lambda text: (escape(text), text)), lambda inner: st.builds(
    lambda tag, parts: (f"<{tag}>{''.join(m for m, _ in parts)}</{tag}>", "".join(t for _, t in parts)),
    st.sampled_from(["b", "i", "u", "s"]), st.lists(inner, max_size=3),
), max_leaves=8))  # fmt: skip
def test_nested_markup_gives_nested_entities(pair):
    """However deep the tags, the text is what stood between them, and each entity lies within it."""
    markup, expected = pair

    text, entities = parse_html(markup)

    assert expected == text
    assert all(0 < entity["length"] <= utf16_length(text) - entity["offset"] for entity in entities)
    assert entities == sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


@pytest.mark.parametrize(
    ("markup", "entity"),
    [
        ("<strong>x</strong>", {"type": "bold"}),
        ("<em>x</em>", {"type": "italic"}),
        ("<ins>x</ins>", {"type": "underline"}),
        ("<del>x</del>", {"type": "strikethrough"}),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ("<code>x</code>", {"type": "code"}),
        ('<pre><code class="language-python">x</code></pre>', {"type": "pre", "language": "python"}),
        ("<code><b>x</b></code>", {"type": "code"}),
        (
            '<a href="https://example.org/?a=1&amp;b=2">x</a>',
            {"type": "text_link", "url": "https://example.org/?a=1&b=2"},
        ),
        ("<blockquote>x</blockquote>", {"type": "blockquote"}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        ('<tg-emoji emoji-id="5368">x</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "5368"}),
        (
            '<tg-time unix="1304992800" format="wDT">x</tg-time>',
            {"type": "date_time", "unix_time": 1304992800, "date_time_format": "wDT"},
        ),
    ],
)
def test_each_tag_gives_its_entity(markup, entity):
    """Every tag of the Bot API's HTML style is known."""
    assert ("x", [{"offset": 0, "length": 1, **entity}]) == parse_html(markup)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a &lt; b &amp;&amp; c &gt; d &quot;e&quot;", 'a < b && c > d "e"'),
        ("&#8212;&#x2014;", "——"),
        ("&nbsp;&copy; &", "&nbsp;&copy; &"),
        ("&amp;lt;", "&lt;"),
        ('<a href="http://localhost/">here</a>', "here"),
        ('<a href="tel:+41227907111">call</a>', "call"),
        ("<blockquote>a<blockquote></blockquote></blockquote>", "a"),
    ],
)
def test_only_what_telegram_knows_is_markup(markup, text):
    """Four named references and all numeric ones are read; a link to where Telegram does not lead is plain text."""
    assert text == parse_html(markup)[0]


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("é < 3 >", 'Unsupported start tag "" at byte offset 3'),
        ("<!-- a -->", 'Unsupported start tag "!--" at byte offset 0'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x"', 'Unclosed start tag "a" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="?">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_wrong_markup_is_refused_in_telegrams_words(markup, problem):
    """An error names what is wrong and at which byte."""
    with pytest.raises(Refused) as refused:
        parse_html(markup)

    assert (400, f"Bad Request: can't parse entities: {problem}") == (refused.value.code, str(refused.value))


@given(st.text("<>/ab=\"' &;#x1", max_size=30))
def test_no_markup_breaks_the_reader(markup):
    """Whatever stands there, it is read or refused."""
    try:
        text, entities = parse_html(markup)
    except Refused:
        return

    assert all(entity["offset"] + entity["length"] <= utf16_length(text) for entity in entities)


@given(TEXT, TEXT.filter(str.strip), TEXT)
def test_entities_move_with_trimmed_text(before, inside, after):
    """White space around a message goes, and what was bold before is bold after, white space aside."""
    whole = f" \n{before}{inside}{after}\n "
    entity = {"type": "bold", "offset": 2 + utf16_length(before), "length": utf16_length(inside)}

    text, [kept] = trimmed(whole, [entity])

    assert whole.strip() == text
    assert inside.strip() == marked(text, kept).strip()


def test_addresses_commands_and_mentions_are_found():
    """Telegram marks by itself what can be tapped."""
    text = "😀 /venue@PlenaryBot www.ccm-registration.org, see (https://example.org/a?b=c). @ana x@example.org 1/2 a/b"

    found = [(entity["type"], marked(text, entity)) for entity in with_found(text, [])]

    assert [
        ("bot_command", "/venue@PlenaryBot"),
        ("url", "www.ccm-registration.org"),
        ("url", "https://example.org/a?b=c"),
        ("mention", "@ana"),
        ("email", "x@example.org"),
    ] == found


def test_nothing_is_found_inside_code():
    """A command within code is not tapped."""
    text, entities = parse_html("<code>/start</code>")

    assert entities == with_found(text, entities)


def test_characters_that_telegram_takes_out_are_gone():
    """Carriage returns and direction overrides go; the isolates around Latin names in Arabic stay."""
    assert "a\nb \u2068Lima\u2069" == cleaned("a\r\nb\t\u202e\u2068Lima\u2069\u2028")
