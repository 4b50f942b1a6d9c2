-- Who starred a session and hears of its changes by that alone: those who do not follow its meeting anyway, and may see it.
CREATE VIEW session_audience (meeting_id, session_id, chat_id) AS
SELECT star.meeting_id, star.session_id, star.person_id
FROM star JOIN meeting ON meeting.id = star.meeting_id
WHERE NOT EXISTS (
    SELECT 1 FROM follower
    WHERE follower.chat_id = star.person_id
        AND (follower.meeting_id = meeting.id OR follower.process_id = meeting.process_id)
) AND (
    meeting.id NOT IN (SELECT id FROM invited_meeting)
    OR EXISTS (
        SELECT 1 FROM invited_sight AS sees WHERE sees.meeting_id = meeting.id AND sees.chat_id = star.person_id
    )
);
