-- Which message a dialogue has heard last: if that one is edited, the dialogue hears it again.

ALTER TABLE dialogue ADD COLUMN heard INTEGER; -- the id of the message; NULL where none was heard that it still waits after
