"""What a script hears of a command: done, errors or differences found, not readable or refused."""

DONE, FOUND, REFUSED = 0, 1, 2
