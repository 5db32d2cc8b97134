"""Rows from and to workbooks (xlsx).

An export writes what the caller's list would show, in bounded memory. An import takes what is right and says of every
other row what is wrong with which field; nothing that is there is overwritten, so it may be repeated.
"""
