-- Meetings that are for invited people only: the links by which organisers let chats see one, and the chats let in.
CREATE TABLE meeting_link (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,     -- SHA-256 of what the link carries, which stands nowhere
    meeting_id TEXT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    made_by INTEGER NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX meeting_link_of_meeting ON meeting_link (meeting_id);

CREATE TABLE admission (
    chat_id INTEGER NOT NULL,            -- Telegram's; it may never have followed anything
    meeting_id TEXT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    link_id INTEGER REFERENCES meeting_link (id) ON DELETE SET NULL,  -- NULL: the link was revoked since
    since TEXT NOT NULL,
    PRIMARY KEY (chat_id, meeting_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX admission_by_link ON admission (link_id) WHERE link_id IS NOT NULL;

-- News of an invited meeting are for no follower of its process who was not let in.
DROP VIEW meeting_audience;
CREATE VIEW meeting_audience (meeting_id, chat_id, topic) AS
SELECT meeting_id, chat_id, topic FROM follower WHERE meeting_id IS NOT NULL
UNION ALL
SELECT meeting.id, follower.chat_id, follower.topic
FROM meeting JOIN follower ON follower.process_id = meeting.process_id
WHERE NOT EXISTS (
    SELECT 1 FROM follower AS own WHERE own.meeting_id = meeting.id AND own.chat_id = follower.chat_id
) AND (
    json_extract(meeting.body, '$.visibility') IS NOT 'invited'
    OR EXISTS (
        SELECT 1 FROM admission WHERE admission.meeting_id = meeting.id AND admission.chat_id = follower.chat_id
    )
    OR EXISTS (
        SELECT 1 FROM organiser
        WHERE organiser.person_id = follower.chat_id AND organiser.until IS NULL AND (
            organiser.processes IS NULL
            OR meeting.process_id IN (SELECT value FROM json_each(organiser.processes))
        )
    )
);
