-- What Telegram delivered: stored before it is confirmed, kept for 25 hours so that a redelivery is known as such.
CREATE TABLE received_update (
    update_id INTEGER PRIMARY KEY,
    chat INTEGER NOT NULL,               -- whose updates are handled in order
    received_at TEXT NOT NULL,
    raw TEXT,                            -- the update as it came; NULL: done with
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'effect', 'answered', 'failed', 'aside')),
    attempts INTEGER NOT NULL DEFAULT 0, -- how often its handling was begun after a restart
    reference TEXT                       -- what the person was told when the handler failed
) STRICT;
