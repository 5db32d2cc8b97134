"""Who may come in: institutions, accounts, sessions of people and devices.

Words: an *institution* is a tenant; an *account* is one person's way in; a *session* is one sign-in of a person, or
one paired device, and ends when it is revoked. Always true: rights are those that the account's roles give now.
"""
