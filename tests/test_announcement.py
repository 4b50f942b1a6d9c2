"""What an announcement consists of: which messages a reader gets, in which order, within Telegram's limits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.announcement import (
    LONGEST_CAPTION,
    Attachment,
    Content,
    Part,
    Version,
    content_as_json,
    content_of,
)

PHOTO = Attachment(kind="photo", file_id="p")
FILE = Attachment(kind="file", file_id="f", name="map.pdf")
PLACE = Attachment(kind="place", name="WMO", latitude=46.2, longitude=6.1)

attachments = st.lists(st.sampled_from([PHOTO, FILE, PLACE]), unique=True).map(tuple)
versions = st.builds(
    Version, text=st.sampled_from(["", "Room 3.", "<b>Room</b> 5.", "a" * 951, "😀" * 476]), attachments=attachments
).filter(lambda version: not version.is_empty)
contents = st.builds(
    Content,
    versions=st.dictionaries(st.sampled_from(["ar", "en", "es", "zh"]), versions, min_size=1),
    asks=st.sampled_from(["nothing", "read", "yes_no"]),
)


def test_a_short_text_is_the_caption_of_the_photo_and_the_rest_follows():
    """One message less, and the words beside the picture."""
    content = Content(versions={"en": Version(text="Look.", attachments=(PLACE, PHOTO, FILE))}, asks="read")

    assert (
        Part(text="Look.", attachment=PHOTO, has_buttons=True),
        Part(attachment=PLACE),
        Part(attachment=FILE),
    ) == content.parts("en")


def test_a_text_too_long_for_a_caption_goes_first():
    """With room for the line that says when it was corrected."""
    content = Content(versions={"en": Version(text="a" * (LONGEST_CAPTION + 1), attachments=(PHOTO,))})

    assert [None, PHOTO] == [part.attachment for part in content.parts("en")]


def test_the_length_is_that_of_the_words_without_markup():
    """Telegram counts after it has read the entities."""
    text = "<b>" + "a" * LONGEST_CAPTION + "</b>"

    assert 1 == len(Content(versions={"en": Version(text=text, attachments=(PHOTO,))}).parts("en"))


def test_who_has_no_version_gets_the_english_one_or_else_the_first():
    """And a version without attachments comes with the fallback's."""
    content = Content(versions={"es": Version(text="Sala 3."), "en": Version(text="Room 3.", attachments=(PHOTO,))})

    assert ("Sala 3.", PHOTO) == (content.parts("es")[0].text, content.parts("es")[0].attachment)
    assert "Room 3." == content.parts("ru")[0].text
    assert "es" == Content(versions={"es": Version(text="Sala 3.")}).language_for("ru")


@given(contents, st.sampled_from(["ar", "en", "es", "fr", "ru", "zh"]))
def test_whatever_it_consists_of_each_part_is_sent_once_and_buttons_stand_under_one(content, reader):
    """Nothing is lost, nothing doubled; the words come first."""
    version = content.versions[content.language_for(reader)]
    expected = version.attachments or content.versions[content.fallback].attachments

    parts = content.parts(reader)

    assert sorted(map(repr, expected)) == sorted(repr(part.attachment) for part in parts if part.attachment)
    assert [version.text] * bool(version.text) == [part.text for part in parts if part.text]
    assert not version.text or version.text == parts[0].text
    assert (content.asks != "nothing") == sum(part.has_buttons for part in parts)


@given(contents)
def test_a_content_survives_the_store(content):
    """As JSON and back."""
    assert content == content_of(content_as_json(content))
