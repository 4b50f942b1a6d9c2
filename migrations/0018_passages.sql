-- Words of passages are looked up by their beginnings: an index for each usual length of one finds them in half the time.
DROP TRIGGER passage_added;
DROP TRIGGER passage_removed;
DROP TABLE passage_words;
CREATE VIRTUAL TABLE passage_words USING fts5 (
    text, content = 'passage', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '3 4 5 6 7'
);
INSERT INTO passage_words (passage_words) VALUES ('rebuild');
CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
    INSERT INTO passage_words (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
    INSERT INTO passage_words (passage_words, rowid, text) VALUES ('delete', old.id, old.text);
END;
