"""Live delivery: the channel model, the Centrifuge protocol, connections, recovery and the brokers."""
