"""What people outside may open, once an address is set at which they reach it."""

from __future__ import annotations

from aiohttp import web

from bot.context import Services
from bot.settings import Settings
from bot.web.feeds import FeedPages


def public_pages(settings: Settings, services: Services) -> list[web.RouteDef]:
    """The routes of feeds and pages; none without PLENARY_PUBLIC_URL."""
    if settings.public_url is None:
        return []
    return FeedPages(services.feeds).routes()
