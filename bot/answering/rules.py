"""By which concepts a clause asks what: rules that hold in every language."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.answering.subjects import Ask


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause with all of `needs` and one of `any_of` (if there are any) and none of `without` asks `ask`.

    The concepts named and those in `takes` are then spent.
    """

    ask: Ask
    needs: frozenset[str]
    any_of: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    takes: frozenset[str] = field(default=frozenset())

    def fits(self, concepts: frozenset[str]) -> bool:
        """Whether the clause asks this."""
        return (
            self.needs <= concepts and (not self.any_of or bool(self.any_of & concepts)) and not self.without & concepts
        )


def _rule(ask: str, needs: str, any_of: str = "", without: str = "", takes: str = "") -> Rule:
    return Rule(Ask.parse(ask), *(frozenset(names.split()) for names in (needs, any_of, without, takes)))


# What is followed may be called a process or a series, and its news, sessions or changes may be spoken of.
_BESIDE_FOLLOWING = "process status changes overview list next previous session programme support asked register attend"

_BESIDE_CALENDAR = "calendar date when list asked document link follow subscribe access"

# In order: the first that fits a clause takes its concepts away from those below.
RULES = (
    _rule("changes", "changes", takes="status overview list document programme next previous when who asked"),
    _rule("mute", "mute", takes=f"remind notice unfollow calendar before left deadline now {_BESIDE_FOLLOWING}"),
    _rule("reminder.mine", "my_reminders", takes="remind notice list overview calendar status mute now when"),
    _rule("reminder", "remind", takes="notice before left calendar list attend register open deadline after"),
    _rule("reminder", "notice", takes="before left calendar list attend register open deadline after"),
    _rule("calendar.mine", "uncalendar", takes=f"{_BESIDE_CALENDAR} unfollow programme session deadline my_agenda"),
    _rule("calendar.agenda", "my_agenda", takes=f"{_BESIDE_CALENDAR} overview programme session deadline"),
    _rule("calendar.agenda", "calendar deadline", without="register", takes=_BESIDE_CALENDAR),
    _rule("calendar.programme", "programme", "calendar subscribe", takes=_BESIDE_CALENDAR),
    _rule("calendar.process", "process", "calendar subscribe", takes=_BESIDE_CALENDAR),
    _rule("calendar", "calendar", takes=_BESIDE_CALENDAR),
    _rule("unfollow", "unfollow", takes=_BESIDE_FOLLOWING),
    _rule("help.follow", "how_follow", without="comfort link interpretation", takes=f"{_BESIDE_FOLLOWING} follow how"),
    _rule("follow", "follow", without="comfort link where", takes=_BESIDE_FOLLOWING),
    _rule(
        "private",
        "private",
        without="nominate",
        takes="phone email register list attendance invited attend address name group",
    ),
    _rule("registration.opens", "register left", "open begin", takes="when date until online"),
    _rule("registration.closes", "register left", takes="when date close deadline end online"),
    _rule(
        "deadlines",
        "deadline sponsorship",
        takes="register when date how hour until sponsorship fee support asked contact",
    ),
    _rule(
        "registration.closes",
        "register",
        "deadline close end",
        without="open",
        takes="when date how hour until standing online",
    ),
    _rule(
        "deadlines",
        "deadline",
        without="register",
        takes="when date asked badge document letter hour session standing",
    ),
    _rule("practical.sponsorship", "sponsorship fee", without="register", takes="support attend group payer"),
    _rule("practical.sponsorship", "payer", "transport hotel visa attend group sponsorship", takes="fee support who"),
    _rule("support", "payer", without="register", takes="fee host who sponsorship support"),
    _rule("practical.fees", "fee", takes="register attend how interpretation"),
    _rule("practical.sponsorship", "sponsorship", takes="fee support attend group"),
    _rule("host", "behalf", takes="host letter sign document"),
    _rule("documents.symbol", "symbol", takes="letter document issued number when"),
    _rule("documents.issued", "sign", "when date", without="who", takes="letter document issued"),
    _rule(
        "documents.signed_by",
        "spoke",
        "document declaration",
        without="how_many",
        takes="letter host who session now when",
    ),
    _rule("documents.language", "letter interpretation", takes="document where sign invited issued"),
    _rule("other.signed", "how_many sign", without="letter document declaration", takes="outcome group who attend"),
    _rule("documents.signed_by", "sign letter", takes="document host declaration chair who"),
    _rule("documents.signed_by", "sign", without="declaration", takes="document host chair who"),
    _rule(
        "documents",
        "attached",
        without="sign issued",
        takes="letter document declaration link overview invited next programme",
    ),
    _rule("outcome", "sign declaration", takes="document who group invited"),
    _rule("outcome", "how_many declaration", takes="document who group issued"),
    _rule("documents.addressed_to", "addressed", "letter document", takes="letter document chair who invited host"),
    _rule("documents.addressed_to", "meant_for", "letter document", takes="letter document invited"),
    _rule("invited", "meant_for", takes="invited attend group address"),
    _rule("invited", "inviting", "group", takes="invited attend letter host country"),
    _rule("documents.issued", "letter", "when date issued", without="programme", takes="document issued hour"),
    _rule("documents.issued", "issued", takes="document letter when date"),
    _rule("registration.closes", "register", "deadline close end", takes="when date how hour until online"),
    _rule("registration.opens", "register open", "when date begin", takes="how link invited online"),
    _rule("registration.opens", "register begin", takes="when date how open online"),
    _rule("registration.how", "register length", takes="open hotel left when now how"),
    _rule("registration.open_now", "register open", takes="how link now invited attend standing online"),
    _rule("registration.url", "register link", takes="where how address contact document now online"),
    _rule("registration.url", "register online", takes="where how address contact document now"),
    _rule("registration.contact", "register contact", takes="how asked where online"),
    _rule("registration.opens", "register", "when date hour", takes="online"),
    _rule("registration.open_now", "register now", without="where asked", takes="link attend online"),
    _rule(
        "registration.how",
        "register",
        takes="how where asked attend deadline link overview contact now standing online",
    ),
    _rule("contacts.name", "name", "contact email phone", takes="contact"),
    _rule("contacts.phone", "phone", takes="contact name how phone_word host"),
    _rule("contacts.fax", "fax", takes="contact name how phone_word host"),
    _rule("contacts.email", "email", takes="contact name how address host"),
    _rule(
        "contacts",
        "contact",
        without="chair when",
        takes="name how address where host asked overview attend link document session",
    ),
    _rule("contacts", "contact", without="chair", takes="name how address host asked overview attend link document"),
    _rule(
        "practical.visa", "visa", takes="asked how letter attend document support left length hour when deadline before"
    ),
    _rule("practical.hotels", "hotel", takes="where address list"),
    _rule("practical.badges", "badge", takes="where when how asked document"),
    _rule("practical.interpretation", "interpretation", takes="document group"),
    _rule("practical.transport", "transport", takes="where how map address when hour begin"),
    _rule("invited", "group access", without="register building venue room hour where", takes="invited attend"),
    _rule("practical.access", "access", without="register", takes="building how open asked document venue"),
    _rule("practical.other", "comfort", takes="where when link group attend"),
    _rule(
        "practical.other",
        "online",
        without="when date hour where link contact email phone document letter programme calendar list follow subscribe",
        takes="group attend venue",
    ),
    _rule("other.size", "size", takes="how_many attend group asked attendance nominate level"),
    _rule("requests.nominate", "nominate attendance", takes="attend invited asked group level size how_many"),
    _rule("other.attendance", "attendance", takes="attend group invited"),
    _rule(
        "venue", "settled", "venue building address room", takes="status where venue building address room when date"
    ),
    _rule("status", "status", "when date", takes="before previous date when why venue where next"),
    _rule(
        "status",
        "status",
        takes="date why when begin open close end venue where next register objective programme session",
    ),
    _rule("dates", "settled", "when date", takes="status when date"),
    _rule(
        "status",
        "came_about",
        without="when date where who how_many hour outcome declaration chair host letter document",
    ),
    _rule("level", "level", takes="attend nominate invited group asked"),
    _rule("requests.nominate", "nominate", takes="attend invited asked group level"),
    _rule("other.states", "which_states asked", takes="invited attend group support programme"),
    _rule(
        "requests", "asked", without="host chair", takes="letter attend document group begin invited objective before"
    ),
    _rule("objectives", "why host", without="status", takes="programme attend venue where next"),
    _rule("objectives", "objective", takes="programme attend group why session host"),
    _rule("invited", "group attend", takes="invited support seats how_many"),
    _rule("invited", "group open", without="hour session room building access", takes="attend invited"),
    _rule("invited", "seats", "group invited", takes="how_many attend"),
    _rule("invited", "why invited", without="letter chair", takes="attend group list"),
    _rule("invited", "invited", without="letter chair", takes="attend group list"),
    _rule("documents", "letter", takes="document link overview invited outcome host"),
    _rule("documents", "document", takes="link where overview"),
    _rule("documents", "declaration", "document link", takes="link"),
    _rule("chairs", "chair", takes="host contact name session item"),
    _rule("support", "support", takes="host"),
    _rule("venue.building", "building host", without="who", takes="where venue room"),
    _rule("host", "host", takes="contact invited attend country name group venue where"),
    _rule("venue.country", "country", takes="where venue"),
    _rule("dates", "standing", takes="when date begin end close open now next takes_place"),
    _rule("dates.countdown", "left", takes="begin when date end length before"),
    _rule("programme.now", "programme now", takes="session"),
    _rule("programme.now", "list now", takes="list"),
    _rule("dates", "date now", takes="when now"),
    _rule("programme.now", "now", takes="session"),
    _rule("programme.first_day", "first_day", takes="programme session when date begin hour"),
    _rule("programme.second_day", "second_day", takes="programme session when date begin hour"),
    _rule("programme.third_day", "third_day", takes="programme session when date begin hour"),
    _rule("programme.last_day", "last_day", takes="programme session when date end hour"),
    _rule("programme.morning", "morning", takes="programme session"),
    _rule("programme.afternoon", "afternoon", takes="programme session"),
    _rule("outcome", "outcome", takes="document declaration objective group"),
    _rule("outcome", "declaration end", takes="when begin deadline"),
    _rule("outcome", "declaration", takes="programme"),
    _rule("programme", "programme", takes="when session document begin how next overview"),
    _rule("meetings", "list", takes="next previous date when where programme"),
    _rule("previous", "previous", takes="process when date where"),
    _rule("previous.before", "before", takes="process programme"),
    _rule("next", "next", takes="process programme"),
    _rule("next.after", "after", takes="process programme"),
    _rule("process", "process"),
    _rule("venue.room", "room", takes="where venue building session"),
    _rule("venue.map", "map", takes="where venue address how"),
    _rule("venue.address", "address", takes="where venue building city"),
    _rule("venue.building", "building", takes="where venue room"),
    _rule("venue.city", "city", takes="where venue district"),
    _rule("venue", "venue", takes="where session district"),
    _rule("venue", "where", takes="session district"),
    _rule("venue", "district"),
    _rule("website", "link", without="how_many", takes="overview"),
    _rule("dates.length", "length", takes="when begin end date"),
    _rule("dates.hours", "hour", takes="begin end when open close date session"),
    _rule("dates", "begin end", takes="when date"),
    _rule("dates.start", "begin", takes="when date"),
    _rule("dates.start", "open", "when date", takes="when date"),
    _rule("dates.end", "end", takes="when date"),
    _rule("dates.end", "close", "when date", takes="when date"),
    _rule("dates", "when", takes="date session"),
    _rule("dates", "date"),
    _rule("programme", "session"),
    _rule("status", "why"),
)

# The places of the rules that need a concept: only those of a clause's own concepts are tried.
NEEDING = {
    concept: tuple(place for place, rule in enumerate(RULES) if concept in rule.needs)
    for concept in frozenset().union(*(rule.needs for rule in RULES))
}
