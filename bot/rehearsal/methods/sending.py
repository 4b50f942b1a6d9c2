"""Methods that send: text, files, places, contacts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bot.rehearsal.entities import Entity
from bot.rehearsal.limits import LARGEST_PHOTO, LARGEST_UPLOAD, caption_fields, check_length, check_place, text_fields
from bot.rehearsal.memory import File, Message, Telegram
from bot.rehearsal.methods.base import Call, ChatId, LinkPreviewOptions, Parameters, Send, sent_file
from bot.rehearsal.refused import bad_request


class SendMessage(Send):
    text: str
    parse_mode: str | None = None
    entities: list[Entity] | None = None
    link_preview_options: LinkPreviewOptions | None = None

    def content(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        return text_fields(self.text, self.parse_mode, self.entities)


class SendDocument(Send):
    document: str | None = None
    thumbnail: str | None = None
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[Entity] | None = None
    disable_content_type_detection: bool | None = None

    def content(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        caption = caption_fields(self.caption, self.parse_mode, self.caption_entities)
        return {"document": sent_file(telegram, call, "document", self.document).about} | caption


class SendPhoto(Send):
    photo: str | None = None
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[Entity] | None = None
    show_caption_above_media: bool | None = None
    has_spoiler: bool | None = None

    def content(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        caption = caption_fields(self.caption, self.parse_mode, self.caption_entities)
        return photo_fields(sent_file(telegram, call, "photo", self.photo, LARGEST_PHOTO)) | caption


class SendLocation(Send):
    latitude: float
    longitude: float
    horizontal_accuracy: float | None = None
    live_period: int | None = None
    heading: int | None = None
    proximity_alert_radius: int | None = None

    def content(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        check_place(self.latitude, self.longitude)
        return {"location": {"latitude": self.latitude, "longitude": self.longitude}}


class SendVenue(Send):
    latitude: float
    longitude: float
    title: str
    address: str
    foursquare_id: str | None = None
    foursquare_type: str | None = None
    google_place_id: str | None = None
    google_place_type: str | None = None

    def content(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        check_place(self.latitude, self.longitude)
        for name in ("title", "address"):
            if not getattr(self, name).strip():
                raise bad_request(f"{name} must be non-empty")
        location = {"latitude": self.latitude, "longitude": self.longitude}
        return {"location": location, "venue": {"location": location, "title": self.title, "address": self.address}}


class SendContact(Send):
    phone_number: str
    first_name: str
    last_name: str | None = None
    vcard: str | None = None

    def content(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        if not self.phone_number.strip():
            raise bad_request("phone number must be non-empty")
        if not self.first_name.strip():
            raise bad_request("first name must be non-empty")
        check_length("vcard", self.vcard or "", 2048)
        card = self.model_dump(include={"phone_number", "first_name", "last_name", "vcard"}, exclude_none=True)
        return {"contact": card}


class Media(BaseModel):
    """InputMediaDocument or InputMediaPhoto."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["document", "photo"]
    media: str
    thumbnail: str | None = None
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[Entity] | None = None
    show_caption_above_media: bool | None = None
    has_spoiler: bool | None = None
    disable_content_type_detection: bool | None = None

    def content(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        """What its message holds. Raises Refused."""
        caption = caption_fields(self.caption, self.parse_mode, self.caption_entities)
        largest = LARGEST_PHOTO if self.type == "photo" else LARGEST_UPLOAD
        file = sent_file(telegram, call, self.type, self.media, largest)
        return (photo_fields(file) if self.type == "photo" else {"document": file.about}) | caption


class SendMediaGroup(Send):
    media: list[Media]

    def content(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        """What all messages of the album share."""
        chat = telegram.chat(self.chat_id)
        return {"media_group_id": f"{chat.id}-{chat.newest + 1}"}

    def answer(self, telegram: Telegram, call: Call) -> Any:
        if not 2 <= len(self.media) <= 10:
            raise bad_request("group must contain 2 to 10 items")
        if len({item.type for item in self.media}) > 1:
            raise bad_request("documents can't be mixed with other media types")
        shared = self.content(telegram, call)
        contents = [item.content(telegram, call) | shared for item in self.media]
        return [self.post(telegram, content) for content in contents]


class CopyMessage(Send):
    from_chat_id: ChatId
    message_id: int
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[Entity] | None = None
    show_caption_above_media: bool | None = None
    video_start_timestamp: int | None = None

    def content(self, telegram: Telegram, call: Call) -> dict[str, Any]:
        source = telegram.message(telegram.chat(self.from_chat_id), self.message_id, "copy")
        copied = {name: value for name, value in source.items() if name in _COPIED}
        if self.caption is None or "text" in copied:
            return copied
        return copied | caption_fields(self.caption, self.parse_mode, self.caption_entities)

    def answer(self, telegram: Telegram, call: Call) -> Message:
        return {"message_id": super().answer(telegram, call)["message_id"]}


class SendChatAction(Parameters):
    chat_id: ChatId
    message_thread_id: int | None = None
    action: Literal[
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    ]  # fmt: skip

    def answer(self, telegram: Telegram, call: Call) -> bool:
        telegram.chat_to_write_in(self.chat_id, self.message_thread_id)
        return True


_COPIED = {"text", "entities", "caption", "caption_entities", "document", "photo", "location", "venue", "contact"}


def photo_fields(file: File) -> dict[str, Any]:
    """A message's `photo`: one size, since nobody looks at it."""
    about = {name: value for name, value in file.about.items() if name not in {"file_name", "mime_type"}}
    return {"photo": [{**about, "width": 800, "height": 600}]}
