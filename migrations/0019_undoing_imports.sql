-- What takes an import back, beside what its sender has not decided on yet.
ALTER TABLE upload ADD COLUMN is_undo INTEGER NOT NULL DEFAULT 0 CHECK (is_undo IN (0, 1));
