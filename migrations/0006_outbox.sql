-- What is to be sent: a cause says what and why, a delivery to whom and how far it is (bot/delivery draws the states).
CREATE TABLE cause (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,            -- what it was made from: the same is queued once
    kind TEXT NOT NULL,                  -- announcement, notice, reminder ...: how its body becomes a message
    body TEXT NOT NULL CHECK (json_valid(body)),
    amends INTEGER REFERENCES cause (id) ON DELETE CASCADE,  -- the cause whose messages this one edits or deletes
    state TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused', 'stopped')),
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX cause_amends ON cause (amends) WHERE amends IS NOT NULL;

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    cause_id INTEGER NOT NULL REFERENCES cause (id) ON DELETE CASCADE,
    chat_id INTEGER NOT NULL REFERENCES chat (id) ON UPDATE CASCADE ON DELETE CASCADE,
    topic INTEGER,
    state TEXT NOT NULL CHECK (          -- what 100,000 rows begin with is looked at first
        state = 'pending' OR state IN ('sending', 'sent', 'unreachable', 'failed', 'uncertain', 'withdrawn')
    ),
    bulk INTEGER NOT NULL,               -- 1: one of so many that short causes go first
    held INTEGER NOT NULL DEFAULT 0,     -- 1: its cause is paused
    not_before TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, -- how often a call was begun ...
    server_failures INTEGER NOT NULL DEFAULT 0,  -- ... and Telegram answered 500
    message_ids TEXT NOT NULL DEFAULT '[]',
    sent_at TEXT,
    reason TEXT,                         -- of the state: a word of bot/delivery/decide.py, or what Telegram said
    UNIQUE (chat_id, cause_id)
) STRICT;
CREATE INDEX delivery_due ON delivery (bulk, not_before) WHERE state = 'pending' AND held = 0;
CREATE INDEX delivery_in_flight ON delivery (chat_id) WHERE state = 'sending';
CREATE INDEX delivery_of_cause ON delivery (cause_id);

-- What may be sent once it is due: nothing to a chat to which a call is under way.
CREATE VIEW delivery_ready (id, bulk, not_before, chat_id) AS
SELECT id, bulk, not_before, chat_id FROM delivery AS ready
WHERE state = 'pending' AND held = 0 AND NOT EXISTS (
    SELECT 1 FROM delivery AS other WHERE other.state = 'sending' AND other.chat_id = ready.chat_id
);
