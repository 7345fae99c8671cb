"""The table of indicators, which feels like Excel."""
