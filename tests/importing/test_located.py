"""YAML as people write it: every value a text with its line, everything dangerous refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.importing.located import Located, read


def tree(source: str) -> Located:
    located, problems = read(source.encode(), "m.yaml")
    assert not problems
    return located


def said(source: str | bytes) -> list[str]:
    _, problems = read(source if isinstance(source, bytes) else source.encode(), "m.yaml")
    return [str(problem) for problem in problems]


def test_every_value_is_a_text() -> None:
    """Norway's code is no boolean, a date no date yet, a number no number."""
    located = tree("country: NO\nstart: 2011-06-27\ngeo: [46.2, 6]\nempty: ''\n")

    assert {"country": "NO", "start": "2011-06-27", "geo": ["46.2", "6"], "empty": ""} == located.value


def test_a_key_without_a_value_is_left_out() -> None:
    """A line that waits to be filled in says nothing."""
    assert {"a": "1"} == tree("a: 1\nvenue:\n").value


def test_every_value_knows_its_line() -> None:
    """Also entries of lists and keys of mappings; what is not there has the line of what it would stand in."""
    located = tree("a:\n  - x\n  - {b: y,\n     c: z}\n")

    assert [1, 2, 3, 4] == [located.line(path) for path in (("a",), ("a", 0), ("a", 1, "b"), ("a", 1, "c"))]
    assert 3 == located.line(("a", 1, "missing"))


def test_characters_that_deceive_are_taken_out() -> None:
    """Bidi overrides, isolates and escaped control characters never reach the store; Arabic's own marks do."""
    located = tree('a: "x\\u202Ey\\u2066z\\a\\u200F\\u2028w"\n')

    assert {"a": "xyz\u200f\nw"} == located.value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "a: 1\nb: 2\na: 3\n",
            "m.yaml:3: a: the key 'a' stands here a second time; keep this one or the one in line 1",
        ),
        (
            "a: &x [1]\n",
            "m.yaml:1: anchors (&) and aliases (*) are not read here; write the value out, in quotation marks",
        ),
        ("a: *x\n", "m.yaml:1: anchors (&) and aliases (*) are not read here; write the value out, in quotation marks"),
        (
            "\na: !!python/object/apply:os.system [ls]\n",
            "m.yaml:2: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not read here; "
            "write the value in quotation marks",
        ),
        ("a: " + "[" * 500, "m.yaml:1: this is more than 20 levels deep; a meetings file needs at most eight"),
        ("a: 1\n---\nb: 1\n", "m.yaml:2: a second YAML document begins here; make it a file of its own"),
        ("? [a]\n: b\n", "m.yaml:1: a key is missing, or is no plain word; write `key: value`"),
        (b"a: 1\nb: \xe9\n", "m.yaml:2: the text is not in UTF-8; save the file as UTF-8"),
        ("a: 1\nb: \x07\n", "m.yaml:2: the control character U+0007 stands here; take it out"),
    ],
)
def test_what_is_not_read_is_told(source: str | bytes, expected: str) -> None:
    """With the line, and what to do instead."""
    assert [expected] == said(source)


def test_broken_yaml_is_told_with_its_line() -> None:
    """The parser's own words are kept in brackets."""
    (problem,) = said("a: 1\nb: [1, 2\nc: 3\n")

    assert problem.startswith("m.yaml:3: this is not YAML (")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(deadline=None)
def test_no_bytes_are_too_much(source: bytes) -> None:
    """Whatever a file holds gives a tree or problems."""
    located, problems = read(source, "m.yaml")

    assert isinstance(located, Located)
    assert all("\n" not in str(problem) for problem in problems)
