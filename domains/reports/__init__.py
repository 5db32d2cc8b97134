"""The reading room (诊断): what doctors write of an examination, under a lock, reviewed, printed, never lost.

Words: a *report* belongs to one registration and bears its id; *entering* locks it for one *holder*; the *report
doctor* (writer) and the *review doctor* are the last who entered in their phase; a *revision* is one kept state of its
content. Always true: a report has at most one holder; only the holder writes; locking and unlocking never change the
content; what was reviewed is final; every revision and every log line stays. Source: radiology.md 4.3 and 5.4.
"""
