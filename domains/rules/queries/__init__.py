"""What can be asked about rules: the list, one rule, what conditions may speak of, what is wrong, the calendars."""
