"""Long work: jobs that somebody starts with a command and that ``work`` carries out.

Words: a *kind* says what is done and who may have it done; a *step* is one transaction of a job: its effect and how far
it has come, together; a *lease* says which process is at it. Always true: a job that dies with its process goes on
after its last step, in any process, and no effect happens twice; what a job may do is what its owner might when he
started it; its owner alone sees it and its result.
"""
