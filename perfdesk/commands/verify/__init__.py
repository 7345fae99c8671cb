"""核验: whether files, papers and codes carry the same data."""
