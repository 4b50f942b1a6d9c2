"""JSON as it is read and written for every answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quick_json import as_bytes, as_text, parsed

HALF = "\ud83d"
texts = st.text(st.characters() | st.just(HALF))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_written_is_read_by_anybody(value):
    """Half a character too, by ourselves and by the standard library."""
    assert value == parsed(as_bytes(value)) == parsed(as_text(value)) == json.loads(as_text(value))


@given(values, st.booleans())
def test_what_others_write_is_read(value, ascii_only):
    """With escapes or without."""
    text = json.dumps(value, ensure_ascii=ascii_only)

    assert value == parsed(text if HALF in text else text.encode())


@pytest.mark.parametrize("text", ["", "{", "nothing", '{"a": }', b"\xff\xfe"])
def test_what_is_no_json_is_refused(text):
    """With a ValueError, as by the standard library."""
    with pytest.raises(ValueError, match=r"Expecting|decode"):
        parsed(text)
