"""Downloads of many files as one ZIP, made by a job.

Words: a *folder* is what belongs together in the archive (a patient's files); a *part* is a piece of the archive that
is stored already. Always true: what is in memory does not grow with the archive; after a crash the job goes on behind
its last part; nobody is offered an archive before all of it is there. Parts are no files of anybody: they expire by
themselves.
"""
