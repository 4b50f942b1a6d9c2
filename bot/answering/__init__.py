"""A question in, facts out: language, meeting, what is asked, conversation, passages.

Pure functions over a catalogue: `understanding.understand` reads a question, `answerer.Answerer` makes an answer of it. What
people say in each language is data (`words/*.yaml`); which meetings there are is an index built once for each catalogue.
"""
