"""Mandarin speech: the embedded engine, a hospital's own recordings, and a bounded memory of what was said.

Words: an *engine* makes sound out of text; a *clip* is a recording of one word; the *shelf* keeps finished sentences.
Always true: nothing here knows a patient; texts never reach a log or a file name in the clear.
"""
