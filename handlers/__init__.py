"""The routing table: every update the bot answers, in the order in which routes are tried."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.announcement import CATEGORIES
from bot.answering.subjects import Subject
from bot.context import BotContext
from handlers import (
    amendments,
    announce,
    announce_audience,
    announce_content,
    announce_sending,
    announcement_answers,
    announcement_list,
    announcements,
    arrivals,
    calendar,
    changes,
    chat_member,
    contacts,
    documents,
    editing,
    errors,
    following,
    importing,
    inline,
    introductions,
    kept,
    meetings,
    operation,
    organisers,
    privacy,
    programme,
    questions,
    quiet_hours,
    registration,
    relay,
    reminder_times,
    reminders,
    replies,
    settings,
    sharing,
    start,
    venue,
)
from handlers.roles import chiefs_only, organisers_anywhere, organisers_only

# The kinds of updates that have a route; others are not fetched.
ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHANNEL_POST,
    Update.INLINE_QUERY,
)

# What comes before the routes, in this order (python-telegram-bot goes through its groups by their numbers).
_MEETING_PEOPLE, _IN_CHANNELS, _LEAVING = -3, -2, -1

_MEETING = r"(?P<meeting>[a-z0-9-]{1,32})"
_SESSION = "(?P<session>[0-9a-f]{8})"
_PROCESS = r"(?P<process>[a-z0-9-]{1,32})"
_FOLLOWED = r"(?P<kind>[mp]):(?P<followed>[a-z0-9-]{1,32})"
_ALARMS = "(?P<alarms>[01])"
_WHAT = f"(?:a|c:{_PROCESS}|(?P<kind>[mps]):{_MEETING}(?::{_SESSION})?)"
_LEAD = "(?P<lead>[0-9dm:]{2,9}|usual)"
_KIND = "(?P<kind>[a-z]{4,8})"
_NUMBER = "[0-9]{1,16}"
_DRAFT = f"draft:(?P<announcement>{_NUMBER})"
_SENT = f"sent:(?P<announcement>{_NUMBER})"
_MEMBER = "(?P<member>-?[0-9]{1,16}):(?P<page>[0-9]{1,5})"
_ATTACHED = filters.PHOTO | filters.Document.ALL | filters.VENUE | filters.LOCATION
_KEY = "(?P<key>[0-9a-f]{8})"
# What has been written to the bot: in private everything, in a group only what privacy mode would show it.
# A card that was picked from inline results is no question.
_WRITTEN = filters.UpdateType.MESSAGES & filters.TEXT & ~filters.VIA_BOT
_MEETINGS_FILE = (
    filters.Document.FileExtension("yaml")
    | filters.Document.FileExtension("yml")
    | filters.Document.FileExtension("zip")
)
_TO_US = filters.ChatType.PRIVATE | questions.ADDRESSED


def add_handlers(application: Application[Any, BotContext, Any, Any, Any, Any]) -> None:
    """Put every route in its place."""
    application.add_handler(TypeHandler(Update, arrivals.meet), group=_MEETING_PEOPLE)
    application.add_handler(CallbackQueryHandler(arrivals.lead_out_of_channel), group=_IN_CHANNELS)
    not_cancel = filters.COMMAND & ~filters.Regex(r"^/cancel\b")
    application.add_handler(MessageHandler(not_cancel, arrivals.leave_dialogue), group=_LEAVING)
    application.add_error_handler(errors.answer_error)

    application.add_handlers(
        [
            # Plain questions: by far the most of what comes, and what no other route takes
            MessageHandler(_WRITTEN & ~filters.COMMAND & _TO_US, questions.hear),
            # Commands
            CommandHandler("start", start.start),
            CommandHandler("help", start.show_help),
            CommandHandler("cancel", start.cancel),
            CommandHandler("meetings", meetings.show_meetings),
            CommandHandler("next", meetings.show_next),
            CommandHandler("programme", questions.about(Subject.PROGRAMME)),
            CommandHandler("venue", questions.about(Subject.VENUE)),
            CommandHandler("register", questions.about(Subject.REGISTRATION)),
            CommandHandler("contacts", questions.about(Subject.CONTACTS)),
            CommandHandler("documents", questions.about(Subject.DOCUMENTS)),
            CommandHandler("calendar", questions.about(Subject.CALENDAR)),
            CommandHandler("changes", questions.about(Subject.CHANGES)),
            CommandHandler("follow", following.show_following),
            CommandHandler("unfollow", following.leave),
            CommandHandler("reminders", reminders.show_reminders),
            CommandHandler("settings", settings.show_settings),
            # Introductions
            _pressed("introduction:country", introductions.ask_country),
            _pressed("introduction:organisation", introductions.ask_organisation),
            _pressed(f"introduction:category:(?P<category>{'|'.join(CATEGORIES)})", introductions.choose_category),
            _pressed("introduction:skip", introductions.skip),
            # Following
            CommandHandler("follow", following.show_following, filters.UpdateType.CHANNEL_POST),
            CommandHandler("unfollow", following.leave, filters.UpdateType.CHANNEL_POST),
            _pressed(f"follow:{_FOLLOWED}", following.follow),
            _pressed(f"unfollow:{_FOLLOWED}", following.unfollow),
            ChatMemberHandler(chat_member.note_membership, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, chat_member.note_migration),
            # Reminders
            _pressed("reminders", reminders.show_reminders),
            _pressed(f"mute:{_MEETING}", reminders.mute),
            _pressed(f"unmute:{_MEETING}", reminders.unmute),
            _pressed("leads", reminder_times.show_leads),
            _pressed(f"leads:{_KIND}", reminder_times.show_leads_of),
            _pressed(f"lead:{_KIND}:{_LEAD}", reminder_times.turn_lead),
            _pressed("rules", organisers_only(reminder_times.choose_meeting)),
            _pressed(f"rules:{_MEETING}(:{_KIND})?", organisers_only(reminder_times.show_rules)),
            _pressed(f"rule:{_MEETING}:{_KIND}:{_LEAD}", organisers_only(reminder_times.turn_rule)),
            _pressed("settings:quiet", quiet_hours.ask_quiet),
            _pressed("quiet:(?P<hours>none|[0-9:-]{11})", quiet_hours.choose_quiet),
            _pressed(rf"remind:{_MEETING}:(?P<from_now>\+)?{_LEAD}", reminders.choose_meeting),
            _pressed(f"unwish:(?P<wishes>{_NUMBER}(,{_NUMBER}){{0,4}})", reminders.take_back),
            # Cards
            _pressed("meetings", meetings.show_meetings),
            _pressed(f"meeting:{_MEETING}", meetings.show_card),
            _pressed(f"about:{_MEETING}", meetings.show_about),
            _pressed(f"programme:{_MEETING}(:(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}))?", programme.show_programme),
            _pressed(f"session:{_MEETING}:{_SESSION}", programme.show_session),
            _pressed(f"star:{_MEETING}:{_SESSION}", programme.star),
            _pressed(f"unstar:{_MEETING}:{_SESSION}", programme.unstar),
            _pressed(f"venue:{_MEETING}", venue.show_venue),
            _pressed(f"registration:{_MEETING}", registration.show_registration),
            _pressed(f"contacts:{_MEETING}", contacts.show_contacts),
            _pressed(f"card:{_MEETING}:(?P<place>[0-9]{{1,3}})", contacts.send_contact),
            _pressed(f"documents:{_MEETING}", documents.show_documents),
            _pressed("document:(?P<document>[a-z0-9-]{1,32})", documents.send_document),
            # Calendars
            _pressed(f"calendar:{_MEETING}", calendar.show_calendar),
            _pressed(f"offer:{_ALARMS}:{_MEETING}(:{_SESSION})?", calendar.offer),
            _pressed(f"copy:{_ALARMS}:{_WHAT}", calendar.copy),
            _pressed(f"live:{_ALARMS}:{_WHAT}", calendar.subscribe),
            _pressed("calendars", calendar.show_calendars),
            _pressed(f"revoke:(?P<calendar>{_NUMBER})", calendar.revoke),
            _pressed(f"changes:{_MEETING}(:(?P<before>{_NUMBER}))?", changes.show_changes_of_meeting),
            _pressed(f"earlier:(?P<before>{_NUMBER})", changes.show_earlier_changes),
            # Sharing
            _pressed(f"share:{_MEETING}", sharing.share),
            _pressed(f"link:{_MEETING}", organisers_only(sharing.make_link)),
            _pressed(f"revoke:{_MEETING}:(?P<link>{_NUMBER})", organisers_only(sharing.revoke)),
            InlineQueryHandler(inline.offer_meetings),
            _pressed(f"reply:(?P<cause>{_NUMBER}):(?P<answer>read|yes|no|not_yet)", announcement_answers.take_answer),
            _pressed("withdrawn", announcement_answers.say_withdrawn),
            # Settings
            _pressed("settings", settings.show_settings),
            _pressed("settings:language", settings.ask_language),
            _pressed("language:(?P<language>[a-z]{2})", settings.choose_language),
            _pressed("settings:zone", settings.ask_zone),
            _pressed(r"zone:(?P<zone>[A-Za-z0-9_+/-]{1,50})", settings.choose_zone),
            # Privacy
            CommandHandler("privacy", privacy.show_privacy),
            _pressed("privacy", privacy.show_privacy),
            _pressed("privacy:data", privacy.send_data),
            _pressed("privacy:forgetting", privacy.ask_forgetting),
            _pressed("privacy:forget", privacy.forget),
            # Organisers
            CommandHandler("organisers", organisers_only(organisers.show_organisers)),
            CommandHandler("log", organisers_only(operation.show_log)),
            CommandHandler("status", organisers_only(operation.show_status)),
            CommandHandler("import", organisers_only(importing.show_how)),
            CommandHandler("export", organisers_only(importing.export)),
            CommandHandler("edit", organisers_only(editing.ask_meeting)),
            _pressed(f"edit:{_MEETING}", organisers_only(editing.ask_field)),
            _pressed(f"edit:{_MEETING}:(?P<field>[a-z]{{1,12}})", organisers_only(editing.ask_value)),
            _pressed(f"edit:{_MEETING}:status:(?P<status>[a-z]{{1,12}})", organisers_only(editing.show_status_plan)),
            _pressed("import:apply:(?P<upload>[0-9]{1,16})", organisers_only(importing.apply)),
            _pressed("import:undo:(?P<upload>[0-9]{1,16})", organisers_only(importing.undo)),
            _pressed("import:discard:(?P<upload>[0-9]{1,16})", organisers_only(importing.discard)),
            MessageHandler(_MEETINGS_FILE & filters.ChatType.PRIVATE, organisers_only(importing.hear_file)),
            _pressed("organisers", organisers_only(organisers.show_organisers)),
            _pressed("invite", chiefs_only(organisers.ask_role)),
            _pressed("invite:process", chiefs_only(organisers.ask_process)),
            _pressed(f"invite:(?P<role>chief|organiser)(:{_PROCESS})?", chiefs_only(organisers.invite)),
            _pressed(f"withdraw:(?P<invitation>{_NUMBER})", chiefs_only(organisers.withdraw)),
            _pressed(f"removing:(?P<person>{_NUMBER})", chiefs_only(organisers.ask_removal)),
            _pressed(f"remove:(?P<person>{_NUMBER})", chiefs_only(organisers.remove)),
            _pressed("organisers:leaving", organisers_only(organisers.ask_leave)),
            _pressed("organisers:leave", organisers_only(organisers.leave)),
            _pressed(f"log(:(?P<before>{_NUMBER}))?", organisers_only(operation.show_log)),
            _pressed("status", organisers_only(operation.show_status)),
            # Announcements: composing
            CommandHandler("announce", organisers_only(announce.ask_subject)),
            _pressed("announce", organisers_only(announce.ask_subject)),
            _pressed(f"announce:{_FOLLOWED}", organisers_only(announce.begin)),
            _pressed(_DRAFT, organisers_only(announce.open_draft)),
            _pressed(f"{_DRAFT}:audience", organisers_only(announce_audience.show_audience)),
            _pressed(f"{_DRAFT}:by:(?P<dimension>[lcg])", organisers_only(announce_audience.show_choices)),
            _pressed(
                f"{_DRAFT}:by:(?P<dimension>[lcg]):(?P<value>[A-Za-z_-]{{1,20}})",
                organisers_only(announce_audience.choose),
            ),
            _pressed(f"{_DRAFT}:who(:(?P<page>[0-9]{{1,5}}))?", organisers_only(announce_audience.show_members)),
            _pressed(f"{_DRAFT}:member:{_MEMBER}", organisers_only(announce_audience.ask_category)),
            _pressed(
                f"{_DRAFT}:set:{_MEMBER}:(?P<category>[a-z_-]{{1,20}})", organisers_only(announce_audience.set_category)
            ),
            _pressed(f"{_DRAFT}:texts", organisers_only(announce_content.ask_language)),
            _pressed(f"{_DRAFT}:write:(?P<language>[a-z]{{2}})", organisers_only(announce_content.ask_content)),
            _pressed(f"{_DRAFT}:venue:(?P<language>[a-z]{{2}})", organisers_only(announce_content.add_venue)),
            _pressed(f"{_DRAFT}:clear:(?P<language>[a-z]{{2}})", organisers_only(announce_content.clear)),
            _pressed(f"{_DRAFT}:ask", organisers_only(announce_content.ask_answers)),
            _pressed(f"{_DRAFT}:asks:(?P<asks>nothing|read|yes_no)", organisers_only(announce_content.set_asks)),
            # Announcements: sending
            _pressed(f"{_DRAFT}:preview", organisers_only(announce_sending.preview)),
            _pressed(f"{_DRAFT}:send:(?P<revision>{_NUMBER})", organisers_only(announce_sending.send_now)),
            _pressed(f"{_DRAFT}:schedule:(?P<revision>{_NUMBER})", organisers_only(announce_sending.ask_time)),
            _pressed(f"{_DRAFT}:scheduled", organisers_only(announce_sending.open_scheduled)),
            _pressed(f"{_DRAFT}:call_off", organisers_only(announce_sending.call_off)),
            _pressed(f"{_DRAFT}:test", organisers_only(announce_sending.test)),
            _pressed(f"{_DRAFT}:discarding", organisers_only(announce_sending.ask_discard)),
            _pressed(f"{_DRAFT}:discard", organisers_only(announce_sending.discard)),
            # Announcements: sent
            CommandHandler("announcements", organisers_only(announcements.show_announcements)),
            _pressed(_SENT, organisers_only(announcements.open_report)),
            _pressed(f"{_SENT}:pause", organisers_only(announcements.pause)),
            _pressed(f"{_SENT}:resume", organisers_only(announcements.resume)),
            _pressed(f"{_SENT}:stop", organisers_only(announcements.stop)),
            _pressed(f"{_SENT}:again", organisers_only(announcements.send_again)),
            _pressed(f"{_SENT}:leave", organisers_only(announcements.leave)),
            _pressed(f"{_SENT}:list", organisers_only(announcement_list.send_list)),
            _pressed(f"{_SENT}:correct", organisers_only(amendments.ask_version)),
            _pressed(f"{_SENT}:correct:(?P<language>[a-z]{{2}})", organisers_only(amendments.ask_text)),
            _pressed(f"{_SENT}:correct_now:(?P<revision>{_NUMBER})", organisers_only(amendments.correct)),
            _pressed(f"{_SENT}:restore", organisers_only(amendments.restore)),
            _pressed(f"{_SENT}:drop", organisers_only(amendments.drop)),
            _pressed(f"{_SENT}:withdrawing", organisers_only(amendments.ask_withdrawal)),
            _pressed(f"{_SENT}:withdraw", organisers_only(amendments.withdraw)),
            # Questions to the organisers
            _pressed(f"pass_on:(?P<message>{_NUMBER})", relay.show_draft),
            _pressed(f"not_right:(?P<message>{_NUMBER})", relay.ask_remark),
            _pressed(f"rewrite:(?P<question>{_NUMBER})", relay.ask_words),
            _pressed(f"send:(?P<question>{_NUMBER})", relay.send),
            _pressed(f"leave:(?P<question>{_NUMBER})", relay.leave),
            _pressed("my_questions", relay.show_mine),
            _pressed(f"withdraw_question:(?P<question>{_NUMBER})", relay.withdraw),
            CommandHandler("questions", replies.show_questions),
            _pressed(f"questions(:(?P<start>{_NUMBER}))?", organisers_only(replies.show_open)),
            _pressed(f"unanswered(:(?P<start>{_NUMBER}))?", organisers_only(replies.show_unanswered)),
            _pressed(f"answer_question:(?P<question>{_NUMBER})", organisers_only(replies.ask_answer)),
            _pressed(f"dismissing:(?P<question>{_NUMBER})", organisers_anywhere(replies.ask_reason)),
            _pressed(f"addition:(?P<reply>{_NUMBER})", organisers_anywhere(replies.send_addition)),
            _pressed(f"keep:(?P<reply>{_NUMBER})", organisers_anywhere(kept.keep)),
            _pressed(f"unkeep:{_MEETING}:{_KEY}", organisers_anywhere(kept.take_back)),
            _pressed(f"kept(:(?P<start>{_NUMBER}))?", organisers_only(kept.show_kept)),
            _pressed(f"replacing:{_MEETING}:{_KEY}", organisers_only(kept.ask_replacement)),
            _pressed(f"answering:(?P<unanswered>{_NUMBER})", organisers_only(kept.ask_knowledge)),
            _pressed("questions:here", organisers_anywhere(replies.bring_here)),
            _pressed("questions:elsewhere", organisers_anywhere(replies.bring_elsewhere)),
            # Whatever else people send
            MessageHandler(_ATTACHED & filters.ChatType.PRIVATE, questions.hear_attachment),
            _pressed(f"answer:{_MEETING}", questions.answer_which_meeting),
            MessageHandler(filters.COMMAND & filters.ChatType.PRIVATE, errors.answer_unknown_command),
            MessageHandler(
                ~filters.TEXT & ~filters.StatusUpdate.ALL & _TO_US,
                questions.hear_other,
            ),
            CallbackQueryHandler(errors.answer_stale_button),
        ]
    )


def _pressed(pattern: str, handler: questions.Handler) -> CallbackQueryHandler[BotContext, None]:
    """The route of a button whose whole data has this form."""
    return CallbackQueryHandler(handler, pattern=f"^{pattern}$")
