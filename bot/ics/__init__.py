"""Meetings as iCalendar (RFC 5545, 5546, 7986): what there is to enter, in whose words, as which bytes.

    items     model -> Item: what gets an entry and when, without a word of text
    events    Item + Words -> Block: the serialised VEVENT, to be kept as long as item and words stay as they are
    zones     IANA name and years -> VTIMEZONE, from `zoneinfo`
    feed      Blocks -> VCALENDAR: a file, a cancellation, a live feed
    changed   the files that bring calendars up to date after a change
    together  what stands together: a process, a personal agenda
    alarms    when an entry rings, for those who want it to
    text      what is taken out of every text

All of it is pure: no clock, no store, no templates. Words are given, already translated and as plain text. Instants
come from the `Revision` that is stored with the record, so that the same state gives the same bytes.
"""
