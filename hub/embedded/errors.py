"""What can go wrong with an embedded part."""


class EmbeddedPartError(Exception):
    """An embedded part cannot run; the message is one sentence for the person at the terminal."""
