"""Back-tests: a rule over the facts of the last days, as if it had been at work then."""
