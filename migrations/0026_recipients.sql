-- Whom an announcement is for is read from these alone, in the order in which deliveries are indexed.
DROP INDEX follower_of_meeting;
CREATE INDEX follower_of_meeting ON follower (meeting_id, chat_id, topic) WHERE meeting_id IS NOT NULL;

DROP INDEX follower_of_process;
CREATE INDEX follower_of_process ON follower (process_id, chat_id, topic) WHERE process_id IS NOT NULL;

-- What is known of a chat, by which an audience is chosen; a dash where nobody said.
CREATE VIEW recipient (chat_id, title, is_private, unreachable, language, country, category, is_set) AS
SELECT
    chat.id, chat.title, chat.kind = 'private', chat.unreachable,
    COALESCE(chat.language, person.language, person.hint), COALESCE(person.country, '-'),
    COALESCE(chat.category, person.category, '-'), chat.category IS NOT NULL
FROM chat LEFT JOIN person ON person.id = chat.id;

DROP VIEW audience;
CREATE VIEW audience (
    meeting_id, process_id, chat_id, topic, title, is_private, unreachable, language, country, category, is_set
) AS
SELECT
    found.meeting_id, found.process_id, found.chat_id, found.topic,
    title, is_private, unreachable, language, country, category, is_set
FROM (
    SELECT meeting_id, '' AS process_id, chat_id, topic FROM meeting_audience
    UNION ALL
    SELECT '', process_id, chat_id, topic FROM process_audience
) AS found
JOIN recipient ON recipient.chat_id = found.chat_id;
