"""The centre for long work: what an account has under way, how far it is, and what came out.

Words and what is always true: see ``hub.jobs``. A domain that has long work declares a ``JobKind`` and starts jobs in
its own commands; this room shows them to their owners, who may cancel them or start them anew.
"""
