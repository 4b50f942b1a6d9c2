-- The notice that waits to tell of a meeting's changes takes in those of the same minute.
CREATE INDEX cause_notice ON cause (json_extract(body, '$.meeting')) WHERE kind = 'notice';
