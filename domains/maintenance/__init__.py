"""Whether the house itself runs as it should, for those who maintain it.

Words: a page is *behind* while facts that were committed have not been carried to live pages. Nothing is kept here:
what is told is read from the hub's own tables.
"""
