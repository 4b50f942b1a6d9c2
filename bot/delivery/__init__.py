"""Sending to many: the outbox is worked off one call at a time, at the pace that Telegram allows.

                              429, never left, 500 (three times), group migrated, topic gone, more to send
                            ┌───────────────────────────────────────────────────────────────────────────┐
                            ▼                                                                           │
    queued ────────────► pending ──── claimed in the instant before the call ────► sending ─────────────┤
       │                  │   ▲                                                       │                 │
       │ known to be      │   └────────── an organiser sends it again ──── uncertain ◄┤ cut, or         │
       │ unreachable      │                                                           │ process died    │
       └─► unreachable ◄──┼───────────────────────── blocked, deleted, removed ───────┤                 │
                          │                                                           ├─► failed        │
                          └─► withdrawn ◄── stopped, or deleted for all ──── sent ◄───┴─────────────────┘

What holds, whatever Telegram answers and whenever the process dies:

- A cause has at most one delivery for a chat, and cause and deliveries are written in one transaction.
- A call is made for a row in `sending` only, and each claim makes one call: so a row that is `sent` was sent once.
- What may have been delivered is `uncertain`, and goes back to `pending` by a person's decision only. Edits and
  deletions do no harm when repeated, so those alone are repeated by themselves.
- What certainly was not delivered goes out later or is named with its reason; waiting is a time in the row, not in
  memory.
- After a death at most rate x call time rows are in doubt; everything else goes on where it stood. While calls do not
  get through, or stay unanswered, few more are risked.
- Replies and deliveries leave through one pacer, replies first; a 429 for either holds both.
"""
