"""Calling patients in turn, and the lobby screens that show it.

Words: a *room* is an examination room; a *ticket* is one patient's examination in one room's line; *calling* means
the announcement is running; a *screen* is an unattended display of some rooms. Always true: a ticket is in one state
and one room; a room has at most one ticket that is calling; a patient is called to one room at a time.
Rows RIS-100 ... RIS-113 and RIS-117.
"""
