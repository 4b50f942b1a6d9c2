"""The languages that texts are written in: those of the United Nations. What is understood in questions is more."""

from __future__ import annotations

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
