-- What the bot answers from. A body is the value as JSON in the shape of bot/model.py, and the one place where a fact
-- stands; what SQL asks for and refers to is read off it.
CREATE TABLE process (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE meeting (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,                  -- without its programme and documents, which have rows of their own
    process_id TEXT NOT NULL GENERATED ALWAYS AS (json_extract(body, '$.process')) STORED REFERENCES process (id),
    uid TEXT NOT NULL GENERATED ALWAYS AS (json_extract(body, '$.uid')) STORED UNIQUE,
    start TEXT GENERATED ALWAYS AS (json_extract(body, '$.start')) STORED
) STRICT;

CREATE TABLE session (
    meeting_id TEXT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    position INTEGER NOT NULL,           -- its place on the programme
    body TEXT NOT NULL,
    uid TEXT NOT NULL GENERATED ALWAYS AS (json_extract(body, '$.uid')) STORED UNIQUE,
    PRIMARY KEY (meeting_id, id)
) STRICT;

CREATE TABLE document (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,           -- its place among the documents of its meeting
    body TEXT NOT NULL,
    text TEXT,                           -- what a reader reads; NULL where the file is no plain text
    content BLOB                         -- the file; NULL where the document is a link
) STRICT;
CREATE INDEX document_of_meeting ON document (meeting_id, position);

CREATE TABLE passage (
    id INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (document_id, position)
) STRICT;
CREATE VIRTUAL TABLE passage_words USING fts5 (
    text, content = 'passage', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
    INSERT INTO passage_words (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
    INSERT INTO passage_words (passage_words, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    meeting_id TEXT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    path TEXT NOT NULL,                  -- such as start or programme.workshop.room; empty: the meeting was entered
    old TEXT,                            -- JSON; NULL: there was nothing
    new TEXT,                            -- JSON; NULL: there is nothing any more
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX change_of_meeting ON change (meeting_id, id);

-- Rises with every change of content, so that a reader knows when what it keeps in memory is out of date.
CREATE TABLE revision (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO revision (id, number) VALUES (1, 0);
CREATE TRIGGER process_added AFTER INSERT ON process BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER process_changed AFTER UPDATE ON process BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER process_removed AFTER DELETE ON process BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER meeting_added AFTER INSERT ON meeting BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER meeting_changed AFTER UPDATE ON meeting BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER meeting_removed AFTER DELETE ON meeting BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER session_added AFTER INSERT ON session BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER session_changed AFTER UPDATE ON session BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER session_removed AFTER DELETE ON session BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER document_added AFTER INSERT ON document BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER document_changed AFTER UPDATE ON document BEGIN UPDATE revision SET number = number + 1; END;
CREATE TRIGGER document_removed AFTER DELETE ON document BEGIN UPDATE revision SET number = number + 1; END;
