"""Documents cut into what can be quoted."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.importing.passages import ITEM, LONGEST, Quotable, decoded, passages_of


def test_paragraphs_items_and_headings() -> None:
    """A paragraph is a passage, so is a list item; a heading stays with what follows it; emphasis goes."""
    text = """\
## The way forward

Thank you
co-chairs,

On **Monday** with the aims:

- -To gain
  understanding.
- To identify channels.
1. First point
"""

    assert [
        "The way forward\nThank you co-chairs,",
        "On Monday with the aims:\n– To gain understanding.\n– To identify channels.\n– 1. First point",
        "To gain understanding.",
        "To identify channels.",
        "1. First point",
    ] == passages_of(text)


def test_a_list_stays_with_what_announces_it_and_its_items_are_passages_too() -> None:
    """Who asks for the points is told them, and who asks about one of them that one."""
    text = """They exchange views on the following points:

- Only few countries asked for help.
- What does it mean?

We invite you.
"""

    assert [
        "They exchange views on the following points:\n– Only few countries asked for help.\n– What does it mean?",
        "Only few countries asked for help.",
        "What does it mean?",
        "We invite you.",
    ] == passages_of(text)


def test_a_long_list_is_quoted_as_far_as_there_is_room() -> None:
    """What comes behind the first item without room is left out too: nobody reads a list with holes."""
    items = ["a" * 600, "b" * (LONGEST - 610), "c" * 500, "d"]
    passages = passages_of("The points:\n\n" + "".join(f"- {item}\n" for item in items))

    assert [f"The points:{ITEM}{items[0]}", *items] == passages


def test_a_heading_ends_a_list() -> None:
    """What stands under another heading belongs to that."""
    assert "The points:\n– one" == passages_of("The points:\n\n- one\n\n## Others\n\n- two\n")[0]


def test_the_lines_of_a_timetable_stay_apart() -> None:
    """Nobody is quoted as the chair of the session above hers; a day stands above its lines."""
    text = """\
Friday 7 June
09:00-10:30 Item 1. Election of officers (Hall 2).
Chair: Ms. Amal Haddad
11:00-12:30 Item 2. Review of the list
of wetlands (Hall 3). Chair: Mr. Jiri Novak

Saturday 8 June, 9 h 30: excursion
"""

    assert [
        "Friday 7 June\n09:00-10:30 Item 1. Election of officers (Hall 2).\nChair: Ms. Amal Haddad\n"
        "11:00-12:30 Item 2. Review of the list of wetlands (Hall 3). Chair: Mr. Jiri Novak",
        "Saturday 8 June, 9 h 30: excursion",
    ] == passages_of(text)


def test_what_follows_a_finished_statement_on_a_line_of_its_own_is_another_passage() -> None:
    """A letter may put a contact or a note right under the text, without a blank line; a wrapped sentence stays whole."""
    text = """\
The secretariat will publish the list of participants on the last day of the meeting. Delegates
are asked to check their names.
Contact: Ms. Ingrid Solberg
"""

    assert [
        "The secretariat will publish the list of participants on the last day of the meeting. Delegates are asked to check "
        "their names.",
        "Contact: Ms. Ingrid Solberg",
    ] == passages_of(text)


def test_a_sentence_that_runs_over_a_page_is_one_passage() -> None:
    """Where a page ended in the middle of a sentence, both halves belong together."""
    assert ["It would also include an integrated approach."] == passages_of(
        "It would also include an\n\nintegrated approach."
    )


def test_a_long_paragraph_is_cut_at_sentences() -> None:
    """No passage is longer than fits an answer."""
    passages = passages_of("This is a sentence. " * 200)

    assert all(len(passage) <= LONGEST and passage.endswith(".") for passage in passages)
    assert 200 == sum(passage.count("sentence") for passage in passages)


@given(st.text(max_size=3000))
@settings(deadline=None)
def test_no_word_is_lost(text: str) -> None:
    """Every letter of the document stands in some passage, in its order; those of a list also behind what announces it."""
    letters = [character for character in text if character.isalnum()]
    passages = passages_of(text)
    without_lists = [passage.partition(f":{ITEM}")[0] for passage in passages]

    assert letters == [character for character in "".join(without_lists) if character.isalnum()]
    assert all(0 < len(passage) <= LONGEST for passage in passages)


def test_quotes_are_found_across_line_ends_and_emphasis() -> None:
    """A quote stands in a document whatever the line ends, blanks and asterisks; letters and signs count."""
    text = Quotable("Oslo,     December\n2006, **27-30 June 2011 in Geneva**, Perú")

    assert "Oslo, December 2006" in text
    assert "27-30 June 2011 in Geneva, Perú" in text
    assert "**27-30 June 2011 in Geneva**" in text
    assert "Peru\u0301" in text
    assert "27–30 June" not in text


def test_a_document_is_read_without_its_byte_order_mark() -> None:
    """Windows writes one; a page break becomes a line end."""
    assert "a\nb\nc" == decoded(b"\xef\xbb\xbfa\r\nb\x0cc")
