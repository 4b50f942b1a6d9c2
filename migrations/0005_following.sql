-- Where the bot can write, and which chat follows what.
CREATE TABLE chat (
    id INTEGER PRIMARY KEY,              -- Telegram's; a person's private chat has her user id
    kind TEXT NOT NULL CHECK (kind IN ('private', 'group', 'supergroup', 'channel')),
    title TEXT NOT NULL,                 -- of a private chat the person's name
    language TEXT,                       -- of a group or channel, as its administrators chose
    unreachable TEXT,                    -- why the bot cannot write there; NULL: it can
    unreachable_since TEXT
) STRICT;

CREATE TABLE follower (
    chat_id INTEGER NOT NULL REFERENCES chat (id) ON UPDATE CASCADE ON DELETE CASCADE,
    meeting_id TEXT REFERENCES meeting (id) ON DELETE CASCADE,
    process_id TEXT REFERENCES process (id) ON DELETE CASCADE,
    topic INTEGER,                       -- message_thread_id in which a group wants its news
    person_id INTEGER,                   -- who made it follow
    since TEXT NOT NULL,
    CHECK ((meeting_id IS NULL) <> (process_id IS NULL)),
    UNIQUE (chat_id, meeting_id),
    UNIQUE (chat_id, process_id)
) STRICT;
CREATE INDEX follower_of_meeting ON follower (meeting_id) WHERE meeting_id IS NOT NULL;
CREATE INDEX follower_of_process ON follower (process_id) WHERE process_id IS NOT NULL;

-- Whom news of a meeting are for: those who follow it or its process, each chat once, the meeting's topic before the other.
CREATE VIEW meeting_audience (meeting_id, chat_id, topic) AS
SELECT meeting_id, chat_id, topic FROM follower WHERE meeting_id IS NOT NULL
UNION ALL
SELECT meeting.id, follower.chat_id, follower.topic
FROM meeting JOIN follower ON follower.process_id = meeting.process_id
WHERE NOT EXISTS (
    SELECT 1 FROM follower AS own WHERE own.meeting_id = meeting.id AND own.chat_id = follower.chat_id
);
