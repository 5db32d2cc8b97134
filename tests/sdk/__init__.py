"""The official SDKs as judges: their own suites and our scenarios with them, against the stand-alone server."""
