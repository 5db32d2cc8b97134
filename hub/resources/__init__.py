"""Declared list pages.

A domain declares a *resource* (table, labels, fields, filters, sorts, rights); from the declaration follow the commands
and queries (list, show, create, edit, delete, enable), their rights, the facts, the live channel, the checks with their
messages, and the page that the browser draws. Always true: rows belong to one tenant; a deleted row keeps its place
with ``deleted_at``; ``v`` counts up at each change; nothing is edited over somebody else's edit.
"""
