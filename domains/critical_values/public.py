"""What other domains may use of this room."""

from domains.critical_values.finding import Result, find

__all__ = ["Result", "find"]
