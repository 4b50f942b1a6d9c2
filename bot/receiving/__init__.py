"""Updates in: by long polling or by webhook, stored before they are confirmed, one chat in order, chats in parallel.

    Telegram ──► Polling ─┐            ┌──► task: chat A, one after the other ──► Application.process_update
                          ├──► Door ───┼──► task: chat B
    Telegram ──► Webhook ─┘   stored   └──► …

What holds, whenever the process dies:

- An update is confirmed to Telegram only after it is stored; one that is delivered again is known by its id.
- An update without a stored effect is handled again at start, in its place in the chat's order.
- An update with a stored effect is never handled again: the person is shown the present state instead.
- At most one update a chat can have been in flight; each that may be answered twice is named in the log.
- An update that takes the process down time and again is set aside. Its last attempt it has alone, so that nothing
  else is: what was in flight beside it is answered.
"""
