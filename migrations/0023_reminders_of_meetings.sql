-- What organisers decided about a meeting's reminders is a part of the meeting, and goes with it into its file.
UPDATE meeting SET body = json_set(body, '$.reminders', (SELECT json(body) FROM reminder_rules WHERE meeting_id = meeting.id))
WHERE id IN (SELECT meeting_id FROM reminder_rules WHERE body <> '{}');
DROP TABLE reminder_rules;
