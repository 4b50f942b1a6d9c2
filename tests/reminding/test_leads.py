"""How long before: written and read back, in order."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminding.leads import Lead, in_order, parse_lead

LEADS = st.one_of(
    st.builds(Lead, st.integers(0, 366), st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59))),
    st.builds(lambda minutes: Lead(minutes=minutes), st.integers(0, 366 * 1440)),
)


@given(LEADS)
def test_what_is_written_is_read_back(lead):
    """In few bytes: callback data carries it."""
    assert lead == parse_lead(str(lead))
    assert len(str(lead)) <= 9


@pytest.mark.parametrize("text", ["", "d", "3", "1d25:00", "1d6:00", "1000d", "-1d", "9999999m", "1h"])
def test_anything_else_is_refused(text):
    """Also what is too long."""
    with pytest.raises(ValueError, match=r"lead|days|hour"):
        parse_lead(text)


def test_the_longest_comes_first():
    """As they come due."""
    leads = (Lead(minutes=15), Lead(1), Lead(14), Lead(0), Lead(1, time(18)), Lead(14))

    assert ["14d", "1d", "1d18:00", "0d", "15m"] == [str(lead) for lead in in_order(leads)]
