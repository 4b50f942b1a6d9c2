"""What people outside may open, once an address is set at which they reach it."""

from __future__ import annotations

from aiohttp import web

from bot.composition import Services
from bot.settings import Settings
from bot.web.feeds import FeedPages
from bot.web.pages import Pages


def public_pages(settings: Settings, services: Services) -> list[web.RouteDef]:
    """The routes of feeds and pages; none without PLENARY_PUBLIC_URL."""
    if settings.public_url is None:
        return []
    pages = Pages(
        services.rendering,
        services.meetings,
        services.admissions,
        services.entries,
        services.feeds,
        settings.public_url,
        services.rendering.nearest(settings.language),
    )
    return [*FeedPages(services.feeds).routes(), *pages.routes()]
