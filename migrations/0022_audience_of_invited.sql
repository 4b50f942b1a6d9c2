-- News of an invited meeting are for nobody who was not let in, whether she follows its process or has followed it before.
CREATE VIEW invited_meeting (id) AS SELECT id FROM meeting WHERE json_extract(body, '$.visibility') = 'invited';

-- Which chats see which invited meetings: those that were let in, and organisers in private.
CREATE VIEW invited_sight (meeting_id, chat_id) AS
SELECT meeting_id, chat_id FROM admission
UNION ALL
SELECT meeting.id, organiser.person_id
FROM organiser JOIN meeting ON (
    organiser.processes IS NULL OR meeting.process_id IN (SELECT value FROM json_each(organiser.processes))
)
WHERE organiser.until IS NULL;

DROP VIEW meeting_audience;
CREATE VIEW meeting_audience (meeting_id, chat_id, topic) AS
SELECT meeting_id, chat_id, topic FROM follower
WHERE meeting_id IS NOT NULL AND (
    meeting_id NOT IN (SELECT id FROM invited_meeting)
    OR EXISTS (
        SELECT 1 FROM invited_sight AS sees
        WHERE sees.meeting_id = follower.meeting_id AND sees.chat_id = follower.chat_id
    )
)
UNION ALL
SELECT meeting.id, follower.chat_id, follower.topic
FROM meeting JOIN follower ON follower.process_id = meeting.process_id
WHERE NOT EXISTS (
    SELECT 1 FROM follower AS own WHERE own.meeting_id = meeting.id AND own.chat_id = follower.chat_id
) AND (
    meeting.id NOT IN (SELECT id FROM invited_meeting)
    OR EXISTS (
        SELECT 1 FROM invited_sight AS sees WHERE sees.meeting_id = meeting.id AND sees.chat_id = follower.chat_id
    )
);
