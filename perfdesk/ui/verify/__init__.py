"""The window of 核验."""
