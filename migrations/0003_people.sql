-- Who writes to the bot, what she chose, and where a dialogue with her stands.
CREATE TABLE person (
    id INTEGER PRIMARY KEY,              -- Telegram's user id
    name TEXT NOT NULL,
    hint TEXT,                           -- language_code of her Telegram app
    language TEXT,                       -- as she chose; NULL: never asked
    timezone TEXT,                       -- an IANA name, as she chose
    first_seen TEXT NOT NULL
) STRICT;

CREATE TABLE dialogue (
    chat_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,                  -- which dialogue
    data TEXT NOT NULL CHECK (json_valid(data)),
    expires_at TEXT NOT NULL,
    PRIMARY KEY (chat_id, person_id)
) STRICT, WITHOUT ROWID;
