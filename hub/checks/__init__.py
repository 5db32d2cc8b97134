"""The house rules that no ready-made linter knows, and the order in which all of them run."""
