"""The rules of people, roles, menus and doors, as pure functions."""
