-- The sessions that a person means to attend; a session that is taken off the programme takes its stars along.
CREATE TABLE star (
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    meeting_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (person_id, meeting_id, session_id),
    FOREIGN KEY (meeting_id, session_id) REFERENCES session (meeting_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX star_of_session ON star (meeting_id, session_id);
