"""What people, administrators and the platform do."""

from domains.access.commands.sign_in import SignIn

__all__ = ["SignIn"]
