"""Whom the hospital knows: one record for each person and institution, and the numbers by which others know them.

Words: a *number* is what some system calls a patient: visit card (就诊卡号), check-up number (体检号), identity card
(身份证号), inpatient number (住院号), or the hospital system's own patient id. Always true: a number of one kind
belongs to one patient of the institution; numbers, phone and address lie enciphered, and numbers are found by a keyed
digest; a patient who was merged into another is never shown by himself.
"""
