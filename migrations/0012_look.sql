-- Up to which change a chat has looked at what changed.
CREATE TABLE look (
    chat_id INTEGER PRIMARY KEY,
    change_id INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;
