"""Live delivery as its operators see it: the nodes, who is connected, what went wrong, and whom to disconnect.

Words: a *node* is one process that holds live connections; all nodes of one Redis are one hospital group's.
Always true: an operator sees and ends only connections of people of the own institution; nodes have no institution.
"""
