"""From a fresh clone to a running verb: Python packages, Node, the web apps.

Only the standard library may be imported here: nothing else is installed yet. Every step carries a stamp of what it
was made from, written last, so an interrupted step is simply done again and a finished one costs nothing.
"""
