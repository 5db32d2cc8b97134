"""Who did what, who saw what, who came in: the audit told, and kept so that a change of it shows.

Words: an *entry* is a row of the hub's audit; a *link* binds it to all before it by an SM3 digest; entries are
*sealed* (given their link) in batches by one sealer, within a second. Always true: entries and links are only added.
"""
