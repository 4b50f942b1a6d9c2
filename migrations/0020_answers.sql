-- Who pressed the answer to an announcement, so that it can lose her name when she asks to be forgotten.
ALTER TABLE answer ADD COLUMN person_id INTEGER;  -- NULL: nobody's any more
