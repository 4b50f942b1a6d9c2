"""Meetings from outside: files in, one checked draft out, with everything that is wrong told at once. No database.

`reading` reads the files of `plenary import` into a draft, `checks` holds it against what is stored, `merging` says
what the store should then hold, `writing` writes the store as such a file.
"""
