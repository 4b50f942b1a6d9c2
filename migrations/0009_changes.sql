-- The notice that waits to tell of a meeting's changes takes in those of the same minute.
CREATE INDEX cause_notice ON cause (json_extract(body, '$.meeting')) WHERE kind = 'notice';

-- Up to which change a chat has looked at what changed.
CREATE TABLE look (
    chat_id INTEGER PRIMARY KEY,
    change_id INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;
