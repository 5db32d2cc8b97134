"""The HTTP API for backends, as the official `cent` clients speak it (protocol section 22)."""
