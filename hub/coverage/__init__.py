"""Which rows of docs/requirements the tests claim, and which of the claims hold.

Words: a *row* is one line of a requirements table that begins with an id; a *claim* is a test marked
``@pytest.mark.covers(id, ...)``; a row without a claim is *open*.
"""
