"""When to remind whom of what: pure functions over a meeting, a person's settings and the clock.

    a meeting ── events: registration opens, closes, deadlines, the meeting, its sessions
        │                     × leads: the rules of the meeting, or those of the person, or what she asked for in words
        ▼
    due: the wall-clock of the venue, or hers, in its zone, made an instant, and moved out of her quiet hours

What is stored (bot/store/reminders.py) is the image of `derive`; a change of anything that goes into it is followed,
in the same transaction, by the difference between what is stored and what is derived now.
"""
