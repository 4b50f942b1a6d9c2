-- Announcements from draft to report, and what their readers answer.
ALTER TABLE person ADD COLUMN category TEXT;    -- State Party, observer, NGO ... as she says; unverified
ALTER TABLE chat ADD COLUMN category TEXT;      -- the same as organisers set it; it rules
ALTER TABLE delivery ADD COLUMN language TEXT;  -- the one that it was sent in, so that a correction finds its version

-- Whom news of a process are for: those who follow it or any of its meetings, each chat once, its own topic first.
CREATE VIEW process_audience (process_id, chat_id, topic) AS
SELECT process_id, chat_id, topic FROM follower WHERE process_id IS NOT NULL
UNION ALL
SELECT meeting.process_id, follower.chat_id, MIN(follower.topic)
FROM meeting JOIN follower ON follower.meeting_id = meeting.id
WHERE NOT EXISTS (
    SELECT 1 FROM follower AS own WHERE own.process_id = meeting.process_id AND own.chat_id = follower.chat_id
)
GROUP BY meeting.process_id, follower.chat_id;

-- Everybody whom an announcement may be for: of a meeting (process_id is empty), or of a process (meeting_id is empty).
-- What stands of a country or category where none is known is a dash.
CREATE VIEW audience (
    meeting_id, process_id, chat_id, topic, title, is_private, unreachable, language, country, category, is_set
) AS
SELECT
    found.meeting_id, found.process_id, chat.id, found.topic, chat.title, chat.kind = 'private', chat.unreachable,
    COALESCE(chat.language, person.language, person.hint), COALESCE(person.country, '-'),
    COALESCE(chat.category, person.category, '-'), chat.category IS NOT NULL
FROM (
    SELECT meeting_id, '' AS process_id, chat_id, topic FROM meeting_audience
    UNION ALL
    SELECT '', process_id, chat_id, topic FROM process_audience
) AS found
JOIN chat ON chat.id = found.chat_id LEFT JOIN person ON person.id = chat.id;

CREATE TABLE announcement (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,            -- what it was made from: the same is made once
    process_id TEXT NOT NULL REFERENCES process (id) ON DELETE CASCADE,
    body TEXT NOT NULL CHECK (json_valid(body)),  -- whom it is for, what it says: bot/announcement.py
    revision INTEGER NOT NULL DEFAULT 0, -- rises with every change of the draft
    author TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    send_at TEXT,                        -- when it shall be sent; NULL: nobody has said so
    cause_id INTEGER UNIQUE REFERENCES cause (id),  -- what it became in the outbox; NULL: not sent yet
    told INTEGER NOT NULL DEFAULT 0      -- 1: its cards show how it ended
) STRICT;
CREATE INDEX announcement_due ON announcement (send_at) WHERE send_at IS NOT NULL AND cause_id IS NULL;
CREATE INDEX announcement_under_way ON announcement (id) WHERE cause_id IS NOT NULL AND told = 0;

-- The one message in an organiser's chat that shows an announcement, and is edited as it goes on.
CREATE TABLE announcement_card (
    announcement_id INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    is_live INTEGER NOT NULL,            -- 1: it shows how far the sending is, and is edited by itself
    PRIMARY KEY (announcement_id, chat_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer (
    cause_id INTEGER NOT NULL REFERENCES cause (id) ON DELETE CASCADE,
    chat_id INTEGER NOT NULL REFERENCES chat (id) ON UPDATE CASCADE ON DELETE CASCADE,
    answer TEXT NOT NULL CHECK (answer IN ('read', 'yes', 'no', 'not_yet')),
    by TEXT NOT NULL,                    -- who pressed it, as she is called; in a group one of many
    at TEXT NOT NULL,
    PRIMARY KEY (cause_id, chat_id)
) STRICT, WITHOUT ROWID;
