"""Fixtures of all tests."""

pytest_plugins = ["tests.kit.servers", "tests.kit.house", "tests.kit.up", "tests.kit.browser"]
