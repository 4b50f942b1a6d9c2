-- Live calendars: whoever knows the token of one reads it, without Telegram.
CREATE TABLE calendar (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,     -- SHA-256 of what the address carries, which stands nowhere
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('meeting', 'session', 'programme', 'process', 'agenda')),
    meeting_id TEXT REFERENCES meeting (id) ON DELETE CASCADE,
    session_id TEXT,
    process_id TEXT REFERENCES process (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    alarms INTEGER NOT NULL CHECK (alarms IN (0, 1)),
    created_at TEXT NOT NULL,
    last_used_at TEXT,                   -- to the minute; NULL: never
    FOREIGN KEY (meeting_id, session_id) REFERENCES session (meeting_id, id) ON DELETE CASCADE,
    CHECK ((meeting_id IS NOT NULL) = (kind IN ('meeting', 'session', 'programme'))),
    CHECK ((session_id IS NOT NULL) = (kind = 'session')),
    CHECK ((process_id IS NOT NULL) = (kind = 'process'))
) STRICT;
CREATE INDEX calendar_of_person ON calendar (person_id);

-- Rises with what people choose, revoke and may see, so that a live calendar kept in memory knows when to look again.
CREATE TABLE choice_revision (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO choice_revision (id, number) VALUES (1, 0);
CREATE TRIGGER star_added AFTER INSERT ON star BEGIN UPDATE choice_revision SET number = number + 1; END;
CREATE TRIGGER star_removed AFTER DELETE ON star BEGIN UPDATE choice_revision SET number = number + 1; END;
CREATE TRIGGER follower_added AFTER INSERT ON follower BEGIN UPDATE choice_revision SET number = number + 1; END;
CREATE TRIGGER follower_removed AFTER DELETE ON follower BEGIN UPDATE choice_revision SET number = number + 1; END;
CREATE TRIGGER calendar_revoked AFTER DELETE ON calendar BEGIN UPDATE choice_revision SET number = number + 1; END;
CREATE TRIGGER admission_added AFTER INSERT ON admission BEGIN UPDATE choice_revision SET number = number + 1; END;
CREATE TRIGGER admission_removed AFTER DELETE ON admission BEGIN UPDATE choice_revision SET number = number + 1; END;
CREATE TRIGGER organiser_added AFTER INSERT ON organiser BEGIN UPDATE choice_revision SET number = number + 1; END;
CREATE TRIGGER organiser_changed AFTER UPDATE ON organiser BEGIN UPDATE choice_revision SET number = number + 1; END;
