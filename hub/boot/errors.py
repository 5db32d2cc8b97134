"""What can go wrong before the program itself runs."""


class CannotStartError(Exception):
    """The start is impossible; the message is one or two sentences for the person at the terminal (exit code 2)."""
