"""The ground floor: commands, facts, bus, timers, settings. Knows no other room of the house."""
