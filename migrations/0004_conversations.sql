-- What was last talked about with a person in a chat, so that "and the fax?" is understood; forgotten after a while.
CREATE TABLE conversation (
    chat_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,          -- in a group each person has her own
    body TEXT NOT NULL CHECK (json_valid(body)),
    expires_at TEXT NOT NULL,
    PRIMARY KEY (chat_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_by_expiry ON conversation (expires_at);
