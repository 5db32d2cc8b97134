"""Fixtures of all tests."""

import pytest

pytest_plugins = ["tests.kit.servers", "tests.kit.house", "tests.kit.up", "tests.kit.browser"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for the servers is no unit test: `check` leaves those to `test`."""
    for item in items:
        if isinstance(item, pytest.Function) and "servers" in item.fixturenames:
            item.add_marker(pytest.mark.parts)
