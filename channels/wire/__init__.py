"""The wire: Centrifuge connections over WebSocket, subscriptions and fan-out of one node."""
