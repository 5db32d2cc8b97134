"""The stream of facts between processes: ordered lanes in Redis streams, read by groups."""
