"""Lists with one project in each row: found, understood and read."""
