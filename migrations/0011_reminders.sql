-- What people and organisers decided about reminders, and the reminders that follow from it (bot/reminding derives them).
ALTER TABLE person ADD COLUMN quiet TEXT;    -- her quiet hours by her own clock, as 22:00-07:00; NULL: none

CREATE TABLE reminder_rules (                -- of a meeting, as organisers decided; a meeting without has the usual ones
    meeting_id TEXT PRIMARY KEY REFERENCES meeting (id) ON DELETE CASCADE,
    body TEXT NOT NULL CHECK (json_valid(body))  -- by kind a list of leads, such as {"closes": ["7d", "1d18:00"]}
) STRICT, WITHOUT ROWID;

CREATE TABLE reminder_leads (                -- of a person, in the place of the meetings' rules
    chat_id INTEGER PRIMARY KEY REFERENCES chat (id) ON UPDATE CASCADE ON DELETE CASCADE,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE TABLE reminder_mute (
    chat_id INTEGER NOT NULL REFERENCES chat (id) ON UPDATE CASCADE ON DELETE CASCADE,
    meeting_id TEXT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    PRIMARY KEY (chat_id, meeting_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reminder_wish (                 -- what somebody asked for in words
    id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL REFERENCES chat (id) ON UPDATE CASCADE ON DELETE CASCADE,
    meeting_id TEXT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    event TEXT NOT NULL,                     -- such as closes, meeting or session.workshop
    lead TEXT NOT NULL,                      -- such as 14d, 1d18:00 or 15m
    since TEXT NOT NULL,
    UNIQUE (chat_id, meeting_id, event, lead)
) STRICT;
CREATE INDEX reminder_wish_of_meeting ON reminder_wish (meeting_id);

CREATE TABLE reminder (
    id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL REFERENCES chat (id) ON UPDATE CASCADE ON DELETE CASCADE,
    meeting_id TEXT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    lead TEXT NOT NULL,
    anchor TEXT NOT NULL,                    -- the wall-clock of what it reminds of: once for each
    due_at TEXT NOT NULL,                    -- as derived
    ring_at TEXT NOT NULL,                   -- as derived, or when the quiet hours into which it came late are over
    until TEXT NOT NULL,                     -- from when on it is of no use
    state TEXT NOT NULL CHECK (state IN ('pending', 'queued', 'late', 'overtaken')),
    UNIQUE (meeting_id, chat_id, event, anchor, lead)
) STRICT;
CREATE INDEX reminder_pending ON reminder (ring_at) WHERE state = 'pending';
CREATE INDEX reminder_of_chat ON reminder (chat_id, due_at);
