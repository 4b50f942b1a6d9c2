-- Who writes to the bot, what she chose, and where a dialogue with her stands.
CREATE TABLE person (
    id INTEGER PRIMARY KEY,              -- Telegram's user id
    name TEXT NOT NULL,
    hint TEXT,                           -- language_code of her Telegram app
    language TEXT,                       -- as she chose; NULL: never asked
    timezone TEXT,                       -- an IANA name, as she chose
    country TEXT,                        -- ISO 3166-1 alpha-2, as she says; unverified
    organisation TEXT,                   -- as she says; unverified
    introduced INTEGER NOT NULL DEFAULT 0,  -- 1: she was asked whom she represents, and is not asked again
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
