"""The store: one SQLite file. Only this package knows SQL.

A query is a plain function over a `sqlite3.Connection`; `Database.read` and `Database.write` run it in the
thread of the connection. The schema lives in `migrations/`.
"""

import sqlite3

# What a service that reads and writes in one transaction hands on from query to query.
Connection = sqlite3.Connection
