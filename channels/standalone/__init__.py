"""The messaging server alone: its people come from tokens, its channels from namespaces, both told by one file."""
