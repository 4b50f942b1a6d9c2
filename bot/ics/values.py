"""Values as calendars write them. Here the icalendar library is a base class: whoever uses this module has it loaded."""

from __future__ import annotations

import re

import icalendar


class Text(icalendar.vText):
    """A TEXT value (RFC 5545 section 3.3.11). icalendar 7.3 takes a backslash before a capital N for a line break."""

    def to_ical(self) -> bytes:
        """Give the value as it is written."""
        return re.sub(r"[\\;,]", r"\\\g<0>", str(self)).replace("\n", "\\n").encode()
