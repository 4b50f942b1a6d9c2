-- The sessions that a person has as a file: when their meeting changes, they do.
CREATE TABLE session_copy (
    person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    meeting_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    PRIMARY KEY (person_id, meeting_id, session_id),
    FOREIGN KEY (meeting_id, session_id) REFERENCES session (meeting_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX session_copy_of_session ON session_copy (meeting_id, session_id);
