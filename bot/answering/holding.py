"""What the fields of a meeting hold in the words of a question: texts, titles of documents, offices of people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answering import parts, passages, search_terms
from bot.answering.parts import Part
from bot.answering.subjects import Ask, Subject
from bot.answering.texts import in_all_languages, people_of, texts_of
from bot.model import Meeting, in_language
from bot.when import When


def entitled(meeting: Meeting, own: Sequence[search_terms.Term]) -> bool:
    """Whether words of a question are those of a document's title ("show me the action plan")."""
    return len(own) > 1 and any(passages.share(title, own) >= 1 for title in titles(meeting))


def in_office(meeting: Meeting, own: Sequence[search_terms.Term]) -> str:
    """The path of whoever is named with an office that words of a question tell ("who is the executive secretary?")."""
    if own:
        for path, offices in offices_of(meeting):
            if any(passages.share(office, own) >= 1 for office in offices):
                return path
    return ""


def titles(meeting: Meeting) -> Iterator[str]:
    """The titles of its documents, in every language that they have."""
    return (title for document in meeting.documents for title in in_all_languages(document.title))


def offices_of(meeting: Meeting) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Whoever is named, by path, with what is said of her."""
    for path, text in people_of(meeting):
        contact = path.startswith("contacts.") and meeting.contacts[int(path.partition(".")[2])]
        yield (
            path,
            (text, *in_all_languages(contact.role), *in_all_languages(contact.organisation)) if contact else (text,),
        )


def facts_found(meeting: Meeting, wanted: Sequence[search_terms.Term], enough: float) -> Part | None:
    """The facts of a meeting that hold the words of the question."""
    texts = [(passages.share(in_language(text, "en"), wanted), path, text) for path, text in texts_of(meeting)]
    good = sorted((each for each in texts if each[0] >= enough), key=lambda each: -each[0])[:2]
    if not good:
        return None
    days = dict(_days_due(meeting))
    if all(path in days for _, path, _ in good):
        due = tuple((days[path], text) for _, path, text in good)
        paths = tuple(path.rpartition(".")[0] for _, path, _ in good)
        return parts.Deadlines(ask=Ask(Subject.DEADLINES), meeting=meeting, due=due, paths=paths)
    return parts.Found(
        ask=Ask(Subject.OTHER),
        meeting=meeting,
        texts=tuple(text for _, _, text in good),
        paths=tuple(path for _, path, _ in good),
    )


def _days_due(meeting: Meeting) -> Iterator[tuple[str, When]]:
    """The path of what is due by a day, with that."""
    yield from ((f"deadlines.{place}.what", each.date) for place, each in enumerate(meeting.deadlines))
    yield from (
        (f"requests.{place}.text", each.by) for place, each in enumerate(meeting.requests) if each.by is not None
    )
