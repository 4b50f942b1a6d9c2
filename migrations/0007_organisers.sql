-- Who organises and what for, the links by which they invite others, and what each of them did.
CREATE TABLE organiser (
    person_id INTEGER PRIMARY KEY,       -- Telegram's user id; a chief from the settings may never have written
    role TEXT NOT NULL CHECK (role IN ('chief', 'organiser')),
    processes TEXT CHECK (processes IS NULL OR json_valid(processes)),  -- a list of ids; NULL: all, those to come included
    since TEXT NOT NULL,
    until TEXT,                          -- when the role was given up or taken; NULL: an organiser now
    listed INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1)),  -- in PLENARY_ORGANISERS at the last start
    CHECK (role <> 'chief' OR processes IS NULL)
) STRICT;

CREATE TABLE invitation (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,     -- SHA-256 of what the link carries, which stands nowhere
    role TEXT NOT NULL CHECK (role IN ('chief', 'organiser')),
    processes TEXT CHECK (processes IS NULL OR json_valid(processes)),
    invited_by INTEGER,                  -- NULL: the link of the first start
    expires_at TEXT NOT NULL,
    accepted_by INTEGER                  -- a link works once
) STRICT;

CREATE TABLE act (
    id INTEGER PRIMARY KEY,
    person_id INTEGER,                   -- NULL: the bot itself, by its settings
    name TEXT,                           -- as the person was called then
    what TEXT NOT NULL,                  -- templates/chat/organisers/acts.html has the words for it
    about TEXT NOT NULL CHECK (json_valid(about)),
    at TEXT NOT NULL
) STRICT;
