"""What somebody wrote, with the formatting that she gave it."""

from __future__ import annotations

from html import escape

from telegram import Message, MessageEntity


def html_of(message: Message) -> str:
    """A message's text or caption as HTML; "" where it has neither.

    python-telegram-bot puts the addresses of links in as they are: what would end them, or be read as a sign, is escaped
    before.
    """
    text = message.text or message.caption
    entities = [_escaped(entity) for entity in message.entities or message.caption_entities]
    return (
        Message(message.message_id, message.date, message.chat, text=text, entities=entities).text_html if text else ""
    )


def _escaped(entity: MessageEntity) -> MessageEntity:
    if entity.url is None:
        return entity
    return MessageEntity(entity.type, entity.offset, entity.length, url=escape(entity.url))
