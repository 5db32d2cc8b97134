"""Writes a new domain: small, complete and working, with tests that pass at once.

The templates lie in ``templates/``, one file for each file written; ``$domain``, ``$pascal`` and ``$title`` stand for
the name in its three spellings, and ``NAME`` for it in file names.
"""
