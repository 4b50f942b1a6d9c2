-- Files that organisers have sent to be imported, until they decide or the time is over.
CREATE TABLE upload (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    revision INTEGER NOT NULL,           -- of the store that the organiser was shown
    expires_at TEXT NOT NULL
) STRICT;
