-- What delegates pass on to the organisers, who answers it where, and what is asked in vain.
CREATE TABLE question (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- the number that people are told: never given again
    person_id INTEGER NOT NULL,          -- who asks
    name TEXT NOT NULL,                  -- as she was called then
    chat_id INTEGER NOT NULL REFERENCES chat (id) ON UPDATE CASCADE ON DELETE CASCADE,  -- where she asked
    topic INTEGER,
    meeting_id TEXT REFERENCES meeting (id) ON DELETE SET NULL,
    text TEXT NOT NULL,
    remark TEXT,                         -- what she says is wrong with what the bot answered
    shown TEXT NOT NULL,                 -- what the bot answered
    knowledge TEXT NOT NULL,             -- how much the bot knew: a word of bot/answering/knowledge.py
    language TEXT NOT NULL,              -- in which she was answered
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'answered', 'dismissed', 'withdrawn')),
    at TEXT NOT NULL                     -- when it was written, then when it was passed on
) STRICT;
CREATE INDEX question_open ON question (id) WHERE state = 'open';
CREATE INDEX question_of_person ON question (person_id, id);

-- What organisers answered: the first answer goes out at once, a later one where its author says so.
CREATE TABLE reply (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    question_id INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    is_sent INTEGER NOT NULL CHECK (is_sent IN (0, 1)),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX reply_to_question ON reply (question_id, id);

-- Where the organisers of a process want its questions; without a process, those of all that have no place of their own.
CREATE TABLE question_place (
    process_id TEXT REFERENCES process (id) ON DELETE CASCADE,
    chat_id INTEGER NOT NULL REFERENCES chat (id) ON UPDATE CASCADE ON DELETE CASCADE,
    topic INTEGER
) STRICT;
CREATE UNIQUE INDEX question_place_of_process ON question_place (COALESCE(process_id, ''));

-- What was asked and could not be answered, counted by its words; by whom is not kept.
CREATE TABLE unanswered (
    id INTEGER PRIMARY KEY,
    meeting_id TEXT REFERENCES meeting (id) ON DELETE CASCADE,  -- NULL: the store has no such meeting
    words TEXT NOT NULL,
    times INTEGER NOT NULL,
    last_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX unanswered_words ON unanswered (COALESCE(meeting_id, ''), words);
CREATE INDEX unanswered_by_time ON unanswered (last_at);

-- A cause may name chats that get it where the one it is for cannot be written to: `otherwise`, a list of [chat, topic].
CREATE VIEW redirection (cause_id, chat_id, topic, state, reason) AS
SELECT
    cause.id, chat.id, otherwise.value ->> 1,
    CASE WHEN chat.unreachable IS NULL THEN 'pending' ELSE 'unreachable' END, chat.unreachable
FROM cause JOIN json_each(cause.body, '$.otherwise') AS otherwise JOIN chat ON chat.id = otherwise.value ->> 0
WHERE cause.state <> 'stopped'
    AND NOT EXISTS (SELECT 1 FROM delivery AS other WHERE other.cause_id = cause.id AND other.chat_id = chat.id);
CREATE TRIGGER delivery_redirected AFTER UPDATE OF state ON delivery
WHEN new.state = 'unreachable' AND old.state <> 'unreachable' BEGIN
    INSERT INTO delivery (cause_id, chat_id, topic, state, reason, bulk, not_before)
    SELECT cause_id, chat_id, topic, state, reason, new.bulk, new.not_before
    FROM redirection WHERE cause_id = new.cause_id;
END;
