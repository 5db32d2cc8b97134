"""Tests of live delivery: brokers, protocol, wire."""
