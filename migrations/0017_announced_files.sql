-- Photos and files of announcements that come from a script: kept until Telegram has them, and gives them a file_id.
CREATE TABLE announced_file (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    file_id TEXT                         -- Telegram's; NULL: not sent yet
) STRICT;
