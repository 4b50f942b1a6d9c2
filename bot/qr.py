"""QR codes, which a phone's camera opens."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from bot.deferred import Deferred

if TYPE_CHECKING:
    import segno
else:
    segno = Deferred("segno")


_PIXELS = 10  # a module; a code of a deep link is then about 400 pixels wide, and sharp in print


def png(address: str) -> bytes:
    """The address as a picture, with the quiet border that readers need."""
    picture = io.BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="png", scale=_PIXELS, border=4)
    return picture.getvalue()
